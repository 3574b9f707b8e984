/** Files from outside: why one is not read. */
export const FILE_PHRASES = {
  'There is no such snapshot, or it is damaged itself.': {
    es: 'No existe esa copia, o está dañada ella misma.',
    fr: 'Cette copie n’existe pas, ou elle est abîmée elle-même.',
  },
  'That file takes more memory or time to read than any should. Split it.': {
    es: 'Leer ese archivo exige más memoria o tiempo de lo debido. Divídalo.',
    fr: 'Lire ce fichier demande plus de mémoire ou de temps que permis. Divisez-le.',
  },
  'Other files are being read. Try again in a minute.': {
    es: 'Se están leyendo otros archivos. Inténtelo de nuevo en un minuto.',
    fr: 'D’autres fichiers sont en cours de lecture. Réessayez dans une minute.',
  },
  'That file could not be read. Save it again, and try once more.': {
    es: 'No se pudo leer ese archivo. Guárdelo de nuevo e inténtelo otra vez.',
    fr: 'Ce fichier n’a pas pu être lu. Enregistrez-le à nouveau et réessayez.',
  },

  // the secrets of an office file
  'A passphrase has at least 12 characters: several words are easy to remember.': {
    es: 'Una frase de contraseña tiene al menos 12 caracteres: varias palabras se recuerdan bien.',
    fr: 'Une phrase secrète a au moins 12 caractères : plusieurs mots se retiennent bien.',
  },
  'A passphrase has at most 200 characters.': {
    es: 'Una frase de contraseña tiene como máximo 200 caracteres.',
    fr: 'Une phrase secrète a au plus 200 caractères.',
  },
  'A passphrase has no control characters.': {
    es: 'Una frase de contraseña no tiene caracteres de control.',
    fr: 'Une phrase secrète n’a pas de caractères de contrôle.',
  },
  'The file is too large.': {
    es: 'El archivo es demasiado grande.',
    fr: 'Le fichier est trop grand.',
  },
  'Give a passphrase.': {
    es: 'Indique una frase de contraseña.',
    fr: 'Donnez une phrase secrète.',
  },
  'The file has passwords, locked by a passphrase. Give the passphrase.': {
    es: 'El archivo tiene contraseñas, cerradas con una frase. Indique la frase.',
    fr: 'Le fichier a des mots de passe, fermés par une phrase secrète. Donnez-la.',
  },
  'The passphrase is not the one that the file was made with.': {
    es: 'La frase no es la que se usó al hacer el archivo.',
    fr: 'La phrase n’est pas celle avec laquelle le fichier a été fait.',
  },
  'its secrets are sealed in a way that is not known here': {
    es: 'sus secretos están cerrados de un modo que aquí no se conoce',
    fr: 'ses secrets sont fermés d’une façon inconnue ici',
  },
  'Import it where it was made, or take the section out: secrets are then made anew.': {
    es: 'Impórtelo donde se hizo, o quite la sección: los secretos se crean entonces de nuevo.',
    fr: 'Importez-le où il a été fait, ou retirez la section : les secrets sont alors refaits.',
  },
  'its secrets are not as an export wrote them': {
    es: 'sus secretos no están como los escribió una exportación',
    fr: 'ses secrets ne sont pas comme un export les a écrits',
  },
  'Export again, or take the section out: secrets are then made anew.': {
    es: 'Exporte de nuevo, o quite la sección: los secretos se crean entonces de nuevo.',
    fr: 'Exportez à nouveau, ou retirez la section : les secrets sont alors refaits.',
  },
  'its secrets are sealed by a passphrase': {
    es: 'sus secretos están cerrados con una frase de contraseña',
    fr: 'ses secrets sont fermés par une phrase secrète',
  },
  'Give the passphrase, or take the section out: secrets are then made anew.': {
    es: 'Indique la frase, o quite la sección: los secretos se crean entonces de nuevo.',
    fr: 'Donnez la phrase, ou retirez la section : les secrets sont alors refaits.',
  },
}
