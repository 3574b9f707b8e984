import { texts } from './texts.ts'

/** What somebody did that changed no setting, a sentence in the past. */
export const EVENTS = texts({
  'event.secret-shown': {
    en: '{label} of {object} was shown.',
    es: 'Se mostró: {label} de {object}.',
    fr: 'A été montré : {label} de {object}.',
  },
  'event.secrets-exported': {
    en: 'The configuration was exported with {count, plural, one {# secret} other {# secrets}}, sealed under a passphrase.',
    es: 'Se exportó la configuración con {count, plural, one {# secreto} other {# secretos}}, cerrada con una frase de contraseña.',
    fr: 'La configuration a été exportée avec {count, plural, one {# secret} other {# secrets}}, sous une phrase secrète.',
  },
  'event.credentials-shown': {
    en: 'SIP messages were shown with their credentials.',
    es: 'Se mostraron mensajes SIP con sus credenciales.',
    fr: 'Des messages SIP ont été montrés avec leurs identifiants.',
  },
  'event.restarted': {
    en: 'Process {name} was restarted.',
    es: 'Se reinició el proceso {name}.',
    fr: 'Le processus {name} a été redémarré.',
  },
  'event.banned': {
    en: 'The address {address} was banned.',
    es: 'Se bloqueó la dirección {address}.',
    fr: 'L’adresse {address} a été bloquée.',
  },
  'event.unbanned': {
    en: 'The ban of {address} was lifted.',
    es: 'Se levantó el bloqueo de {address}.',
    fr: 'Le blocage de {address} a été levé.',
  },
  'event.pin-given': {
    en: 'A PIN was given to {login}.',
    es: 'Se dio un PIN a {login}.',
    fr: 'Un NIP a été donné à {login}.',
  },
  'event.passkey-made': {
    en: 'The passkey {name} was made.',
    es: 'Se creó la llave de acceso {name}.',
    fr: 'La clé d’accès {name} a été créée.',
  },
  'event.passkey-removed': {
    en: 'The passkey {name} was removed.',
    es: 'Se quitó la llave de acceso {name}.',
    fr: 'La clé d’accès {name} a été retirée.',
  },
  'event.passkeys-removed': {
    en: 'The passkeys of {login} were taken away.',
    es: 'Se quitaron las llaves de acceso de {login}.',
    fr: 'Les clés d’accès de {login} ont été retirées.',
  },
  'event.password-given': {
    en: '{login} was given a new password.',
    es: '{login} recibió una contraseña nueva.',
    fr: '{login} a reçu un nouveau mot de passe.',
  },
  'event.second-step-removed': {
    en: 'The second step of {login} was removed.',
    es: 'Se quitó el segundo paso de {login}.',
    fr: 'La deuxième étape de {login} a été retirée.',
  },
  'event.token-made': {
    en: 'Token {name} was made for {scopes}.',
    es: 'Se hizo el token {name} para {scopes}.',
    fr: 'Le jeton {name} a été fait pour {scopes}.',
  },
  'event.token-removed': {
    en: 'Token {name} of {owner} was removed.',
    es: 'Se borró el token {name} de {owner}.',
    fr: 'Le jeton {name} de {owner} a été supprimé.',
  },
  'event.signed-in-remotely': {
    en: '{login} signed in through client certificate {certificate}.',
    es: '{login} inició sesión con el certificado de cliente {certificate}.',
    fr: '{login} s’est connecté par le certificat client {certificate}.',
  },
  'event.certificate-requested': {
    en: 'A certificate for {name} was requested.',
    es: 'Se pidió un certificado para {name}.',
    fr: 'Un certificat pour {name} a été demandé.',
  },
  'event.certificate-installed': {
    en: 'A certificate for {names} was installed.',
    es: 'Se instaló un certificado para {names}.',
    fr: 'Un certificat pour {names} a été installé.',
  },
  'event.certificate-removed': {
    en: "The installed certificate was removed; the unit's own serves.",
    es: 'Se quitó el certificado instalado; sirve el propio de la unidad.',
    fr: 'Le certificat installé a été retiré ; celui de l’appareil sert.',
  },
  'event.client-certificate-made': {
    en: 'Client certificate {name} was made.',
    es: 'Se hizo el certificado de cliente {name}.',
    fr: 'Le certificat client {name} a été fait.',
  },
  'event.client-certificate-revoked': {
    en: 'Client certificate {name} was revoked.',
    es: 'Se revocó el certificado de cliente {name}.',
    fr: 'Le certificat client {name} a été révoqué.',
  },
  'event.client-certificates-revoked': {
    en: 'All client certificates ({count}) were revoked.',
    es: 'Se revocaron todos los certificados de cliente ({count}).',
    fr: 'Tous les certificats client ({count}) ont été révoqués.',
  },
  'event.condition': {
    en: '{subject}: {effect}',
    es: '{subject}: {effect}',
    fr: '{subject} : {effect}',
  },
  'event.condition-over': {
    en: 'Over: {subject}: {effect}',
    es: 'Terminó: {subject}: {effect}',
    fr: 'Terminé : {subject} : {effect}',
  },
  'event.signed-in': {
    en: '{login} signed in as administrator.',
    es: '{login} inició sesión como administrador.',
    fr: '{login} s’est connecté comme administrateur.',
  },
  'event.rows-skipped': {
    en: 'An import renamed or left out {count, plural, one {# row} other {# rows}}: {rows}',
    es: 'Una importación cambió de nombre u omitió {count, plural, one {# fila} other {# filas}}: {rows}',
    fr: 'Une importation a renommé ou omis {count, plural, one {# ligne} other {# lignes}} : {rows}',
  },
  'event.power-planned': {
    en: '{action} was planned {when}.',
    es: 'Se planificó: {action} {when}.',
    fr: 'A été prévu : {action} {when}.',
  },
  'event.power-cancelled': {
    en: '{action} was called off.',
    es: 'Se anuló: {action}.',
    fr: 'A été annulé : {action}.',
  },
  'power.restart-all': {
    en: 'A restart of all processes',
    es: 'un reinicio de todos los procesos',
    fr: 'un redémarrage de tous les processus',
  },
  'power.restart': {
    en: 'A restart of the machine',
    es: 'un reinicio del equipo',
    fr: 'un redémarrage de l’appareil',
  },
  'power.off': {
    en: 'A shutdown',
    es: 'un apagado',
    fr: 'un arrêt',
  },
  'power.now': { en: 'for now', es: 'para ahora', fr: 'pour maintenant' },
  'power.calls-ended': {
    en: 'for when all calls have ended',
    es: 'para cuando hayan terminado todas las llamadas',
    fr: 'pour la fin de tous les appels',
  },
  'power.at': { en: 'for {time}', es: 'para {time}', fr: 'pour {time}' },
  'event.forwarding-tested': {
    en: 'A test of forwarding by {way} was sent.',
    es: 'Se envió una prueba de reenvío por {way}.',
    fr: 'Un essai de transmission par {way} a été envoyé.',
  },
  'event.forwarding-flushed': {
    en: 'The events that waited for {way} were discarded.',
    es: 'Se descartaron los eventos que esperaban a {way}.',
    fr: 'Les événements qui attendaient {way} ont été abandonnés.',
  },
})
