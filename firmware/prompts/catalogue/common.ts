import { messages } from '../messages.ts'

/** Said by every feature: courtesies, menus, language, tests, what went wrong. */
export const COMMON = messages({
  'common.thank-you': { en: 'Thank you.', es: 'Gracias.', fr: 'Merci.' },
  'common.goodbye': { en: 'Goodbye.', es: 'Hasta pronto.', fr: 'Au revoir.' },
  'common.one-moment': {
    en: 'One moment, please.',
    es: 'Un momento, por favor.',
    fr: "Un moment, s'il vous plaît.",
  },
  'common.you-entered': {
    values: { digits: 'digits' },
    en: 'You entered|{digits}',
    es: 'Usted marcó {digits}',
    fr: 'Vous avez entré {digits}',
  },
  'common.spelled': { values: { text: 'digits' }, en: '{text}', es: '{text}', fr: '{text}' },
  'common.number': { values: { number: 'number' }, en: '{number}', es: '{number}', fr: '{number}' },
  'common.ordinal': {
    values: { ordinal: 'ordinal' },
    en: '{ordinal}',
    es: '{ordinal}',
    fr: '{ordinal}',
  },
  'common.phone': { values: { phone: 'phone' }, en: '{phone}', es: '{phone}', fr: '{phone}' },
  'common.day': { values: { day: 'day' }, en: '{day}', es: '{day}', fr: '{day}' },
  'common.moment': {
    values: { moment: 'moment' },
    en: '{moment}',
    es: '{moment}',
    fr: '{moment}',
  },
  'common.duration': {
    values: { duration: 'duration' },
    en: '{duration}',
    es: '{duration}',
    fr: '{duration}',
  },
  'common.money': { values: { money: 'money' }, en: '{money}', es: '{money}', fr: '{money}' },
  'common.time': {
    values: { time: 'time' },
    en: 'The time is {time}',
    es: 'La hora es: {time}',
    fr: 'Il est {time}',
  },
  // LANG-10: said in the language that is offered.
  'language.offer': {
    en: 'For English, press pound twice.',
    es: 'Para español, presione dos veces la tecla de número.',
    fr: 'Pour le français, appuyez deux fois sur dièse.',
  },
  'menu.repeat': {
    en: 'To hear the choices again, press star.',
    es: 'Para escuchar de nuevo las opciones, marque asterisco.',
    fr: 'Pour réentendre les choix, appuyez sur étoile.',
  },
  'menu.back': {
    en: 'To return to the previous menu, press pound.',
    es: 'Para regresar al menú anterior, presione la tecla de número.',
    fr: 'Pour revenir au menu précédent, appuyez sur dièse.',
  },
  'menu.cancel': {
    en: 'To cancel, press pound.',
    es: 'Para cancelar, presione la tecla de número.',
    fr: 'Pour annuler, appuyez sur dièse.',
  },
  'test.echo-welcome': {
    en: 'You are about to enter an echo test. In this mode everything you say will be repeated back to you just as soon as it is received. The purpose of this test is to give you an audible sense of the latency between you and the machine that is running the echo test application. You may end the test by hanging up or by pressing the pound key.',
    es: 'Está a punto de entrar a la prueba de eco. En este modo, todo lo que diga será repetido tan pronto como sea recibido por el sistema. Para terminar, cuelgue o presione la tecla de número.',
    fr: "Vous êtes sur le point d'entreprendre un test d'écho. Tout ce que vous direz vous sera répété dès que reçu. Vous pourrez quitter le test en raccrochant ou en appuyant sur dièse.",
  },
  'test.echo-goodbye': {
    en: 'The echo test has been completed.',
    es: 'La prueba del eco ha sido completada.',
    fr: "Le test d'écho est maintenant terminé.",
  },
  'test.phone-extension': {
    values: { extension: 'digits' },
    en: 'This phone is extension {extension}',
    es: 'Este teléfono es la extensión {extension}',
    fr: 'Ce téléphone est le poste {extension}',
  },
  'test.phone-address': {
    values: { address: 'digits' },
    en: 'Its network address is {address}',
    es: 'Su dirección de red es {address}',
    fr: 'Son adresse réseau est {address}',
  },
  'test.ring-back': {
    en: 'Hang up now, and this phone will ring.',
    es: 'Cuelgue ahora, y este teléfono sonará.',
    fr: 'Raccrochez maintenant, et ce téléphone sonnera.',
  },
})
