import type { Language } from './message.ts'

/** Music for who is on hold: declarations, and what is refused of recordings. */
export const MUSIC_WORDS: Readonly<Record<string, { readonly [L in Language]?: string }>> = {
  'hold music': { es: 'música', fr: 'musique' },
  'hold-music': { es: 'música', fr: 'musique' },
  'Music on hold': { es: 'Música de espera', fr: 'Musique d’attente' },
  'What people hear while they are on hold': {
    es: 'Lo que se oye en espera',
    fr: 'Ce que l’on entend en attente',
  },
  Recording: { es: 'Grabación', fr: 'Enregistrement' },
  'Line-In port': { es: 'Puerto de entrada de línea', fr: 'Port d’entrée de ligne' },
  'Own music': { es: 'Música propia', fr: 'Musique maison' },
  'letters, digits and _': { es: 'letras, cifras y _', fr: 'des lettres, des chiffres et _' },
  'Write it as sales or spring_2027.': {
    es: 'Escríbalo como ventas o primavera_2027.',
    fr: 'Écrivez-le comme ventes ou printemps_2027.',
  },
  'the mark of a recording': {
    es: 'la marca de una grabación',
    fr: 'la marque d’un enregistrement',
  },
  'Upload the recording: its mark is made then.': {
    es: 'Suba la grabación: su marca se hace entonces.',
    fr: 'Téléversez l’enregistrement : sa marque est faite à ce moment.',
  },
  'the name of a port': { es: 'el nombre de un puerto', fr: 'le nom d’un port' },
  'Write it as fxo-4.': { es: 'Escríbalo como fxo-4.', fr: 'Écrivez-le comme fxo-4.' },
  'A port that a radio or player is wired to, and no telephone or outside line. It is heard by all who are on hold, as it plays.':
    {
      es: 'Un puerto al que está conectada una radio o un reproductor, y ni un teléfono ni una línea externa. Lo oyen todos los que están en espera, tal como suena.',
      fr: 'Un port auquel une radio ou un lecteur est branché, et ni téléphone ni ligne extérieure. Tous ceux qui sont en attente l’entendent, tel qu’il joue.',
    },
  'If given, the other party hears it instead, whatever is chosen above.': {
    es: 'Si se indica, la otra persona la oye en su lugar, sea lo que sea lo elegido arriba.',
    fr: 'Si elle est donnée, l’autre l’entend à la place, quoi qui soit choisi ci-dessus.',
  },
  'If given, a party on hold hears it instead of the supplied music, unless the phone that holds it says otherwise.':
    {
      es: 'Si se indica, quien está en espera la oye en lugar de la música incluida, salvo que el teléfono que lo retiene diga otra cosa.',
      fr: 'Si elle est donnée, qui est en attente l’entend au lieu de la musique fournie, sauf si le téléphone qui le retient dit autre chose.',
    },
  'it is missing, and there is no Line-In port': {
    es: 'falta, y no hay puerto de entrada de línea',
    fr: 'il manque, et il n’y a pas de port d’entrée de ligne',
  },
  'it and a Line-In port are two sources': {
    es: 'junto con un puerto de entrada de línea son dos fuentes',
    fr: 'avec un port d’entrée de ligne, cela fait deux sources',
  },
  'Give one of the two.': { es: 'Indique una de las dos.', fr: 'Donnez l’un des deux.' },
  'That is no WAV file, nor a Sun .snd or .au file. Save the recording as WAV and try again.': {
    es: 'No es un archivo WAV ni un archivo .snd o .au de Sun. Guarde la grabación como WAV e inténtelo de nuevo.',
    fr: 'Ce n’est ni un fichier WAV, ni un fichier .snd ou .au de Sun. Enregistrez-le en WAV et réessayez.',
  },
  'That WAV file is coded in a way that is not read here. Save it as PCM of 16 bits, or as mu-law or A-law.':
    {
      es: 'Ese archivo WAV está codificado de un modo que aquí no se lee. Guárdelo como PCM de 16 bits, o como ley mu o ley A.',
      fr: 'Ce fichier WAV est codé d’une façon qui n’est pas lue ici. Enregistrez-le en PCM de 16 bits, ou en loi mu ou loi A.',
    },
  'That file is damaged, or holds no sound. Save it again.': {
    es: 'Ese archivo está dañado o no contiene sonido. Guárdelo de nuevo.',
    fr: 'Ce fichier est endommagé, ou ne contient aucun son. Enregistrez-le de nouveau.',
  },
  'That recording is longer than an hour. Shorten it: it is repeated anyway.': {
    es: 'Esa grabación dura más de una hora. Acórtela: se repite de todos modos.',
    fr: 'Cet enregistrement dure plus d’une heure. Raccourcissez-le : il est répété de toute façon.',
  },
  'That recording could not be converted. Save it as WAV of 16 bits and try again.': {
    es: 'Esa grabación no se pudo convertir. Guárdela como WAV de 16 bits e inténtelo de nuevo.',
    fr: 'Cet enregistrement n’a pas pu être converti. Enregistrez-le en WAV de 16 bits et réessayez.',
  },
  'Another recording is being converted. Try again in a moment.': {
    es: 'Se está convirtiendo otra grabación. Inténtelo dentro de un momento.',
    fr: 'Un autre enregistrement est en cours de conversion. Réessayez dans un instant.',
  },
  'There is no such recording.': {
    es: 'No existe tal grabación.',
    fr: 'Cet enregistrement n’existe pas.',
  },
  'There is no room for more music: 250 MB in all. Delete some; it goes 30 days later.': {
    es: 'No hay sitio para más música: 250 MB en total. Borre alguna; desaparece 30 días después.',
    fr: 'Il n’y a plus de place pour de la musique : 250 Mo en tout. Supprimez-en ; elle disparaît 30 jours plus tard.',
  },
}
