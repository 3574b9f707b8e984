import { messages } from '../messages.ts'

/** Parking, transfer, follow-me, and what confirms a feature code. */
export const CALLS = messages({
  // PARK-5
  'park.parked': {
    values: { orbit: 'digits' },
    en: 'The call is parked at {orbit}',
    es: 'La llamada está estacionada en {orbit}',
    fr: "L'appel est en garde au {orbit}",
  },
  'park.parked-for': {
    values: { party: 'party' },
    en: 'The call is parked for {party}',
    es: 'La llamada está estacionada para {party}',
    fr: "L'appel est en garde pour {party}",
  },
  'park.failed': {
    en: 'Parking attempt failed.',
    es: 'El intento de estacionamiento de llamada ha fallado.',
    fr: "Tentative de placement d'appel échouée.",
  },
  'park.full': {
    en: 'All parking places are taken.',
    es: 'Todos los lugares de estacionamiento están ocupados.',
    fr: 'Toutes les positions de garde sont occupées.',
  },
  'park.not-here': {
    values: { party: 'party' },
    en: 'Calls cannot be parked for {party}',
    es: 'No se pueden estacionar llamadas para {party}',
    fr: 'On ne peut mettre un appel en garde pour {party}',
  },
  'park.nothing-there': {
    en: 'I am sorry, there is no call parked on that extension. Please try again.',
    es: 'Lo siento, no hay llamadas sobre esa extensión. Por favor intente otra vez.',
    fr: "Désolé, il n'y a pas d'appels en attente à ce poste. Veuillez essayer de nouveau.",
  },
  'transfer.trying': {
    en: 'Please hold while we try to connect you.',
    es: 'Por favor espere mientras enlazo su llamada.',
    fr: "Veuillez patienter pendant que l'on achemine votre appel.",
  },
  'transfer.failed': {
    en: 'The call could not be transferred.',
    es: 'La llamada no se pudo transferir.',
    fr: "L'appel n'a pu être transféré.",
  },
  // CH-55, CH-56
  'follow-me.record-name': {
    en: 'At the tone, please say your name.',
    es: 'Al tono, por favor indique su nombre.',
    fr: 'À la tonalité, veuillez dire votre nom.',
  },
  'follow-me.please-hold': {
    en: 'Please hold while I try to locate the person you are calling.',
    es: 'Por favor espere mientras intento enlazar su llamada con la persona.',
    fr: "Veuillez demeurer en ligne pendant que j'essaie de localiser la personne que vous désirez joindre.",
  },
  'follow-me.not-found': {
    en: "I'm sorry, but I was unable to locate the person you are calling.",
    es: 'Lo siento pero no logré encontrar a la persona que usted busca.',
    fr: "Désolé, je n'ai pas réussi à localiser la personne que vous désirez joindre.",
  },
  'follow-me.offer': {
    en: 'You have an incoming call.',
    es: 'Usted tiene una llamada entrante.',
    fr: 'Vous avez un appel entrant.',
  },
  'follow-me.offer-from': {
    values: { caller: 'party' },
    en: 'Incoming call from|{caller}',
    es: 'Llamada entrante de|{caller}',
    fr: 'Appel entrant de|{caller}',
  },
  'follow-me.offer-for': {
    values: { party: 'party' },
    en: 'There is a call for {party}',
    es: 'Hay una llamada para {party}',
    fr: 'Il y a un appel pour {party}',
  },
  'follow-me.accept': {
    en: 'To accept it, press one.',
    es: 'Para aceptarla, marque uno.',
    fr: "Pour l'accepter, appuyez sur un.",
  },
  'follow-me.accept-by-pin': {
    en: 'To accept it, enter your PIN, followed by pound.',
    es: 'Para aceptarla, ingrese su clave, seguida por la tecla de número.',
    fr: "Pour l'accepter, composez votre code d'accès, suivi du dièse.",
  },
  'forward.on': {
    values: { extension: 'digits' },
    en: 'Calls to this phone are now forwarded to extension {extension}',
    es: 'Las llamadas a este teléfono se desvían ahora a la extensión {extension}',
    fr: 'Les appels à ce téléphone sont maintenant renvoyés au poste {extension}',
  },
  'forward.off': {
    en: 'Call forwarding is off.',
    es: 'El desvío de llamadas está desactivado.',
    fr: "Le renvoi d'appel est désactivé.",
  },
  'forward.refused': {
    en: 'Calls cannot be forwarded to that extension.',
    es: 'Las llamadas no se pueden desviar a esa extensión.',
    fr: 'Les appels ne peuvent être renvoyés à ce poste.',
  },
  'do-not-disturb.on': {
    en: 'Do not disturb is on.',
    es: 'El modo no molestar está activado.',
    fr: 'La fonction ne pas déranger est activée.',
  },
  'do-not-disturb.off': {
    en: 'Do not disturb is off.',
    es: 'El modo no molestar está desactivado.',
    fr: 'La fonction ne pas déranger est désactivée.',
  },
  'audit.wrong-pin': {
    en: 'That PIN for outside calls is not known.',
    es: 'Esa clave para llamadas externas no es conocida.',
    fr: "Ce code pour les appels externes n'est pas connu.",
  },
  'pickup.nothing-rings': {
    en: 'No call is ringing there.',
    es: 'Ninguna llamada está sonando ahí.',
    fr: "Aucun appel n'y sonne.",
  },
  'page.busy': {
    en: 'Somebody else is paging at the moment.',
    es: 'Otra persona está voceando en este momento.',
    fr: "Quelqu'un d'autre fait une annonce en ce moment.",
  },
  'door.opened': {
    en: 'The door is open.',
    es: 'La puerta está abierta.',
    fr: 'La porte est ouverte.',
  },
})
