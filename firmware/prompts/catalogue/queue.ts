import { messages } from '../messages.ts'

/** Call queues. */
export const QUEUE = messages({
  'queue.all-busy': {
    en: 'All of our representatives are currently busy. Please stay on the line and your call will be answered by the next available representative.',
    es: 'Todos nuestros representantes se encuentran ocupados, por favor espere y pronto le atenderemos.',
    fr: 'Tous nos représentants sont présentement occupés. Veuillez demeurer en ligne et le prochain représentant disponible vous répondra sous peu.',
  },
  'queue.position': {
    values: { position: 'number' },
    en: 'You are currently caller number|{position}',
    es: 'Usted es el cliente número|{position}',
    fr: "Vous êtes présentement l'appelant numéro|{position}",
  },
  'queue.next': {
    en: 'Your call is now first in line and will be answered by the next available representative.',
    es: 'Su llamada es la primera en línea y será atendida por el próximo representante.',
    fr: 'Votre appel sera le prochain à être traité.',
  },
  'queue.waiting': {
    values: { callers: 'count caller' },
    en: {
      zero: 'Nobody is waiting.',
      one: 'There is {callers} waiting',
      other: 'There are {callers} waiting',
    },
    es: { zero: 'Nadie espera.', other: 'Hay {callers} en espera' },
    fr: { zero: "Personne n'attend.", other: 'Il y a {callers} en attente' },
  },
  'queue.estimate': {
    values: { wait: 'duration' },
    en: 'The estimated hold time is currently|{wait}',
    es: 'El tiempo de espera estimado es de|{wait}',
    fr: "Le temps d'attente est évalué à|{wait}",
  },
  'queue.estimate-short': {
    values: { wait: 'duration' },
    en: 'The estimated hold time is currently|less than|{wait}',
    es: 'El tiempo de espera estimado es de|menos de|{wait}',
    fr: "Le temps d'attente est évalué à|moins de|{wait}",
  },
  'queue.thanks': {
    en: 'Thank you for your patience.',
    es: 'Muchas gracias por su paciencia.',
    fr: 'Merci de votre patience.',
  },
  // FC-52a
  'queue.leave': {
    values: { key: 'digits' },
    en: 'To leave the queue, press {key}',
    es: 'Para salir de la espera, marque {key}',
    fr: "Pour quitter la file d'attente, appuyez sur {key}",
  },
  'queue.ask-pin': {
    en: 'Please enter your PIN, followed by pound.',
    es: 'Por favor ingrese su clave, seguida por la tecla de número.',
    fr: "Composez votre code d'accès, suivi du dièse.",
  },
  'queue.logged-in': {
    en: 'Agent logged in.',
    es: 'Agente conectado.',
    fr: 'Vous êtes maintenant en ligne.',
  },
  'queue.logged-out': {
    en: 'Agent logged off.',
    es: 'Agente desconectado.',
    fr: "Vous n'êtes plus en ligne.",
  },
})
