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
}
