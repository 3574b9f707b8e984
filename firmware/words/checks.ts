import { texts } from './texts.ts'

/** What is wrong with a value or a change, and what to do about it. The first half begins small: it follows the field's name. */
export const CHECKS = texts({
  // what a field takes: completes "'x' is not …" and "Give …."
  'takes.text': {
    en: 'a text of 1 to {max} characters on one line',
    es: 'un texto de 1 a {max} caracteres en una línea',
    fr: 'un texte de 1 à {max} caractères sur une ligne',
  },
  'takes.text-or-none': {
    en: 'a text of at most {max} characters on one line',
    es: 'un texto de {max} caracteres como máximo en una línea',
    fr: 'un texte d’au plus {max} caractères sur une ligne',
  },
  'takes.digits': {
    en: 'a number of {min} to {max} digits',
    es: 'un número de {min} a {max} cifras',
    fr: 'un numéro de {min} à {max} chiffres',
  },
  'takes.choice': { en: 'one of {choices}', es: 'uno de {choices}', fr: 'un de {choices}' },
  'takes.whole': {
    en: 'a whole number from {min} to {max}',
    es: 'un número entero de {min} a {max}',
    fr: 'un nombre entier de {min} à {max}',
  },
  'takes.measure': {
    en: 'a whole number from {min} to {max} {unit}',
    es: 'un número entero de {min} a {max} {unit}',
    fr: 'un nombre entier de {min} à {max} {unit}',
  },
  'takes.reference': {
    en: 'the identity of a {entity}',
    es: 'la identidad de un objeto ({entity})',
    fr: 'l’identité d’un objet ({entity})',
  },
  'takes.secret': {
    en: 'a secret of {min} to {max} printable ASCII characters',
    es: 'un secreto de {min} a {max} caracteres ASCII imprimibles',
    fr: 'un secret de {min} à {max} caractères ASCII imprimables',
  },
  'takes.list': {
    en: 'a list of at most {max}',
    es: 'una lista de {max} como máximo',
    fr: 'une liste d’au plus {max}',
  },

  // what to do about a wrong value
  'give.one': { en: 'Use {choice}.', es: 'Use {choice}.', fr: 'Utilisez {choice}.' },
  'give.whole': {
    en: 'Give a number from {min} to {max}.',
    es: 'Indique un número de {min} a {max}.',
    fr: 'Donnez un nombre de {min} à {max}.',
  },
  'give.measure': {
    en: 'Give a number from {min} to {max} {unit}.',
    es: 'Indique un número de {min} a {max} {unit}.',
    fr: 'Donnez un nombre de {min} à {max} {unit}.',
  },
  'give.existing': {
    en: 'Choose an existing {entity}.',
    es: 'Elija algo que exista ({entity}).',
    fr: 'Choisissez ce qui existe ({entity}).',
  },
  'give.fields': {
    en: 'Write its fields: {fields}.',
    es: 'Escriba sus campos: {fields}.',
    fr: 'Écrivez ses champs : {fields}.',
  },
  'give.says': { en: 'Give {says}.', es: 'Indique {says}.', fr: 'Donnez {says}.' },
  'leave-or-give': {
    en: 'Leave it out to keep it, or give {says}.',
    es: 'Omítalo para conservarlo, o indique {says}.',
    fr: 'Omettez-le pour le garder, ou donnez {says}.',
  },
  'give.exactly-one': {
    en: 'Give exactly one of {names}.',
    es: 'Indique exactamente uno de {names}.',
    fr: 'Donnez exactement un de {names}.',
  },
  'did-you-mean': {
    en: "Did you mean '{name}'?",
    es: '¿Quiso decir «{name}»?',
    fr: 'Vouliez-vous dire « {name} »?',
  },
  'known-are': {
    en: 'Known are {names}.',
    es: 'Los conocidos son {names}.',
    fr: 'Sont connus : {names}.',
  },

  // what is wrong
  'is-not': {
    en: '{given} is not {says}',
    es: '{given} no es {says}',
    fr: '{given} n’est pas {says}',
  },
  'given.list': {
    en: 'a list of {count}',
    es: 'una lista de {count}',
    fr: 'une liste de {count}',
  },
  'names-several': { en: 'it names {names}', es: 'nombra {names}', fr: 'il nomme {names}' },

  // rules over several fields and objects
  'password.short': {
    en: 'A password has at least {length} characters.',
    es: 'Una contraseña tiene al menos {length} caracteres.',
    fr: 'Un mot de passe a au moins {length} caractères.',
  },
  'pin.digits': {
    en: 'A PIN has {min} to {max} digits.',
    es: 'Un PIN tiene de {min} a {max} cifras.',
    fr: 'Un NIP a de {min} à {max} chiffres.',
  },
  'audit-pin.length': {
    en: 'it has {given} digits and not {length}',
    es: 'tiene {given} cifras y no {length}',
    fr: 'il a {given} chiffres et non {length}',
  },
  'audit-pin.give-length': {
    en: 'Every PIN code has {length} digits.',
    es: 'Todo código PIN tiene {length} cifras.',
    fr: 'Tout code NIP a {length} chiffres.',
  },
  'audit-pin.length-in-use': {
    en: 'there are PIN codes of {length} digits',
    es: 'hay códigos PIN de {length} cifras',
    fr: 'il y a des codes NIP de {length} chiffres',
  },
  'extension.kind-has-owner': {
    en: "an extension of kind '{kind}' has an owner",
    es: 'una extensión de clase «{kind}» tiene dueño',
    fr: 'un poste de genre « {kind} » a un propriétaire',
  },
  'extension.shadowed': {
    en: 'whoever dials it reaches the emergency service at {emergency}',
    es: 'quien lo marca llega al servicio de emergencia en {emergency}',
    fr: 'qui le compose obtient le service d’urgence au {emergency}',
  },
  'flash-times': {
    en: 'the shortest hook flash ({least} ms) is not below the longest ({most} ms)',
    es: 'el flash más corto ({least} ms) no es menor que el más largo ({most} ms)',
    fr: 'le flash le plus court ({least} ms) n’est pas inférieur au plus long ({most} ms)',
  },
  expiries: {
    en: '{usual} s is not between the shortest ({least} s) and the longest ({most} s)',
    es: '{usual} s no está entre el más corto ({least} s) y el más largo ({most} s)',
    fr: '{usual} s n’est pas entre le plus court ({least} s) et le plus long ({most} s)',
  },
  'port-twice': {
    en: 'port {port} is given twice',
    es: 'el puerto {port} está dos veces',
    fr: 'le port {port} est donné deux fois',
  },
  'no-address': {
    en: '{address} is not an IP address',
    es: '{address} no es una dirección IP',
    fr: '{address} n’est pas une adresse IP',
  },
  'no-authority': {
    en: 'a certificate in it cannot be read, or is not that of an authority',
    es: 'un certificado no se puede leer, o no es de una autoridad',
    fr: 'un certificat y est illisible, ou n’est pas celui d’une autorité',
  },
  'digit-calls-operator': {
    en: '{digit} already calls the operator',
    es: '{digit} ya llama a la operadora',
    fr: 'le {digit} appelle déjà l’opérateur',
  },
  'not-unique': {
    en: "'{value}' is already that of another {label}{holder, select, none {} other { ({holder})}}",
    es: '«{value}» ya es de otro objeto de la misma clase, {label}{holder, select, none {} other { ({holder})}}',
    fr: '« {value} » est déjà celui d’un autre objet du même genre, {label}{holder, select, none {} other { ({holder})}}',
  },
  'no-target': {
    en: 'there is no {entity} {target}',
    es: 'no existe {entity} {target}',
    fr: 'il n’y a pas de {entity} {target}',
  },
  'no-such-name': {
    en: "there is no {label} '{name}'",
    es: 'no existe {label} «{name}»',
    fr: 'il n’y a pas de {label} « {name} »',
  },
  'add-to-section': {
    en: 'Add it to section {section}, or name another.',
    es: 'Añádalo a la sección {section}, o nombre otro.',
    fr: 'Ajoutez-le à la section {section}, ou nommez-en un autre.',
  },
  'still-used': {
    en: 'it cannot be deleted while others refer to it: {names}',
    es: 'no se puede borrar mientras otros lo usan: {names}',
    fr: 'il ne peut être supprimé tant que d’autres l’utilisent : {names}',
  },
  more: {
    en: '{count} more',
    es: '{count} más',
    fr: '{count, plural, one {# autre} other {# autres}}',
  },
  'still-used.by': {
    en: '{object} (field {field})',
    es: '{object} (campo {field})',
    fr: '{object} (champ {field})',
  },
  'secret-is-not': {
    en: 'what is given is not {says}',
    es: 'lo indicado no es {says}',
    fr: 'ce qui est donné n’est pas {says}',
  },
  'never-undone': {
    en: 'this cannot be undone: {why}',
    es: 'esto no se puede deshacer: {why}',
    fr: 'cela ne peut être annulé : {why}',
  },
  'changed-since': {
    en: 'it was changed after that, last in revision {revision} by {by}',
    es: 'se cambió después, la última vez en la revisión {revision} por {by}',
    fr: 'il a été changé après, la dernière fois en révision {revision} par {by}',
  },

  // an office file
  'csv.no-column': {
    en: "there is no column '{name}'",
    es: 'no existe la columna «{name}»',
    fr: 'il n’y a pas de colonne « {name} »',
  },
  'csv.column-twice': {
    en: 'column {name} is there twice',
    es: 'la columna {name} está dos veces',
    fr: 'la colonne {name} est là deux fois',
  },
  'csv.no-key': {
    en: 'column {name} is missing, by which a row is known',
    es: 'falta la columna {name}, por la que se conoce una fila',
    fr: 'il manque la colonne {name}, qui désigne une ligne',
  },
  'csv.add-key': {
    en: 'Add column {name}.',
    es: 'Añada la columna {name}.',
    fr: 'Ajoutez la colonne {name}.',
  },
  'csv.long-cell': {
    en: 'a cell is longer than {max} characters',
    es: 'una celda tiene más de {max} caracteres',
    fr: 'une cellule a plus de {max} caractères',
  },
  'csv.columns': {
    en: 'it has more than {max} columns',
    es: 'tiene más de {max} columnas',
    fr: 'il a plus de {max} colonnes',
  },
  'csv.rows': {
    en: 'it has more than {max} rows',
    es: 'tiene más de {max} filas',
    fr: 'il a plus de {max} lignes',
  },
  'twice-in-file': {
    en: 'it is in the file twice, first in line {line}',
    es: 'está dos veces en el archivo, la primera en la línea {line}',
    fr: 'il est deux fois dans le fichier, d’abord à la ligne {line}',
  },
  'more-problems': {
    en: 'there are {count} more problems',
    es: '{count, plural, one {hay # problema más} other {hay # problemas más}}',
    fr: '{count, plural, one {il y a # autre problème} other {il y a # autres problèmes}}',
  },

  'file-too-long': {
    en: 'it is {size} bytes long, more than {most}',
    es: 'tiene {size} bytes, más de {most}',
    fr: 'il a {size} octets, plus de {most}',
  },
  'file-too-deep': {
    en: 'it is nested more than {levels} levels deep',
    es: 'tiene más de {levels} niveles de anidado',
    fr: 'il a plus de {levels} niveaux d’imbrication',
  },
  'file-no-key': {
    en: 'field {field} is missing, by which it is known',
    es: 'falta el campo {field}, que lo identifica',
    fr: 'il manque le champ {field}, par lequel on le connaît',
  },

  // one problem as a whole sentence
  object: {
    en: '{kind}{name, select, none {} other { {name}}}',
    es: '{kind}{name, select, none {} other { {name}}}',
    fr: '{kind}{name, select, none {} other { {name}}}',
  },
  problem: {
    en: '{object}{field, select, none {} other {, field {field}}}: {what}. {remedy}',
    es: '{object}{field, select, none {} other {, campo {field}}}: {what}. {remedy}',
    fr: '{object}{field, select, none {} other {, champ {field}}} : {what}. {remedy}',
  },
  'problem.and-more': {
    en: '{problem}{more, plural, =0 {} other { And # more.}}',
    es: '{problem}{more, plural, =0 {} other { Y # más.}}',
    fr: '{problem}{more, plural, =0 {} one { Et # autre.} other { Et # autres.}}',
  },
})
