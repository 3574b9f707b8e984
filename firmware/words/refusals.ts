import { texts } from './texts.ts'

/** Why the API refused a request, where the reason has parameters. Those without are their own ids, in phrases.ts. */
export const REFUSALS = texts({
  'refusal.no-such': {
    en: "There is no {label} '{name}'.",
    es: 'No existe: {label} «{name}».',
    fr: 'Cela n’existe pas : {label} « {name} ».',
  },
  'refusal.no-list': {
    en: 'There is only one {label}: it is in the office file.',
    es: 'Solo hay uno: {label}. Está en el archivo de la oficina.',
    fr: 'Il n’y en a qu’un : {label}. Il est dans le fichier du bureau.',
  },
  'refusal.no-settings': {
    en: '{label} is no group of settings: delete or change one by one.',
    es: '{label} no es un grupo de ajustes: borre o cambie uno a uno.',
    fr: '{label} n’est pas un groupe de réglages : supprimez ou changez un à un.',
  },
  'refusal.one-of': {
    en: "'{name}' is one of {words}.",
    es: '«{name}» es uno de {words}.',
    fr: '« {name} » est l’un de {words}.',
  },
  'refusal.too-many': {
    en: 'Too many requests. Wait {seconds} s.',
    es: 'Demasiadas peticiones. Espere {seconds} s.',
    fr: 'Trop de demandes. Attendez {seconds} s.',
  },
  'refusal.meanwhile': {
    en: '{by} changed this {label} meanwhile (revision {revision}). Look at it as it is now, then try again.',
    es: '{by} lo cambió mientras tanto ({label}, revisión {revision}). Mire cómo está ahora e inténtelo de nuevo.',
    fr: '{by} l’a changé entre-temps ({label}, révision {revision}). Voyez comment il est, puis réessayez.',
  },
  'refusal.deleted-meanwhile': {
    en: '{by} deleted this {label} meanwhile (revision {revision}). Look at it as it is now, then try again.',
    es: '{by} lo borró mientras tanto ({label}, revisión {revision}). Mire cómo está ahora e inténtelo de nuevo.',
    fr: '{by} l’a supprimé entre-temps ({label}, révision {revision}). Voyez comment c’est, puis réessayez.',
  },
  'refusal.may-not-change': {
    en: 'Your roles do not allow you to change {fields} of {object}.',
    es: 'Sus funciones no le permiten cambiar {fields} de {object}.',
    fr: 'Vos rôles ne vous permettent pas de changer {fields} de {object}.',
  },
  'refusal.may-not-add': {
    en: 'Your roles do not allow you to add a {label}.',
    es: 'Sus funciones no le permiten añadir: {label}.',
    fr: 'Vos rôles ne vous permettent pas d’ajouter : {label}.',
  },
  'refusal.may-not-delete': {
    en: 'Your roles do not allow you to delete a {label}.',
    es: 'Sus funciones no le permiten borrar: {label}.',
    fr: 'Vos rôles ne vous permettent pas de supprimer : {label}.',
  },
})
