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

  // files of events and of people
  Time: { es: 'Hora', fr: 'Heure' },
  Event: { es: 'Evento', fr: 'Événement' },
  By: { es: 'Por', fr: 'Par' },
  From: { es: 'Desde', fr: 'Depuis' },
  People: { es: 'Personas', fr: 'Personnes' },
  Phones: { es: 'Teléfonos', fr: 'Téléphones' },
  Configured: { es: 'Configurado', fr: 'Configuré' },
  What: { es: 'Qué', fr: 'Quoi' },
  Count: { es: 'Cantidad', fr: 'Nombre' },
  'must be changed': { es: 'debe cambiarse', fr: 'à changer' },
  Syslog: { es: 'syslog', fr: 'syslog' },

  // restart and shutdown
  'Nothing is planned.': { es: 'No hay nada planificado.', fr: 'Rien n’est prévu.' },
  'This machine is not the appliance: restart it or switch it off by its own means.': {
    es: 'Este equipo no es el aparato: reinícielo o apáguelo por sus propios medios.',
    fr: 'Cette machine n’est pas l’appareil : redémarrez-la ou éteignez-la par ses propres moyens.',
  },
  'A restart or shutdown is planned already. Call it off first.': {
    es: 'Ya hay un reinicio o apagado planificado. Anúlelo primero.',
    fr: 'Un redémarrage ou un arrêt est déjà prévu. Annulez-le d’abord.',
  },
  'It has begun: it cannot be called off any more.': {
    es: 'Ya empezó: no se puede anular.',
    fr: 'C’est commencé : on ne peut plus l’annuler.',
  },
  'Give a time within the next seven days.': {
    es: 'Indique una hora dentro de los próximos siete días.',
    fr: 'Donnez une heure dans les sept prochains jours.',
  },
  'Calls did not end for a day.': {
    es: 'Las llamadas no terminaron en un día.',
    fr: 'Les appels n’ont pas fini en une journée.',
  },
} as const
