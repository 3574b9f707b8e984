import { texts } from './texts.ts'

/** Capacity profiles and feature keys: what is refused, what was done. */
export const ENTITLEMENTS = texts({
  // capacity
  'capacity.of.people': { en: 'people', es: 'personas', fr: 'personnes' },
  'capacity.of.extensions': {
    en: 'system extensions',
    es: 'extensiones de sistema',
    fr: 'postes de système',
  },
  'capacity.of.handsets': {
    en: 'telephones of all kinds',
    es: 'teléfonos de todo tipo',
    fr: 'téléphones de toute sorte',
  },
  'capacity.of.sipHandsets': { en: 'SIP telephones', es: 'teléfonos SIP', fr: 'téléphones SIP' },
  'capacity.of.softphones': {
    en: 'browser phones',
    es: 'teléfonos de navegador',
    fr: 'téléphones de navigateur',
  },
  'capacity.of.fxoPorts': {
    en: 'lines on FXO ports',
    es: 'líneas en puertos FXO',
    fr: 'lignes sur ports FXO',
  },
  'capacity.of.fxsPorts': {
    en: 'telephones on FXS ports',
    es: 'teléfonos en puertos FXS',
    fr: 'téléphones sur ports FXS',
  },
  'capacity.of.externalCalls': {
    en: 'outside calls at once',
    es: 'llamadas externas a la vez',
    fr: 'appels extérieurs à la fois',
  },
  'capacity.full': {
    en: 'capacity profile {profile} has room for {limit} ({what}), and with this there would be {would}',
    es: 'el perfil de capacidad {profile} admite {limit} ({what}), y con esto serían {would}',
    fr: 'le profil de capacité {profile} en admet {limit} ({what}), et avec ceci il y en aurait {would}',
  },
  'capacity.remedy-hardware': {
    en: 'Delete what nobody uses: this unit bears no more.',
    es: 'Borre lo que nadie usa: esta unidad no da para más.',
    fr: 'Supprimez ce que personne n’utilise : cet appareil n’en supporte pas plus.',
  },
  'capacity.remedy-key': {
    en: 'Delete what nobody uses, enter a feature key that raises the limit, or choose a larger profile (System, Entitlements).',
    es: 'Borre lo que nadie usa, introduzca una clave que aumente el límite, o elija un perfil mayor (Sistema, Derechos de uso).',
    fr: 'Supprimez ce que personne n’utilise, entrez une clé qui relève la limite, ou choisissez un profil plus grand (Système, Droits d’usage).',
  },
  'capacity.remedy-profile': {
    en: 'Delete what nobody uses, or choose a larger profile (System, Entitlements).',
    es: 'Borre lo que nadie usa, o elija un perfil mayor (Sistema, Derechos de uso).',
    fr: 'Supprimez ce que personne n’utilise, ou choisissez un profil plus grand (Système, Droits d’usage).',
  },

  // keys
  'key.other-unit': {
    en: 'This key is for unit {unit}, and this one is {own}. Ask for a key for this unit.',
    es: 'Esta clave es para la unidad {unit}, y esta es {own}. Pida una clave para esta unidad.',
    fr: 'Cette clé est pour l’appareil {unit}, et celui-ci est {own}. Demandez une clé pour celui-ci.',
  },
  'key.older': {
    en: 'Key {number} of series {series} is older than the one that is here ({here}). Enter the latest one.',
    es: 'La clave {number} de la serie {series} es más antigua que la que está aquí ({here}). Introduzca la más reciente.',
    fr: 'La clé {number} de la série {series} est plus ancienne que celle d’ici ({here}). Entrez la plus récente.',
  },
  'key.there': {
    en: 'Key {number} of series {series} is here already.',
    es: 'La clave {number} de la serie {series} ya está aquí.',
    fr: 'La clé {number} de la série {series} est déjà ici.',
  },
  'key.over': {
    en: 'This key ended on {date}. Ask for a new one.',
    es: 'Esta clave terminó el {date}. Pida una nueva.',
    fr: 'Cette clé a pris fin le {date}. Demandez-en une nouvelle.',
  },
  'event.key-entered': {
    en: 'Feature key {number} of series {series} was entered.',
    es: 'Se introdujo la clave {number} de la serie {series}.',
    fr: 'La clé {number} de la série {series} a été entrée.',
  },
  'event.key-refused': {
    en: 'A feature key was refused: {why}',
    es: 'Se rechazó una clave: {why}',
    fr: 'Une clé a été refusée : {why}',
  },
  'event.key-ended': {
    en: 'Feature key {number} of series {series} has ended.',
    es: 'La clave {number} de la serie {series} ha terminado.',
    fr: 'La clé {number} de la série {series} a pris fin.',
  },
})

