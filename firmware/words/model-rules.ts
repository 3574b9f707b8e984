/** What declared fields take, and what to do about a wrong value, where it has no parameters. The English is the id. */
export const RULES = {
  'Shorten it, and leave out line breaks and control characters.': {
    es: 'Acórtelo, y quite saltos de línea y caracteres de control.',
    fr: 'Abrégez-le, sans sauts de ligne ni caractères de contrôle.',
  },
  'a network or an IP address': {
    es: 'una red o una dirección IP',
    fr: 'un réseau ou une adresse IP',
  },
  'Write it as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.10.': {
    es: 'Escríbala como 192.0.2.0/24, 2001:db8::/32 o 192.0.2.10.',
    fr: 'Écrivez-le comme 192.0.2.0/24, 2001:db8::/32 ou 192.0.2.10.',
  },
  'an IP address': { es: 'una dirección IP', fr: 'une adresse IP' },
  'Give the address that the router has on the outside, or nothing.': {
    es: 'Indique la dirección que el enrutador tiene hacia fuera, o nada.',
    fr: 'Donnez l’adresse que le routeur a vers l’extérieur, ou rien.',
  },
  'certificates in PEM': { es: 'certificados en PEM', fr: 'des certificats en PEM' },
  'Paste whole certificates, each from its BEGIN line to its END line.': {
    es: 'Pegue certificados enteros, cada uno desde su línea BEGIN hasta su línea END.',
    fr: 'Collez des certificats entiers, chacun de sa ligne BEGIN à sa ligne END.',
  },
  'a time zone that this machine knows': {
    es: 'una zona horaria que esta máquina conozca',
    fr: 'un fuseau horaire que cette machine connaît',
  },
  'Use an IANA name, as America/New_York or UTC.': {
    es: 'Use un nombre IANA, como America/New_York o UTC.',
    fr: 'Utilisez un nom IANA, comme America/New_York ou UTC.',
  },
  'a country code of two capital letters': {
    es: 'un código de país de dos mayúsculas',
    fr: 'un code de pays de deux majuscules',
  },
  'Use an ISO 3166 code, as US or CA.': {
    es: 'Use un código ISO 3166, como US o CA.',
    fr: 'Utilisez un code ISO 3166, comme US ou CA.',
  },
  'a login name of 1 to 64 characters without spaces': {
    es: 'un nombre de usuario de 1 a 64 caracteres sin espacios',
    fr: 'un identifiant de 1 à 64 caractères sans espaces',
  },
  'Leave out spaces; capital and small letters are different.': {
    es: 'Quite los espacios; mayúsculas y minúsculas son distintas.',
    fr: 'Retirez les espaces ; majuscules et minuscules diffèrent.',
  },
  'Use one of these.': { es: 'Use uno de estos.', fr: 'Utilisez l’un d’eux.' },
  'Write a list, and not more than that.': {
    es: 'Escriba una lista, y no más larga.',
    fr: 'Écrivez une liste, pas plus longue.',
  },
  'the hash of a password': {
    es: 'el resumen (hash) de una contraseña',
    fr: 'l’empreinte d’un mot de passe',
  },
  'Set the password instead: its hash is made here.': {
    es: 'Ponga la contraseña: su resumen se hace aquí.',
    fr: 'Donnez le mot de passe : son empreinte se fait ici.',
  },
  'the seed of one-time codes': {
    es: 'la semilla de códigos de un solo uso',
    fr: 'la graine de codes à usage unique',
  },
  'Its owner sets it up after signing in.': {
    es: 'Su dueño lo prepara después de entrar.',
    fr: 'Son propriétaire le règle après s’être connecté.',
  },
  'yes or no': { es: 'sí o no', fr: 'oui ou non' },
  'Use true or false.': { es: 'Use true o false.', fr: 'Utilisez true ou false.' },
  'Use digits only.': { es: 'Use solo cifras.', fr: 'N’utilisez que des chiffres.' },
  'a group of fields': { es: 'un grupo de campos', fr: 'un groupe de champs' },
  'a name of 1 to 32 letters, digits, dots, dashes or underscores': {
    es: 'un nombre de 1 a 32 letras, cifras, puntos, guiones o guiones bajos',
    fr: 'un nom de 1 à 32 lettres, chiffres, points, traits d’union ou de soulignement',
  },
  'Use only these.': { es: 'Use solo estos.', fr: 'N’utilisez que ceux-là.' },
  'Leave it out and one is made.': {
    es: 'Omítalo y se crea uno.',
    fr: 'Omettez-le et il s’en fait un.',
  },
  'a MAC address of 12 hexadecimal digits': {
    es: 'una dirección MAC de 12 cifras hexadecimales',
    fr: 'une adresse MAC de 12 chiffres hexadécimaux',
  },
  'It stands on the label of the phone, as 00:15:65:AA:BB:CC.': {
    es: 'Está en la etiqueta del teléfono, como 00:15:65:AA:BB:CC.',
    fr: 'Elle est sur l’étiquette du téléphone, comme 00:15:65:AA:BB:CC.',
  },
  'an FXS port': { es: 'un puerto FXS', fr: 'un port FXS' },
  'Write it as fxs-1: ports are counted from 1.': {
    es: 'Escríbalo como fxs-1: los puertos se cuentan desde 1.',
    fr: 'Écrivez-le comme fxs-1 : les ports se comptent à partir de 1.',
  },
  'at most 32 digits, * or #': {
    es: 'como máximo 32 cifras, * o #',
    fr: 'au plus 32 chiffres, * ou #',
  },
  'Use digits, * and # only.': {
    es: 'Use solo cifras, * y #.',
    fr: 'N’utilisez que des chiffres, * et #.',
  },
  'a DTMF string of at most 64 characters': {
    es: 'una cadena DTMF de 64 caracteres como máximo',
    fr: 'une chaîne DTMF d’au plus 64 caractères',
  },
  'Use 0-9, A-D, * and #, P, + and -, and $x or $n with a digit.': {
    es: 'Use 0-9, A-D, * y #, P, + y -, y $x o $n con una cifra.',
    fr: 'Utilisez 0-9, A-D, * et #, P, + et -, et $x ou $n avec un chiffre.',
  },
  'an FXO port': { es: 'un puerto FXO', fr: 'un port FXO' },
  'Write it as fxo-1: ports are counted from 1.': {
    es: 'Escríbalo como fxo-1: los puertos se cuentan desde 1.',
    fr: 'Écrivez-le comme fxo-1 : les ports se comptent à partir de 1.',
  },
  'at most 24 digits, * or #': {
    es: 'como máximo 24 cifras, * o #',
    fr: 'au plus 24 chiffres, * ou #',
  },
  'a realm of 1 to 64 letters, digits, dots or dashes': {
    es: 'un dominio de 1 a 64 letras, cifras, puntos o guiones',
    fr: 'un domaine de 1 à 64 lettres, chiffres, points ou traits d’union',
  },
  'Leave it out: the unit makes its own.': {
    es: 'Omítalo: la unidad hace el suyo.',
    fr: 'Omettez-le : l’appareil fait le sien.',
  },
} as const
