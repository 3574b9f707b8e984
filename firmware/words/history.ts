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
  'import.renamed': {
    en: "{label} '{name}' is there already: this one becomes '{next}'",
    es: '{label} «{name}» ya existe: este pasa a ser «{next}»',
    fr: '{label} « {name} » existe déjà : celui-ci devient « {next} »',
  },
  'import.left-out': {
    en: "{label} '{name}' is there already: it is left out, and everything that refers to it",
    es: '{label} «{name}» ya existe: se omite, con todo lo que lo nombra',
    fr: '{label} « {name} » existe déjà : il est omis, avec tout ce qui le nomme',
  },
  'history.more-lines': {
    en: 'and {count} more lines',
    es: '{count, plural, one {y # línea más} other {y # líneas más}}',
    fr: '{count, plural, one {et # autre ligne} other {et # autres lignes}}',
  },
})
