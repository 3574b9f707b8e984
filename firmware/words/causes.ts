import { texts } from './texts.ts'

/** Why a call ended: Q.850 causes. `calls/cause.ts` has their numbers. */
export const CAUSES = texts({
  'cause.1': { en: 'no such number', es: 'el número no existe', fr: 'numéro inexistant' },
  'cause.8': {
    en: 'ended for an emergency call',
    es: 'terminada por una llamada de emergencia',
    fr: 'terminé pour un appel d’urgence',
  },
  'cause.16': { en: 'normal hang-up', es: 'colgado normal', fr: 'raccroché normal' },
  'cause.17': { en: 'busy', es: 'ocupado', fr: 'occupé' },
  'cause.18': {
    en: 'phone does not respond',
    es: 'el teléfono no responde',
    fr: 'le téléphone ne répond pas',
  },
  'cause.19': { en: 'no answer', es: 'sin respuesta', fr: 'sans réponse' },
  'cause.20': {
    en: 'phone not registered',
    es: 'teléfono no registrado',
    fr: 'téléphone non enregistré',
  },
  'cause.21': { en: 'rejected', es: 'rechazada', fr: 'refusé' },
  'cause.22': { en: 'number changed', es: 'el número cambió', fr: 'numéro changé' },
  'cause.23': { en: 'sent on', es: 'desviada', fr: 'renvoyé' },
  'cause.26': {
    en: 'answered on another phone',
    es: 'contestada en otro teléfono',
    fr: 'répondu sur un autre téléphone',
  },
  'cause.27': {
    en: 'phone out of order',
    es: 'teléfono averiado',
    fr: 'téléphone hors service',
  },
  'cause.28': { en: 'not a valid number', es: 'número no válido', fr: 'numéro non valide' },
  'cause.29': { en: 'not allowed', es: 'no permitido', fr: 'non permis' },
  'cause.31': {
    en: 'ended without a reason',
    es: 'terminada sin motivo',
    fr: 'terminé sans raison donnée',
  },
  'cause.34': { en: 'no free line', es: 'ninguna línea libre', fr: 'aucune ligne libre' },
  'cause.38': { en: 'network out of order', es: 'red averiada', fr: 'réseau hors service' },
  'cause.41': { en: 'temporary failure', es: 'falla temporal', fr: 'panne passagère' },
  'cause.42': { en: 'overloaded', es: 'sobrecargado', fr: 'surchargé' },
  'cause.44': {
    en: 'line not available',
    es: 'línea no disponible',
    fr: 'ligne non disponible',
  },
  'cause.47': { en: 'no capacity', es: 'sin capacidad', fr: 'capacité épuisée' },
  'cause.52': {
    en: 'may not be called from here',
    es: 'no se puede llamar desde aquí',
    fr: 'ne peut être appelé d’ici',
  },
  'cause.65': {
    en: 'no codec in common',
    es: 'ningún códec en común',
    fr: 'aucun codec en commun',
  },
  'cause.88': {
    en: 'incompatible phone',
    es: 'teléfono incompatible',
    fr: 'téléphone incompatible',
  },
  'cause.102': {
    en: 'no reply in time',
    es: 'sin respuesta a tiempo',
    fr: 'aucune réponse à temps',
  },
  'cause.127': { en: 'ended elsewhere', es: 'terminada en otra parte', fr: 'terminé ailleurs' },
  'cause.other': { en: 'cause {cause}', es: 'causa {cause}', fr: 'cause {cause}' },
})
