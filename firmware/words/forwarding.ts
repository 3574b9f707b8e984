import { texts } from './texts.ts'

/** What came of handing events to a mail or syslog server. */
export const FORWARDING = texts({
  'report.users': {
    en: 'People of {site}, after change {revision}, {time} UTC',
    es: 'Personas de {site}, tras el cambio {revision}, {time} UTC',
    fr: 'Personnes de {site}, après la modification {revision}, {time} UTC',
  },
  'forwarding.refused': {
    en: '{server} does not take connections on port {port}. Check address and port.',
    es: '{server} no acepta conexiones en el puerto {port}. Revise dirección y puerto.',
    fr: '{server} n’accepte pas de connexion au port {port}. Vérifiez l’adresse et le port.',
  },
  'forwarding.silent': {
    en: '{server} does not answer on port {port}. Check the address, and whether a firewall is between.',
    es: '{server} no responde en el puerto {port}. Revise la dirección y si hay un cortafuegos en medio.',
    fr: '{server} ne répond pas au port {port}. Vérifiez l’adresse, et si un pare-feu est entre les deux.',
  },
  'forwarding.no-name': {
    en: 'Nobody knows the name {server}. Check it, and the name servers of this unit.',
    es: 'Nadie conoce el nombre {server}. Revíselo, y los servidores de nombres de esta unidad.',
    fr: 'Personne ne connaît le nom {server}. Vérifiez-le, et les serveurs de noms de cet appareil.',
  },
  'forwarding.untrusted': {
    en: 'The certificate of {server} is signed by nobody whom this unit trusts. Paste the certificate of its authority.',
    es: 'El certificado de {server} no lo firma nadie en quien confíe esta unidad. Pegue el certificado de su autoridad.',
    fr: 'Le certificat de {server} n’est signé par personne à qui cet appareil fait confiance. Collez le certificat de son autorité.',
  },
  'forwarding.other-name': {
    en: 'The certificate of {server} is for another name. Give the server by the name in its certificate.',
    es: 'El certificado de {server} es para otro nombre. Indique el servidor con el nombre de su certificado.',
    fr: 'Le certificat de {server} est pour un autre nom. Donnez le serveur par le nom de son certificat.',
  },
  'forwarding.expired': {
    en: 'The certificate of {server} is not valid now. Check its dates, and the clock of this unit.',
    es: 'El certificado de {server} no es válido ahora. Revise sus fechas y el reloj de esta unidad.',
    fr: 'Le certificat de {server} n’est pas valable maintenant. Vérifiez ses dates et l’horloge de cet appareil.',
  },
  'forwarding.sign-in': {
    en: '{server} refuses user or password: {said}',
    es: '{server} rechaza el usuario o la contraseña: {said}',
    fr: '{server} refuse l’utilisateur ou le mot de passe : {said}',
  },
  'forwarding.answered': {
    en: '{server} answered: {said}',
    es: '{server} respondió: {said}',
    fr: '{server} a répondu : {said}',
  },
  'forwarding.recipients': {
    en: '{server} does not take mail for {recipients}.',
    es: '{server} no acepta correo para {recipients}.',
    fr: '{server} n’accepte pas de courriel pour {recipients}.',
  },
  'forwarding.failed': {
    en: '{server} could not be reached: {why}',
    es: 'No se pudo alcanzar {server}: {why}',
    fr: '{server} n’a pu être joint : {why}',
  },
  'forwarding.mail-taken': {
    en: '{server} took a message for {to}: {said}',
    es: '{server} aceptó un mensaje para {to}: {said}',
    fr: '{server} a pris un message pour {to} : {said}',
  },
  'forwarding.udp-sent': {
    en: 'A line was sent to {server}. UDP does not tell whether it arrived: look there.',
    es: 'Se envió una línea a {server}. UDP no dice si llegó: mírelo allí.',
    fr: 'Une ligne a été envoyée à {server}. UDP ne dit pas si elle est arrivée : regardez là-bas.',
  },
  'forwarding.line-taken': {
    en: '{server} took a line.',
    es: '{server} aceptó una línea.',
    fr: '{server} a pris une ligne.',
  },
  'forwarding.left-out': {
    en: '{count, plural, one {# event was} other {# events were}} left out: there were too many.',
    es: '{count, plural, one {Se omitió # evento} other {Se omitieron # eventos}}: había demasiados.',
    fr: '{count, plural, one {# événement a été omis} other {# événements ont été omis}} : il y en avait trop.',
  },
  'forwarding.test-line': {
    en: 'This is a test of forwarding by {by}.',
    es: 'Esta es una prueba de reenvío de {by}.',
    fr: 'Ceci est un essai de transmission par {by}.',
  },
})
