/** Whole texts about forwarding, restarting and reports whose id is their English. */
export const FORWARDING_PHRASES = {
  'No mail server has been given.': {
    es: 'No se ha indicado ningún servidor de correo.',
    fr: 'Aucun serveur de courriel n’a été donné.',
  },
  'No syslog server has been given.': {
    es: 'No se ha indicado ningún servidor syslog.',
    fr: 'Aucun serveur syslog n’a été donné.',
  },
  'Nobody is to get e-mail: add a recipient.': {
    es: 'Nadie recibirá correo: añada un destinatario.',
    fr: 'Personne ne recevra de courriel : ajoutez un destinataire.',
  },
} as const
