import { messages } from '../messages.ts'

/** What callers hear who leave a message, and who records anything (spec 60 B, A4 REC-MENU). */
export const DEPOSIT = messages({
  'deposit.unavailable': {
    values: { party: 'party' },
    en: '{party}|is unavailable',
    es: '{party}|no está libre',
    fr: "{party}|n'est pas disponible",
  },
  'deposit.leave-message': {
    en: 'Please leave your message after the tone.',
    es: 'Por favor deje su mensaje después del tono.',
    fr: 'Veuillez laisser votre message après le bip sonore.',
  },
  // MC-85
  'deposit.when-done': {
    en: 'When done, hang up, or press pound for more options.',
    es: 'Al terminar, cuelgue, o presione la tecla de número para más opciones.',
    fr: "Lorsque vous aurez terminé, raccrochez, ou appuyez sur dièse pour plus d'options.",
  },
  'deposit.mailbox-full': {
    en: "Sorry but the user's mail box can't accept more messages.",
    es: 'Lo siento, pero el buzón de esta persona no puede aceptar más mensajes.',
    fr: 'Désolé, mais cette boîte vocale ne peut recevoir de nouveaux messages.',
  },
  'deposit.too-short': {
    en: 'Your message is too short.',
    es: 'Su mensaje es muy corto.',
    fr: 'Votre message est trop court.',
  },
  'deposit.saved': {
    en: 'Your message has been saved.',
    es: 'Su mensaje ha sido guardado.',
    fr: 'Votre message a été sauvegardé.',
  },
  'deposit.option-send': {
    en: 'To send the message, press one.',
    es: 'Para enviar el mensaje, marque uno.',
    fr: 'Pour envoyer le message, appuyez sur un.',
  },
  'deposit.option-listen': {
    en: 'To listen to it, press two.',
    es: 'Para escucharlo, marque dos.',
    fr: "Pour l'écouter, appuyez sur deux.",
  },
  'deposit.option-again': {
    en: 'To record it again, press three.',
    es: 'Para grabarlo de nuevo, marque tres.',
    fr: 'Pour le réenregistrer, appuyez sur trois.',
  },
  'deposit.option-cancel': {
    en: 'To erase it and hang up, press four.',
    es: 'Para borrarlo y colgar, marque cuatro.',
    fr: "Pour l'effacer et raccrocher, appuyez sur quatre.",
  },
  // MC-87, MC-86
  'deposit.option-return': {
    en: 'To send it and return to the previous menu, press five.',
    es: 'Para enviarlo y regresar al menú anterior, marque cinco.',
    fr: "Pour l'envoyer et revenir au menu précédent, appuyez sur cinq.",
  },
  'deposit.option-dial': {
    en: 'To send it and dial an extension, press six.',
    es: 'Para enviarlo y marcar una extensión, marque seis.',
    fr: "Pour l'envoyer et composer un poste, appuyez sur six.",
  },
  'recording.start': {
    en: 'Record after the tone, then press pound.',
    es: 'Grabe después del tono, y luego presione la tecla de número.',
    fr: 'Enregistrez après le bip sonore, puis appuyez sur dièse.',
  },
  'recording.save': {
    en: 'To save the recording, press one.',
    es: 'Para guardar la grabación, marque uno.',
    fr: "Pour conserver l'enregistrement, appuyez sur un.",
  },
  'recording.option-again': {
    values: { key: 'digits' },
    en: 'To record again, press {key}',
    es: 'Para grabar de nuevo, marque {key}',
    fr: 'Pour réenregistrer, appuyez sur {key}',
  },
  'recording.option-review': {
    values: { key: 'digits' },
    en: 'To listen to the recording, press {key}',
    es: 'Para escuchar la grabación, marque {key}',
    fr: "Pour écouter l'enregistrement, appuyez sur {key}",
  },
  'recording.option-record': {
    values: { key: 'digits' },
    en: 'To record, press {key}',
    es: 'Para grabar, marque {key}',
    fr: 'Pour enregistrer, appuyez sur {key}',
  },
  'recording.saved': {
    en: 'The recording is saved.',
    es: 'La grabación ha sido guardada.',
    fr: "L'enregistrement est conservé.",
  },
  'recording.cancelled': {
    en: 'Nothing was changed.',
    es: 'No se cambió nada.',
    fr: "Rien n'a été changé.",
  },
  'recording.none': {
    en: 'Nothing is recorded yet.',
    es: 'Todavía no hay ninguna grabación.',
    fr: "Il n'y a pas encore d'enregistrement.",
  },
})
