import { messages } from '../messages.ts'

/** What went wrong, and what to do. */
export const ERRORS = messages({
  'error.try-again': {
    en: 'Please try again.',
    es: 'Por favor intente de nuevo.',
    fr: 'Essayez à nouveau.',
  },
  'error.try-later': {
    en: 'Please try your call again later.',
    es: 'Por favor intente su llamada más tarde.',
    fr: 'Veuillez réessayer plus tard.',
  },
  'error.invalid-extension': {
    en: "I am sorry, that's not a valid extension. Please try again.",
    es: 'Lo siento, esa es una extensión inválida. Por favor intente de nuevo.',
    fr: "Désolé, ce numéro de poste n'est pas valide. Veuillez essayer de nouveau.",
  },
  'error.invalid-option': {
    en: 'That option is invalid. Please try again.',
    es: 'Usted ha ingresado una opción inválida.',
    fr: 'Cette option est invalide, veuillez essayer à nouveau.',
  },
  'error.invalid-number': {
    en: "I'm sorry, that number is not valid.",
    es: 'Lo siento, ese número no es válido.',
    fr: "Désolé, ce numéro n'est pas valide.",
  },
  'error.cannot-complete': {
    en: ['Your call cannot be completed as dialed.', 'Please check the number and dial again.'],
    es: 'Su llamada no puede completarse como fue marcada. Por favor verifique el número y marque de nuevo.',
    fr: [
      'Votre appel ne peut être complété tel que composé.',
      'Veuillez vérifier le numéro et composer de nouveau.',
    ],
  },
  'error.not-in-service': {
    en: 'The number you have dialed is not in service. Please check the number and try again.',
    es: 'El número que usted ha marcado está fuera de servicio. Por favor verifique el número y vuelva a intentar.',
    fr: "Le numéro composé n'est pas en service. Veuillez vérifier le numéro et essayer de nouveau.",
  },
  'error.all-lines-busy': {
    en: 'All circuits are busy now.',
    es: 'Todas las líneas están ocupadas en este momento.',
    fr: "Toutes les lignes sont occupées pour l'instant.",
  },
  'error.no-answer': {
    en: 'The number is not answering.',
    es: 'El número no contesta.',
    fr: 'Le numéro ne répond pas.',
  },
  'error.is-busy': {
    values: { party: 'party' },
    en: '{party} is on the phone',
    es: '{party} se encuentra ocupado',
    fr: '{party} est présentement en ligne',
  },
  'error.is-unavailable': {
    values: { party: 'party' },
    en: '{party} is unavailable',
    es: '{party} no está disponible',
    fr: "{party} n'est pas disponible",
  },
  'error.not-allowed': {
    en: 'This number may not be called from here.',
    es: 'Este número no se puede llamar desde aquí.',
    fr: "Ce numéro ne peut être appelé d'ici.",
  },
  'error.feature-not-available': {
    en: 'That feature is not available on this line.',
    es: 'Esa función no está disponible en esta línea.',
    fr: "Cette fonctionnalité n'est pas disponible sur cette ligne.",
  },
  'error.wrong-pin': {
    en: 'This extension and PIN do not belong together.',
    es: 'La extensión y la clave no coinciden.',
    fr: "Le poste et le code d'accès ne correspondent pas.",
  },
  'error.too-many-attempts': {
    en: 'You have tried too often. Please try again later.',
    es: 'Ha hecho demasiados intentos. Por favor intente más tarde.',
    fr: "Vous avez fait trop d'essais. Veuillez réessayer plus tard.",
  },
  'error.speed-dial-empty': {
    en: "The speed dial entry you've accessed is empty.",
    es: 'Esa marcación rápida está vacía.',
    fr: 'Cette composition abrégée est vide.',
  },
  'error.system': {
    en: 'This cannot be done at the moment. Please call your administrator.',
    es: 'Esto no es posible en este momento. Por favor llame a su administrador.',
    fr: "Ceci est impossible pour l'instant. Veuillez appeler votre administrateur.",
  },
})
