import { texts } from './texts.ts'

/** How the world failed the store. Remedies without parameters are their own ids, in request-phrases.ts. */
export const STORE_ERRORS = texts({
  'store.error': { en: '{text} {remedy}', es: '{text} {remedy}', fr: '{text} {remedy}' },
  'store.full': {
    en: '{path}: no space left.',
    es: '{path}: no queda espacio.',
    fr: '{path} : il ne reste pas de place.',
  },
  'store.read-only': {
    en: '{path} cannot be written.',
    es: 'No se puede escribir en {path}.',
    fr: 'On ne peut écrire dans {path}.',
  },
  'store.io': { en: '{path}: {why}', es: '{path}: {why}', fr: '{path} : {why}' },
  'store.none': {
    en: '{path}: there is no store here.',
    es: '{path}: aquí no hay almacén.',
    fr: '{path} : il n’y a pas de données ici.',
  },
  'store.lock': {
    en: '{file}: this user cannot write it, which even readers must.',
    es: '{file}: este usuario no puede escribirlo, y hasta quien lee lo necesita.',
    fr: '{file} : cet utilisateur ne peut y écrire, ce qu’il faut même pour lire.',
  },
  'store.give-lock': {
    en: "Run as its owner or group, or: chmod g+rw '{file}'",
    es: "Ejecute como su dueño o grupo, o: chmod g+rw '{file}'",
    fr: "Lancez sous son propriétaire ou groupe, ou : chmod g+rw '{file}'",
  },
  'store.damaged': {
    en: "{environment}: the value under '{key}' is damaged ({what}).",
    es: '{environment}: el valor bajo «{key}» está dañado ({what}).',
    fr: '{environment} : la valeur sous « {key} » est abîmée ({what}).',
  },
  'store.key-unreadable': {
    en: '{path}: the unit key cannot be read by this user.',
    es: '{path}: este usuario no puede leer la clave de la unidad.',
    fr: '{path} : cet utilisateur ne peut lire la clé de l’appareil.',
  },
  'store.key-missing': {
    en: '{path}: the unit key is missing.',
    es: '{path}: falta la clave de la unidad.',
    fr: '{path} : la clé de l’appareil manque.',
  },
  'store.no-key': {
    en: '{path}: this is no unit key ({bytes} bytes, not {most}).',
    es: '{path}: esta no es una clave de unidad ({bytes} bytes, no {most}).',
    fr: '{path} : ce n’est pas une clé d’appareil ({bytes} octets, pas {most}).',
  },
  'store.other-key': {
    en: '{path}: this is not the key under which the secrets of this store were written.',
    es: '{path}: esta no es la clave con la que se escribieron los secretos.',
    fr: '{path} : ce n’est pas la clé sous laquelle les secrets ont été écrits.',
  },
  'store.secret-closed': {
    en: "The secret {secret} does not open with this unit's key.",
    es: 'El secreto {secret} no se abre con la clave de esta unidad.',
    fr: 'Le secret {secret} ne s’ouvre pas avec la clé de cet appareil.',
  },
})
