import { messages } from '../messages.ts'

/** The settings of a mailbox, schedules and recordings by phone (spec 60 A5, A7, A8). */
export const SETTINGS = messages({
  'settings.menu-presence': {
    en: 'To change your presence, press one.',
    es: 'Para cambiar su presencia, marque uno.',
    fr: 'Pour changer votre présence, appuyez sur un.',
  },
  'settings.menu-name': {
    en: 'To record your name, press two.',
    es: 'Para grabar su nombre, marque dos.',
    fr: 'Pour enregistrer votre nom, appuyez sur deux.',
  },
  'settings.menu-greetings': {
    en: 'For your greetings, press three.',
    es: 'Para sus saludos, marque tres.',
    fr: "Pour vos messages d'accueil, appuyez sur trois.",
  },
  'settings.menu-pin': {
    en: 'To change your PIN, press five.',
    es: 'Para cambiar su clave, marque cinco.',
    fr: "Pour changer votre code d'accès, appuyez sur cinq.",
  },
  'presence.current': {
    values: { presence: 'presence' },
    en: 'Your presence is {presence}',
    es: 'Su presencia es {presence}',
    fr: 'Votre présence est {presence}',
  },
  'presence.choice': {
    values: { presence: 'presence', key: 'digits' },
    en: 'For {presence}, press {key}',
    es: 'Para {presence}, marque {key}',
    fr: 'Pour {presence}, appuyez sur {key}',
  },
  'name.record': {
    en: 'After the tone say your name and then press the pound key.',
    es: 'Después del tono diga su nombre y presione la tecla de número.',
    fr: 'Après le timbre sonore, dites votre nom et appuyez sur dièse.',
  },
  'greeting.choose': {
    en: 'Which greeting do you want to change?',
    es: '¿Qué saludo desea cambiar?',
    fr: "Quel message d'accueil désirez-vous changer ?",
  },
  'greeting.current': {
    values: { presence: 'presence' },
    en: 'This is your greeting {presence}',
    es: 'Este es su saludo {presence}',
    fr: "Voici votre message d'accueil {presence}",
  },
  'greeting.record': {
    values: { presence: 'presence', key: 'digits' },
    en: 'To record your greeting {presence}, press {key}',
    es: 'Para grabar su saludo {presence}, marque {key}',
    fr: "Pour enregistrer votre message d'accueil {presence}, appuyez sur {key}",
  },
  // MC-92
  'greeting.prevent-messages': {
    en: 'To prevent callers from leaving messages, press four.',
    es: 'Para impedir que dejen mensajes, marque cuatro.',
    fr: 'Pour empêcher les appelants de laisser des messages, appuyez sur quatre.',
  },
  'greeting.allow-messages': {
    en: 'To allow callers to leave messages, press four.',
    es: 'Para permitir que dejen mensajes, marque cuatro.',
    fr: 'Pour permettre aux appelants de laisser des messages, appuyez sur quatre.',
  },
  'greeting.messages-prevented': {
    en: 'Callers can no longer leave messages.',
    es: 'Ya no se pueden dejar mensajes.',
    fr: 'Les appelants ne peuvent plus laisser de messages.',
  },
  'greeting.messages-allowed': {
    en: 'Callers can leave messages again.',
    es: 'De nuevo se pueden dejar mensajes.',
    fr: 'Les appelants peuvent de nouveau laisser des messages.',
  },
  'pin.ask-new': {
    en: 'Please enter your new PIN, followed by pound.',
    es: 'Por favor ingrese su nueva clave, seguida por la tecla de número.',
    fr: "Composez votre nouveau code d'accès, suivi du dièse.",
  },
  'pin.ask-again': {
    en: 'Please enter it again, followed by pound.',
    es: 'Por favor ingrésela de nuevo, seguida por la tecla de número.',
    fr: 'Composez-le de nouveau, suivi du dièse.',
  },
  'pin.changed': {
    en: 'Your PIN has been changed.',
    es: 'Su clave ha sido cambiada.',
    fr: "Votre code d'accès a été changé.",
  },
  'pin.mismatch': {
    en: 'The two PINs were not the same.',
    es: 'Las dos claves no eran iguales.',
    fr: "Les deux codes d'accès n'étaient pas les mêmes.",
  },
  'pin.wrong-length': {
    values: { least: 'number', most: 'number' },
    en: 'A PIN has {least} to {most} digits',
    es: 'Una clave tiene de {least} a {most} dígitos',
    fr: "Un code d'accès a de {least} à {most} chiffres",
  },
  'pin.too-simple': {
    en: 'That PIN is too easy to guess.',
    es: 'Esa clave es demasiado fácil de adivinar.',
    fr: "Ce code d'accès est trop facile à deviner.",
  },
  'schedule.ask': {
    en: 'Please enter the number of a schedule, followed by pound.',
    es: 'Por favor ingrese el número de un horario, seguido por la tecla de número.',
    fr: "Composez le numéro d'un horaire, suivi du dièse.",
  },
  'schedule.current': {
    values: { schedule: 'number', mode: 'mode', greeting: 'number' },
    en: 'Schedule {schedule}, {mode}, greeting {greeting}',
    es: 'Horario {schedule}, {mode}, saludo {greeting}',
    fr: "Horaire {schedule}, {mode}, message d'accueil {greeting}",
  },
  'schedule.choose': {
    en: 'To play another greeting, enter its number. To change between day and night, press nine.',
    es: 'Para otro saludo, marque su número. Para cambiar entre día y noche, marque nueve.',
    fr: "Pour un autre message d'accueil, composez son numéro. Pour passer du jour à la nuit, appuyez sur neuf.",
  },
  'schedule.used': {
    values: { schedule: 'number' },
    en: 'The schedule is now {schedule}',
    es: 'El horario es ahora {schedule}',
    fr: "L'horaire est maintenant {schedule}",
  },
  'schedule.unknown': {
    en: 'Please enter the number of an existing schedule.',
    es: 'Por favor ingrese el número de un horario existente.',
    fr: "Veuillez composer le numéro d'un horaire existant.",
  },
  'recordings.menu-attendants': {
    en: 'For auto attendants, press one.',
    es: 'Para las operadoras automáticas, marque uno.',
    fr: 'Pour les réceptionnistes automatiques, appuyez sur un.',
  },
  'recordings.menu-queues': {
    en: 'For call queues, press two.',
    es: 'Para las colas de llamadas, marque dos.',
    fr: "Pour les files d'attente, appuyez sur deux.",
  },
  'recordings.ask-attendant': {
    en: 'Please enter the number of the auto attendant, followed by pound.',
    es: 'Por favor ingrese el número de la operadora automática, seguido por la tecla de número.',
    fr: 'Composez le numéro de la réceptionniste automatique, suivi du dièse.',
  },
  'recordings.ask-queue': {
    en: 'Please enter the number of the call queue.',
    es: 'Por favor ingrese el número de la cola de llamadas.',
    fr: "Composez le numéro de la file d'attente.",
  },
  'recordings.menu-greetings': {
    en: 'To manage greetings, press one.',
    es: 'Para administrar los saludos, marque uno.',
    fr: "Pour gérer les messages d'accueil, appuyez sur un.",
  },
  'recordings.menu-custom': {
    en: 'To manage the custom message, press two.',
    es: 'Para administrar el mensaje propio, marque dos.',
    fr: 'Pour gérer le message personnalisé, appuyez sur deux.',
  },
  'recordings.menu-schedule': {
    en: 'To manage the schedule, press three.',
    es: 'Para administrar el horario, marque tres.',
    fr: "Pour gérer l'horaire, appuyez sur trois.",
  },
  'recordings.menu-status': {
    en: 'To manage the status message, press two.',
    es: 'Para administrar el mensaje de estado, marque dos.',
    fr: "Pour gérer le message d'état, appuyez sur deux.",
  },
  'recordings.ask-greeting': {
    en: 'Enter zero for the open greeting, one for the closed greeting, or two to eight for others.',
    es: 'Marque cero para el saludo de abierto, uno para el de cerrado, o de dos a ocho para otros.',
    fr: "Composez zéro pour l'accueil ouvert, un pour l'accueil fermé, ou de deux à huit pour les autres.",
  },
  'recordings.more': {
    en: 'To record more greetings, press one.',
    es: 'Para grabar más saludos, marque uno.',
    fr: "Pour enregistrer d'autres messages d'accueil, appuyez sur un.",
  },
})
