import { messages } from '../messages.ts'

/** Auto attendants: what is said where nothing of the site's own is recorded (AA-13). */
export const ATTENDANT = messages({
  'attendant.open': {
    en: 'Thank you for calling.',
    es: 'Gracias por llamar.',
    fr: 'Merci de votre appel.',
  },
  'attendant.closed': {
    en: 'Thank you for calling. Our office is closed at the moment.',
    es: 'Gracias por llamar. Nuestra oficina está cerrada en este momento.',
    fr: "Merci de votre appel. Nos bureaux sont fermés pour l'instant.",
  },
  // AA-30
  'attendant.dial-now': {
    en: 'If you know the extension, you may dial it now.',
    es: 'Si conoce la extensión, puede marcarla ahora.',
    fr: 'Si vous connaissez le numéro de poste, vous pouvez le composer maintenant.',
  },
  // AA-24, AA-27: the codes are #1 and #2
  'attendant.by-name': {
    en: 'To dial by name, press pound, then one.',
    es: 'Para marcar por nombre, presione la tecla de número y luego uno.',
    fr: 'Pour composer par le nom, appuyez sur dièse, puis sur un.',
  },
  'attendant.by-directory': {
    en: 'For a list of users and extensions, press pound, then two.',
    es: 'Para escuchar la lista de usuarios y extensiones, presione la tecla de número y luego dos.',
    fr: 'Pour la liste des usagers et de leurs postes, appuyez sur dièse, puis sur deux.',
  },
  'attendant.operator': {
    values: { key: 'digits' },
    en: 'To reach the operator, press {key}',
    es: 'Para hablar con la operadora, marque {key}',
    fr: 'Pour obtenir la réception, appuyez sur {key}',
  },
  // AA-31
  'attendant.dialing': {
    en: 'Please hold while I try that extension.',
    es: 'Por favor espere mientras le comunico con esa extensión.',
    fr: "Veuillez patienter, pendant que je tente d'établir la connexion.",
  },
  // AA-25
  'attendant.spell-first-or-last': {
    en: 'Please enter the first letters of the first or last name, then press pound.',
    es: 'Por favor marque las primeras letras del nombre o del apellido, y luego la tecla de número.',
    fr: 'Veuillez composer les premières lettres du prénom ou du nom, puis dièse.',
  },
  'attendant.spell-last': {
    en: 'Please enter the first letters of the last name, then press pound.',
    es: 'Por favor marque las primeras letras del apellido, y luego la tecla de número.',
    fr: 'Veuillez composer les premières lettres du nom, puis dièse.',
  },
  'attendant.spell-first': {
    en: 'Please enter the first letters of the first name, then press pound.',
    es: 'Por favor marque las primeras letras del nombre, y luego la tecla de número.',
    fr: 'Veuillez composer les premières lettres du prénom, puis dièse.',
  },
  'attendant.match': {
    values: { party: 'party', key: 'digits' },
    en: 'For {party}, press {key}',
    es: 'Para {party}, marque {key}',
    fr: 'Pour {party}, appuyez sur {key}',
  },
  'attendant.is-it': {
    en: 'If this is the person you are looking for press 1 now, otherwise please press star now.',
    es: 'Si esta es la persona que usted busca, marque 1 ahora. Si no, por favor marque el asterisco.',
    fr: "S'il s'agit de la personne que vous tentez de joindre, appuyez sur 1. Sinon, appuyez sur étoile.",
  },
  'attendant.no-match': {
    en: 'No directory entries match your search.',
    es: 'Nadie en el directorio corresponde a su búsqueda.',
    fr: 'Aucune entrée ne correspond à votre sélection.',
  },
  'attendant.no-more-matches': {
    en: 'There are no more compatible entries in the directory.',
    es: 'No hay más entradas correspondientes en el directorio.',
    fr: 'Aucune autre entrée ne correspond à votre sélection dans le répertoire.',
  },
  'attendant.listed': {
    values: { party: 'party', extension: 'digits' },
    en: '{party}|extension|{extension}',
    es: '{party}|extensión|{extension}',
    fr: '{party}|poste|{extension}',
  },
})