/** Words of the declarations, of features, and whole sentences. The English is the id. */
export const ENTITLEMENT_WORDS = {
  capacity: { es: 'capacidad', fr: 'capacité' },
  'feature key': { es: 'clave de funciones', fr: 'clé de fonctions' },
  'Capacity profile': { es: 'Perfil de capacidad', fr: 'Profil de capacité' },
  'The open profile has every feature, and bears what the hardware bears. The others have the sizes of models that are sold, and feature keys raise them. Whatever is chosen, what is there stays and emergency calls go out.':
    {
      es: 'El perfil abierto tiene todas las funciones y da lo que da el equipo. Los otros tienen los tamaños de los modelos que se venden, y las claves los aumentan. Elija lo que elija, lo que hay se queda y las llamadas de emergencia salen.',
      fr: 'Le profil ouvert a toutes les fonctions et supporte ce que le matériel supporte. Les autres ont les tailles des modèles vendus, et les clés les relèvent. Quel que soit le choix, ce qui est là reste et les appels d’urgence sortent.',
    },
  'choice.community': { en: 'Open', es: 'Abierto', fr: 'Ouvert' },
  'choice.virtual': { en: 'Virtual', es: 'Virtual', fr: 'Virtuel' },
  Series: { es: 'Serie', fr: 'Série' },
  'Feature key': { es: 'Clave de funciones', fr: 'Clé de fonctions' },
  Ended: { es: 'Terminada', fr: 'Terminée' },

  // why a key is refused
  'That is no feature key. Copy all of it, from SK1 to its end.': {
    es: 'Eso no es una clave de funciones. Cópiela entera, desde SK1 hasta el final.',
    fr: 'Ce n’est pas une clé de fonctions. Copiez-la toute, de SK1 à sa fin.',
  },
  'That is too long for a feature key.': {
    es: 'Eso es demasiado largo para una clave de funciones.',
    fr: 'C’est trop long pour une clé de fonctions.',
  },
  'Nobody whom this unit trusts has signed this key, or a character of it is wrong.': {
    es: 'Nadie en quien confíe esta unidad ha firmado esta clave, o un carácter está mal.',
    fr: 'Personne à qui cet appareil se fie n’a signé cette clé, ou un caractère est faux.',
  },
  'This key says something that this release does not understand. Update the unit.': {
    es: 'Esta clave dice algo que esta versión no entiende. Actualice la unidad.',
    fr: 'Cette clé dit quelque chose que cette version ne comprend pas. Mettez l’appareil à jour.',
  },
  'it is not that of the key': { es: 'no es la de la clave', fr: 'ce n’est pas celle de la clé' },
  'Copy it again, or ask whoever issued it.': {
    es: 'Cópiela de nuevo, o pregunte a quien la emitió.',
    fr: 'Copiez-la de nouveau, ou demandez à qui l’a émise.',
  },
  'Another key came meanwhile. Look again.': {
    es: 'Llegó otra clave entretanto. Mire de nuevo.',
    fr: 'Une autre clé est venue entre-temps. Regardez de nouveau.',
  },
  'Give the key, as text.': { es: 'Dé la clave, como texto.', fr: 'Donnez la clé, en texte.' },

  // features, spec 52
  'More people': { es: 'Más personas', fr: 'Plus de personnes' },
  'More SIP telephones': { es: 'Más teléfonos SIP', fr: 'Plus de téléphones SIP' },
  'Browser phones': { es: 'Teléfonos de navegador', fr: 'Téléphones de navigateur' },
  'Call distribution to agents': {
    es: 'Distribución de llamadas a agentes',
    fr: 'Distribution d’appels aux agents',
  },
  Agents: { es: 'Agentes', fr: 'Agents' },
  'Call queues': { es: 'Colas de llamadas', fr: 'Files d’attente' },
  'Conference center': { es: 'Centro de conferencias', fr: 'Centre de conférences' },
  'Second language of prompts': {
    es: 'Segundo idioma de los mensajes',
    fr: 'Deuxième langue des messages',
  },
  'Calls on the wallboard': { es: 'Llamadas en el panel', fr: 'Appels au tableau mural' },
  'Queues on the wallboard': { es: 'Colas en el panel', fr: 'Files au tableau mural' },
  'Users of the wallboard': { es: 'Usuarios del panel', fr: 'Utilisateurs du tableau mural' },
  'Desktop client': { es: 'Cliente de escritorio', fr: 'Client de bureau' },
  'Mobile client': { es: 'Cliente móvil', fr: 'Client mobile' },
  'Voicemail on the mobile': { es: 'Buzón de voz en el móvil', fr: 'Messagerie sur le mobile' },
  'Mobile call continuity': {
    es: 'Continuidad de llamadas móviles',
    fr: 'Continuité des appels mobiles',
  },
  'Calls over the mobile network': {
    es: 'Llamadas por la red móvil',
    fr: 'Appels par le réseau mobile',
  },
  'Joining a network of sites': {
    es: 'Unirse a una red de sedes',
    fr: 'Se joindre à un réseau de sites',
  },
  'Leading a network of sites': {
    es: 'Dirigir una red de sedes',
    fr: 'Diriger un réseau de sites',
  },
  'Hardware warranty': { es: 'Garantía del equipo', fr: 'Garantie du matériel' },
  'Software upgrades': { es: 'Actualizaciones mayores', fr: 'Mises à niveau du logiciel' },
  'T1 line': { es: 'Línea T1', fr: 'Ligne T1' },
} as const
