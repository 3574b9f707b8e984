import { messages } from '../messages.ts'

/** The message center: sign-in, what waits, the main menu, listening, sending, addressing (spec 60 A1 to A4). */
export const MAILBOX = messages({
  'mailbox.ask-extension': {
    en: 'Please enter your extension, followed by pound.',
    es: 'Por favor ingrese su extensión, seguida por la tecla de número.',
    fr: 'Veuillez composer votre numéro de poste, suivi du dièse.',
  },
  'mailbox.ask-pin': {
    en: 'Please enter your PIN, followed by pound.',
    es: 'Por favor ingrese su clave, seguida por la tecla de número.',
    fr: "Composez votre code d'accès, suivi du dièse.",
  },
  // MC-9
  'mailbox.must-change-pin': {
    en: 'You have to choose a new PIN now.',
    es: 'Ahora debe elegir una nueva clave.',
    fr: "Vous devez maintenant choisir un nouveau code d'accès.",
  },
  'mailbox.new-messages': {
    values: { messages: 'count new message' },
    en: { zero: 'You have no new messages.', other: 'You have|{messages}' },
    es: { zero: 'Usted no tiene mensajes nuevos.', other: 'Usted tiene|{messages}' },
    fr: { zero: "Vous n'avez aucun nouveau message.", other: 'Vous avez|{messages}' },
  },
  'mailbox.saved-messages': {
    values: { messages: 'count saved message' },
    en: { zero: 'You have no saved messages.', other: 'You have|{messages}' },
    es: { zero: 'Usted no tiene mensajes guardados.', other: 'Usted tiene|{messages}' },
    fr: { zero: "Vous n'avez aucun message conservé.", other: 'Vous avez|{messages}' },
  },
  'mailbox.new-e-mails': {
    values: { messages: 'count new e-mail' },
    en: { zero: 'You have no new e-mails.', other: 'You have|{messages}' },
    es: { zero: 'Usted no tiene correos electrónicos nuevos.', other: 'Usted tiene|{messages}' },
    fr: { zero: "Vous n'avez aucun nouveau courriel.", other: 'Vous avez|{messages}' },
  },
  'mailbox.saved-e-mails': {
    values: { messages: 'count saved e-mail' },
    en: { zero: 'You have no saved e-mails.', other: 'You have|{messages}' },
    es: { zero: 'Usted no tiene correos electrónicos guardados.', other: 'Usted tiene|{messages}' },
    fr: { zero: "Vous n'avez aucun courriel conservé.", other: 'Vous avez|{messages}' },
  },
  'mailbox.is-full': {
    en: 'Your mailbox is full. Please delete messages that you no longer need.',
    es: 'Su buzón está lleno. Por favor borre los mensajes que ya no necesita.',
    fr: 'Votre boîte vocale est pleine. Veuillez effacer les messages dont vous n’avez plus besoin.',
  },
  'mailbox.menu-new': {
    en: 'To listen to your new messages, press one.',
    es: 'Para escuchar sus mensajes nuevos, marque uno.',
    fr: 'Pour écouter vos nouveaux messages, appuyez sur un.',
  },
  'mailbox.menu-saved': {
    en: 'To listen to your saved messages, press two.',
    es: 'Para escuchar sus mensajes guardados, marque dos.',
    fr: 'Pour écouter vos messages conservés, appuyez sur deux.',
  },
  'mailbox.menu-send': {
    en: 'To send a message, press three.',
    es: 'Para enviar un mensaje, marque tres.',
    fr: 'Pour envoyer un message, appuyez sur trois.',
  },
  'mailbox.menu-settings': {
    en: 'For your presence, greetings and PIN, press four.',
    es: 'Para su presencia, sus saludos y su clave, marque cuatro.',
    fr: "Pour votre présence, vos messages d'accueil et votre code d'accès, appuyez sur quatre.",
  },
  'mailbox.menu-outside-line': {
    en: 'For an outside line, press seven.',
    es: 'Para una línea externa, marque siete.',
    fr: 'Pour une ligne externe, appuyez sur sept.',
  },
  'mailbox.menu-schedules': {
    en: 'To manage schedules, press eight.',
    es: 'Para administrar los horarios, marque ocho.',
    fr: 'Pour gérer les horaires, appuyez sur huit.',
  },
  'mailbox.menu-recordings': {
    en: 'To manage recordings, press nine.',
    es: 'Para administrar las grabaciones, marque nueve.',
    fr: 'Pour gérer les enregistrements, appuyez sur neuf.',
  },
  'mailbox.received': {
    values: { moment: 'moment' },
    en: 'Received|{moment}',
    es: 'Recibido|{moment}',
    fr: 'Reçu|{moment}',
  },
  'mailbox.from-party': {
    values: { party: 'party' },
    en: 'From|{party}',
    es: 'De|{party}',
    fr: 'De|{party}',
  },
  'mailbox.from-number': {
    values: { phone: 'phone' },
    en: 'Message from phone number|{phone}',
    es: 'Mensaje del número de teléfono|{phone}',
    fr: 'Du numéro de téléphone|{phone}',
  },
  'mailbox.from-unknown': {
    en: 'From an unknown caller.',
    es: 'De una persona no identificada.',
    fr: "D'un appelant inconnu.",
  },
  'mailbox.lasts': {
    values: { duration: 'duration' },
    en: 'This message lasts|{duration}',
    es: 'La duración de este mensaje es de|{duration}',
    fr: 'Ce message dure|{duration}',
  },
  'mailbox.message-number': {
    values: { position: 'number' },
    en: 'Message|{position}',
    es: 'Mensaje|{position}',
    fr: 'Message|{position}',
  },
  'mailbox.reply': {
    en: 'Press 1 to send a reply.',
    es: 'Marque 1 para enviar una respuesta.',
    fr: 'Pour répondre, appuyez sur 1.',
  },
  'mailbox.forward': {
    en: 'To forward this message, press two.',
    es: 'Para reenviar este mensaje, marque dos.',
    fr: 'Pour transférer ce message, appuyez sur deux.',
  },
  'mailbox.delete': {
    en: 'To delete this message, press three.',
    es: 'Para borrar este mensaje, marque tres.',
    fr: 'Pour effacer ce message, appuyez sur trois.',
  },
  'mailbox.replay': {
    en: 'To hear this message again, press four.',
    es: 'Para repetir este mensaje, marque cuatro.',
    fr: 'Pour réentendre ce message, appuyez sur quatre.',
  },
  'mailbox.play-next': {
    en: 'Press 6 to play the next message.',
    es: 'Marque 6 para escuchar el próximo mensaje.',
    fr: 'Pour passer au message suivant, appuyez sur 6.',
  },
  'mailbox.call-sender': {
    en: 'To call the sender, press nine.',
    es: 'Para llamar al remitente, marque nueve.',
    fr: "Pour appeler l'expéditeur, appuyez sur neuf.",
  },
  'mailbox.deleted': {
    en: 'Message deleted.',
    es: 'Mensaje borrado.',
    fr: 'Message effacé.',
  },
  'mailbox.no-more': {
    en: 'No more messages.',
    es: 'No hay más mensajes.',
    fr: 'Aucun autre message.',
  },
  'mailbox.ask-recipient': {
    en: 'Please enter an extension.',
    es: 'Por favor marque una extensión.',
    fr: 'Veuillez composer un numéro de poste.',
  },
  'mailbox.ask-next-recipient': {
    en: 'Enter another extension, or press pound to go on.',
    es: 'Marque otra extensión, o presione la tecla de número para continuar.',
    fr: 'Composez un autre poste, ou appuyez sur dièse pour continuer.',
  },
  'mailbox.recipient-added': {
    values: { party: 'party' },
    en: 'The message goes to {party}',
    es: 'El mensaje va a {party}',
    fr: 'Le message ira à {party}',
  },
  'mailbox.broadcast': {
    values: { key: 'digits' },
    en: 'To send it to everybody, press {key}',
    es: 'Para enviarlo a todos, marque {key}',
    fr: "Pour l'envoyer à tous, appuyez sur {key}",
  },
  'mailbox.to-everybody': {
    en: 'The message goes to everybody.',
    es: 'El mensaje va a todos.',
    fr: 'Le message ira à tous.',
  },
  'mailbox.no-mailbox': {
    en: 'There is no mailbox at that extension.',
    es: 'No hay buzón en esa extensión.',
    fr: "Il n'y a pas de boîte vocale à ce poste.",
  },
  'mailbox.sent': {
    en: 'Your message has been sent.',
    es: 'Su mensaje ha sido enviado.',
    fr: 'Votre message a été acheminé.',
  },
  'mailbox.outside-dial': {
    en: 'Please dial the outside number.',
    es: 'Por favor marque el número externo.',
    fr: 'Veuillez composer le numéro externe.',
  },
  'mailbox.goodbye': { en: 'Goodbye.', es: 'Hasta pronto.', fr: 'Au revoir.' },
})
