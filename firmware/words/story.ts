import { texts } from './texts.ts'

/** Why a call was sent on, and why a number was not called. They stand behind a colon. */
export const STORY = texts({
  'diverted.unconditional': { en: 'always', es: 'siempre', fr: 'toujours' },
  'diverted.user-busy': { en: 'busy', es: 'ocupado', fr: 'occupé' },
  'diverted.no-answer': { en: 'no answer', es: 'no contesta', fr: 'pas de réponse' },
  'diverted.do-not-disturb': { en: 'do not disturb', es: 'no molestar', fr: 'ne pas déranger' },
  'diverted.deflection': { en: 'sent on by hand', es: 'desviada a mano', fr: 'renvoyé à la main' },
  'diverted.time-of-day': { en: 'time of day', es: 'hora del día', fr: 'heure du jour' },
  'diverted.follow-me': { en: 'follow-me', es: 'sígueme', fr: 'suivez-moi' },
  'diverted.unavailable': { en: 'not available', es: 'no disponible', fr: 'non disponible' },
  'diverted.out-of-service': {
    en: 'out of service',
    es: 'fuera de servicio',
    fr: 'hors service',
  },
  'diverted.away': { en: 'away', es: 'ausente', fr: 'absent' },
  'barred.nobody': {
    en: 'no phone of this office asked for it',
    es: 'no lo pidió ningún teléfono de esta oficina',
    fr: 'aucun téléphone de ce bureau ne l’a demandé',
  },
  'barred.level': {
    en: 'the extension may not call such numbers (dial plan, outside calls)',
    es: 'la extensión no puede llamar a tales números (plan de marcación, llamadas externas)',
    fr: 'le poste ne peut pas appeler de tels numéros (plan de numérotation, appels extérieurs)',
  },
  'barred.night': {
    en: 'such numbers are not called at night',
    es: 'a tales números no se llama de noche',
    fr: 'de tels numéros ne sont pas appelés la nuit',
  },
  'barred.at-once': {
    en: 'the extension has as many outside calls as it may at once',
    es: 'la extensión tiene tantas llamadas externas a la vez como puede',
    fr: 'le poste a autant d’appels extérieurs à la fois qu’il peut',
  },
  'barred.minutes': {
    en: 'the extension has used its outside minutes of today',
    es: 'la extensión ha usado sus minutos externos de hoy',
    fr: 'le poste a utilisé ses minutes extérieures du jour',
  },
  'barred.numbers': {
    en: 'the extension has called as many numbers abroad today as it may',
    es: 'la extensión ha llamado hoy a tantos números extranjeros como puede',
    fr: 'le poste a appelé aujourd’hui autant de numéros à l’étranger qu’il peut',
  },
  'barred.usually': {
    en: 'but such numbers are called only by extensions that are allowed to',
    es: 'pero a tales números solo llaman extensiones que tienen permiso',
    fr: 'mais de tels numéros ne sont appelés que par les postes qui y sont autorisés',
  },
  'barred.usually-night': {
    en: 'but not now: it is night (dial plan)',
    es: 'pero ahora no: es de noche (plan de marcación)',
    fr: 'mais pas maintenant : c’est la nuit (plan de numérotation)',
  },
})
