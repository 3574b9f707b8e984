import { messages } from '../messages.ts'

/** The conference center. */
export const CONFERENCE = messages({
  'conference.welcome': {
    en: 'Welcome to the conference center.',
    es: 'Bienvenido al centro de conferencias.',
    fr: 'Bienvenue au centre de conférences.',
  },
  'conference.ask-id': {
    en: 'Please enter your conference number followed by the pound key.',
    es: 'Por favor ingrese el número de la conferencia seguido por la tecla de número.',
    fr: 'Veuillez composer votre numéro de conférence suivi du dièse.',
  },
  'conference.ask-password': {
    en: 'Please enter the conference pin number.',
    es: 'Por favor ingrese la clave de entrada para la conferencia.',
    fr: "Veuillez composer le code d'accès de la conférence.",
  },
  'conference.wrong-id': {
    en: 'That is not a valid conference number. Please try again.',
    es: 'Número de conferencia inválido. Por favor intente de nuevo.',
    fr: "Ce numéro de conférence n'est pas valide. Veuillez réessayer de nouveau.",
  },
  'conference.wrong-password': {
    en: 'That pin is invalid for this conference.',
    es: 'Clave de entrada inválida para esta conferencia.',
    fr: "Ce code d'accès est invalide pour cette conférence.",
  },
  'conference.full': {
    en: 'That conference is full.',
    es: 'Esa conferencia está llena.',
    fr: 'Cette conférence est pleine.',
  },
  'conference.no-bridge': {
    en: 'No empty conferences currently exist.',
    es: 'Por el momento no hay conferencias vacías.',
    fr: "Aucune conférence n'est libre pour l'instant.",
  },
  'conference.joining': {
    en: 'You will now be placed into the conference.',
    es: 'Usted se unirá a la conferencia.',
    fr: 'Vous allez maintenant joindre la conférence.',
  },
  'conference.others': {
    values: { others: 'number' },
    en: {
      zero: 'You are currently the only person in this conference.',
      one: 'There is currently one other participant in the conference.',
      other: 'There are currently|{others}|other participants in the conference',
    },
    es: {
      zero: 'Por el momento, usted es la única persona en la conferencia.',
      one: 'Actualmente sólo hay otro participante en la conferencia.',
      other: 'Actualmente hay|{others}|otros participantes en la conferencia',
    },
    fr: {
      zero: 'Vous êtes présentement le seul participant dans cette conférence.',
      one: "Il n'y a qu'un seul autre participant dans cette conférence.",
      other: 'Il y a présentement|{others}|autres participants dans cette conférence',
    },
  },
  'conference.joined': {
    values: { party: 'party' },
    en: '{party}|is now in the conference',
    es: '{party}|ya está en la conferencia',
    fr: "{party}|s'est joint à la conférence",
  },
  'conference.left': {
    values: { party: 'party' },
    en: '{party}|has left the conference',
    es: '{party}|ha dejado la conferencia',
    fr: '{party}|a quitté la conférence',
  },
  'conference.ends-soon': {
    values: { left: 'duration' },
    en: 'This conference will end in {left}',
    es: 'Esta conferencia terminará en {left}',
    fr: 'Cette conférence se terminera dans {left}',
  },
  'conference.ended': {
    en: 'The conference has ended.',
    es: 'La conferencia ha terminado.',
    fr: 'La conférence est maintenant terminée.',
  },
  'conference.removed': {
    en: 'You have been removed from the conference.',
    es: 'Usted ha sido expulsado de la conferencia.',
    fr: 'Vous avez été retiré de cette conférence.',
  },
  'conference.muted': {
    en: 'You are now muted.',
    es: 'Está usted ahora en modo mudo.',
    fr: 'Vous êtes maintenant en mode discret.',
  },
  'conference.unmuted': {
    en: 'You are now unmuted.',
    es: 'Ha desactivado el modo mudo.',
    fr: 'Vous pouvez maintenant parler.',
  },
})
