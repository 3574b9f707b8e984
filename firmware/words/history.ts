import { texts } from './texts.ts'

/** What a change did, a line an object and one a field. */
export const HISTORY = texts({
  'history.created': { en: 'added {object}', es: 'añadido: {object}', fr: 'ajouté : {object}' },
  'history.changed': { en: 'changed {object}', es: 'cambiado: {object}', fr: 'changé : {object}' },
  'history.removed': { en: 'deleted {object}', es: 'borrado: {object}', fr: 'supprimé : {object}' },
  'history.field': {
    en: '{label}: {before} → {after}',
    es: '{label}: {before} → {after}',
    fr: '{label} : {before} → {after}',
  },
  'history.secret': { en: '{label}: a new one', es: '{label}: uno nuevo', fr: '{label} : nouveau' },
  'history.none': { en: '(none)', es: '(nada)', fr: '(rien)' },
  'history.true': { en: 'true', es: 'sí', fr: 'oui' },
  'history.false': { en: 'false', es: 'no', fr: 'non' },
  'history.more-lines': {
    en: 'and {count} more lines',
    es: '{count, plural, one {y # línea más} other {y # líneas más}}',
    fr: '{count, plural, one {et # autre ligne} other {et # autres lignes}}',
  },
})
