import { texts } from './texts.ts'

/** What is wrong with a request as such, where the reason has parameters; and why nobody can answer it now. */
export const REQUESTS = texts({
  'search.of-every': {
    en: 'Of every {label}',
    es: 'De cada uno: {label}',
    fr: 'De chacun : {label}',
  },
  // a parameter of a query or a field of a body
  'query.problem': {
    en: '{field}: {what}. {remedy}',
    es: '{field}: {what}. {remedy}',
    fr: '{field} : {what}. {remedy}',
  },
  'query.one-of': {
    en: '{name}: give one of {known}.',
    es: '{name}: indique uno de {known}.',
    fr: '{name} : donnez un de {known}.',
  },
  'query.whole': {
    en: '{name}: give a whole number from {min} to {max}.',
    es: '{name}: indique un número entero de {min} a {max}.',
    fr: '{name} : donnez un nombre entier de {min} à {max}.',
  },
  'query.text': {
    en: '{name}: give it once, at most {max} characters.',
    es: '{name}: indíquelo una vez, con {max} caracteres como máximo.',
    fr: '{name} : donnez-le une fois, d’au plus {max} caractères.',
  },
  'give.once': {
    en: 'Give it once, at most {max} characters.',
    es: 'Indíquelo una vez, con {max} caracteres como máximo.',
    fr: 'Donnez-le une fois, d’au plus {max} caractères.',
  },
  'give.at-most': {
    en: 'Use at most {max}.',
    es: 'Use {max} como máximo.',
    fr: 'Utilisez-en au plus {max}.',
  },
  'cannot-be-used': {
    en: "'{name}' cannot be used here",
    es: '«{name}» no se puede usar aquí',
    fr: '« {name} » ne peut servir ici',
  },

  // a batch of changes
  'changes.count': {
    en: 'Give 1 to {max} changes, as {example}.',
    es: 'Indique de 1 a {max} cambios, como {example}.',
    fr: 'Donnez de 1 à {max} changements, comme {example}.',
  },
  'changes.wrong': {
    en: 'Change {number}: {what}.',
    es: 'Cambio {number}: {what}.',
    fr: 'Changement {number} : {what}.',
  },
  'changes.same-name': {
    en: "Two new objects are called '{name}'.",
    es: 'Dos objetos nuevos se llaman «{name}».',
    fr: 'Deux nouveaux objets s’appellent « {name} ».',
  },

  // what there is not, and what nobody may
  'refusal.no-section': {
    en: "There is no section '{name}'. {remedy}",
    es: 'No existe la sección «{name}». {remedy}',
    fr: 'Il n’y a pas de section « {name} ». {remedy}',
  },
  'refusal.no-secret': {
    en: 'There is no such secret of a {label}.',
    es: 'No existe tal secreto ({label}).',
    fr: 'Il n’y a pas de tel secret ({label}).',
  },
  'refusal.singleton': {
    en: 'The {label} are neither made nor deleted.',
    es: 'No se crea ni se borra: {label}.',
    fr: 'Cela ne se crée ni ne se supprime : {label}.',
  },
  'refusal.takes-role': {
    en: '{count, plural, one {That takes the role {roles}.} other {That takes one of these roles: {roles}.}}',
    es: '{count, plural, one {Para eso hace falta la función {roles}.} other {Para eso hace falta una de estas funciones: {roles}.}}',
    fr: '{count, plural, one {Il faut pour cela le rôle {roles}.} other {Il faut pour cela un de ces rôles : {roles}.}}',
  },
  'refusal.takes-scope': {
    en: 'That takes a token that may {scope}.',
    es: 'Para eso hace falta un token con el permiso {scope}.',
    fr: 'Il faut pour cela un jeton avec le droit {scope}.',
  },
  'refusal.many-wrong-tokens': {
    en: 'Too many wrong tokens. Wait {seconds} s.',
    es: 'Demasiados tokens erróneos. Espere {seconds} s.',
    fr: 'Trop de jetons erronés. Attendez {seconds} s.',
  },

  'refusal.sim': {
    en: 'The far end does not take that: {why}.',
    es: 'El otro extremo no admite eso: {why}.',
    fr: 'L’autre bout n’accepte pas cela : {why}.',
  },

  // signing in
  'sign-in.wait-seconds': {
    en: 'Too many wrong attempts. Try again in {seconds} s.',
    es: 'Demasiados intentos erróneos. Inténtelo de nuevo en {seconds} s.',
    fr: 'Trop d’essais erronés. Réessayez dans {seconds} s.',
  },
  'sign-in.wait-minutes': {
    en: 'Too many wrong attempts. Try again in {minutes} minutes.',
    es: 'Demasiados intentos erróneos. Inténtelo de nuevo en {minutes} minutos.',
    fr: 'Trop d’essais erronés. Réessayez dans {minutes} minutes.',
  },

  // another process
  'unavailable.away': {
    en: '{program} does not run at the moment. It is started again by itself.',
    es: '{program} no está en marcha ahora. Vuelve a arrancar por sí mismo.',
    fr: '{program} ne marche pas en ce moment. Il redémarre de lui-même.',
  },
  'unavailable.silent': {
    en: '{program} does not answer at the moment. This page tries again.',
    es: '{program} no responde ahora. Esta página lo intenta de nuevo.',
    fr: '{program} ne répond pas en ce moment. Cette page réessaie.',
  },
})
