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
  'history.true': { en: 'yes', es: 'sí', fr: 'oui' },
  'history.false': { en: 'no', es: 'no', fr: 'non' },
  'set.hidden': {
    en: '{count, plural, one {# more change that your roles do not show} other {# more changes that your roles do not show}}',
    es: '{count, plural, one {# cambio más que sus funciones no muestran} other {# cambios más que sus funciones no muestran}}',
    fr: '{count, plural, one {# autre modification que vos fonctions ne montrent pas} other {# autres modifications que vos fonctions ne montrent pas}}',
  },
  'set.numbers': {
    en: 'Numbers that behave differently: {names}.',
    es: 'Números que se comportan de otro modo: {names}.',
    fr: 'Numéros qui se comporteront autrement : {names}.',
  },
  'set.phones': {
    en: 'Telephones: {names}.',
    es: 'Teléfonos: {names}.',
    fr: 'Téléphones : {names}.',
  },
  'set.lines': {
    en: 'Outside lines: {names}.',
    es: 'Líneas externas: {names}.',
    fr: 'Lignes extérieures : {names}.',
  },
  'set.everybody': {
    en: 'Everybody: {object}.',
    es: 'A todos: {object}.',
    fr: 'Tout le monde : {object}.',
  },
  'set.restart-phones': {
    en: 'Telephones must start again before all of it acts.',
    es: 'Los teléfonos deben reiniciarse antes de que todo surta efecto.',
    fr: 'Les téléphones doivent redémarrer avant que tout prenne effet.',
  },
  'set.restart-server': {
    en: 'The server must start again before all of it acts.',
    es: 'El servidor debe reiniciarse antes de que todo surta efecto.',
    fr: 'Le serveur doit redémarrer avant que tout prenne effet.',
  },
  'set.calls': {
    en: '{count, plural, one {# call is on with these numbers now} other {# calls are on with these numbers now}}: {names}. It goes on as it is.',
    es: '{count, plural, one {Hay # llamada con estos números ahora} other {Hay # llamadas con estos números ahora}}: {names}. Sigue como está.',
    fr: '{count, plural, one {# appel est en cours avec ces numéros} other {# appels sont en cours avec ces numéros}} : {names}. Il continue tel quel.',
  },
  'set.no-calls': {
    en: 'No call is on with these numbers now.',
    es: 'Ahora no hay llamadas con estos números.',
    fr: 'Aucun appel n’est en cours avec ces numéros.',
  },
  'set.calls-unknown': {
    en: 'Which calls are on cannot be told now.',
    es: 'Ahora no se puede saber qué llamadas hay.',
    fr: 'On ne peut dire maintenant quels appels sont en cours.',
  },
  'set.gone': {
    en: '{object} was deleted meanwhile by {by} (revision {revision}).',
    es: '{by} borró entretanto {object} (revisión {revision}).',
    fr: '{object} a été supprimé entre-temps par {by} (révision {revision}).',
  },
  'set.changed': {
    en: '{object} was changed meanwhile by {by} (revision {revision}).',
    es: '{by} cambió entretanto {object} (revisión {revision}).',
    fr: '{object} a été changé entre-temps par {by} (révision {revision}).',
  },
  'set.field-changed': {
    en: '{object}, {field}: {by} changed it meanwhile from {was} to {now} (revision {revision}).',
    es: '{object}, {field}: {by} lo cambió entretanto de {was} a {now} (revisión {revision}).',
    fr: '{object}, {field} : {by} l’a changé entre-temps de {was} à {now} (révision {revision}).',
  },
  'set.conflicts': {
    en: '{count, plural, one {Somebody changed # thing of it meanwhile} other {Somebody changed # things of it meanwhile}}. Look at it, then apply it over that.',
    es: '{count, plural, one {Alguien cambió # cosa entretanto} other {Alguien cambió # cosas entretanto}}. Mírelo, y aplíquelo encima.',
    fr: '{count, plural, one {Quelqu’un en a changé # chose entre-temps} other {Quelqu’un en a changé # choses entre-temps}}. Voyez, puis appliquez-le par-dessus.',
  },
  'report.title': {
    en: 'Configuration of {site}, as after change {revision} of {time} UTC',
    es: 'Configuración de {site}, tras el cambio {revision} del {time} UTC',
    fr: 'Configuration de {site}, après la modification {revision} du {time} UTC',
  },
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
