/** Words of declarations about system events: notification by e-mail, the mail server, syslog. The English is the id. */
export const EVENT_WORDS = {
  'event notification': { es: 'aviso de eventos', fr: 'avis d’événements' },
  'mail server': { es: 'servidor de correo', fr: 'serveur de courriel' },
  'syslog server': { es: 'servidor syslog', fr: 'serveur syslog' },

  'Send events by e-mail': {
    es: 'Enviar eventos por correo',
    fr: 'Envoyer les événements par courriel',
  },
  'Needs a mail server and at least one recipient.': {
    es: 'Necesita un servidor de correo y al menos un destinatario.',
    fr: 'Demande un serveur de courriel et au moins un destinataire.',
  },
  Recipients: { es: 'Destinatarios', fr: 'Destinataires' },
  Recipient: { es: 'Destinatario', fr: 'Destinataire' },
  'Only events of these severities': {
    es: 'Solo eventos de estas gravedades',
    fr: 'Seulement les événements de ces gravités',
  },
  'Severities by e-mail': { es: 'Gravedades por correo', fr: 'Gravités par courriel' },
  'Severities to syslog': { es: 'Gravedades a syslog', fr: 'Gravités vers syslog' },
  Severity: { es: 'Gravedad', fr: 'Gravité' },
  'Kinds of event by e-mail': {
    es: 'Clases de evento por correo',
    fr: 'Genres d’événement par courriel',
  },
  'Kinds of event to syslog': {
    es: 'Clases de evento a syslog',
    fr: 'Genres d’événement vers syslog',
  },
  'Kind of event': { es: 'Clase de evento', fr: 'Genre d’événement' },
  'All where none is chosen.': {
    es: 'Todas si no se elige ninguna.',
    fr: 'Tous si rien n’est choisi.',
  },
  'Only events with one of these texts': {
    es: 'Solo eventos con uno de estos textos',
    fr: 'Seulement les événements avec un de ces textes',
  },
  Texts: { es: 'Textos', fr: 'Textes' },
  Text: { es: 'Texto', fr: 'Texte' },
  'Found anywhere in an event, whatever case.': {
    es: 'Se busca en todo el evento, en mayúsculas o minúsculas.',
    fr: 'Cherché partout dans l’événement, en majuscules ou minuscules.',
  },
  'Most e-mails a day': { es: 'Máximo de correos al día', fr: 'Courriels par jour au plus' },
  'Counted from the start of the server. What comes beyond is counted, and told in the next e-mail that may be sent.':
    {
      es: 'Se cuentan desde el arranque del servidor. Lo que sobra se cuenta y se dice en el siguiente correo que pueda enviarse.',
      fr: 'Comptés depuis le démarrage du serveur. Ce qui dépasse est compté et dit dans le prochain courriel permis.',
    },
  'Gather events for': { es: 'Reunir eventos durante', fr: 'Réunir les événements pendant' },
  'An e-mail is sent so long after the first event in it, or when it is full.': {
    es: 'Un correo sale ese tiempo después de su primer evento, o cuando está lleno.',
    fr: 'Un courriel part ce temps après son premier événement, ou quand il est plein.',
  },
  'Most events in an e-mail': {
    es: 'Máximo de eventos en un correo',
    fr: 'Événements par courriel au plus',
  },
  'E-mail subject': { es: 'Asunto del correo', fr: 'Objet du courriel' },
  'E-mail header': { es: 'Encabezado del correo', fr: 'En-tête du courriel' },
  'Stands above the events.': {
    es: 'Va encima de los eventos.',
    fr: 'Se trouve au-dessus des événements.',
  },

  'Mail server': { es: 'Servidor de correo', fr: 'Serveur de courriel' },
  'Mail server port': { es: 'Puerto del servidor de correo', fr: 'Port du serveur de courriel' },
  'Secure connection': { es: 'Conexión segura', fr: 'Connexion sécurisée' },
  'STARTTLS begins in the clear and goes on encrypted, usually on port 587; TLS is encrypted from the first byte, usually on port 465. The certificate of the server is checked.':
    {
      es: 'STARTTLS empieza en claro y sigue cifrado, normalmente en el puerto 587; TLS va cifrado desde el primer byte, normalmente en el 465. Se comprueba el certificado del servidor.',
      fr: 'STARTTLS commence en clair et continue chiffré, d’ordinaire au port 587 ; TLS est chiffré dès le premier octet, d’ordinaire au port 465. Le certificat du serveur est vérifié.',
    },
  'Mail user': { es: 'Usuario de correo', fr: 'Utilisateur du courriel' },
  'Leave it empty where the server asks for no sign-in.': {
    es: 'Déjelo vacío si el servidor no pide identificación.',
    fr: 'Laissez vide si le serveur ne demande pas de connexion.',
  },
  'Mail password': { es: 'Contraseña de correo', fr: 'Mot de passe du courriel' },
  'Copy it as the provider gave it; many want one made for applications.': {
    es: 'Cópiela como la dio el proveedor; muchos quieren una hecha para aplicaciones.',
    fr: 'Copiez-le tel que le fournisseur l’a donné ; beaucoup en veulent un fait pour les applications.',
  },
  'Sender name': { es: 'Nombre del remitente', fr: 'Nom de l’expéditeur' },
  'Sender address': { es: 'Dirección del remitente', fr: 'Adresse de l’expéditeur' },
  'Certificate authorities of the mail server': {
    es: 'Autoridades del certificado del servidor de correo',
    fr: 'Autorités de certification du serveur de courriel',
  },
  'Certificate authorities of the syslog server': {
    es: 'Autoridades del certificado del servidor syslog',
    fr: 'Autorités de certification du serveur syslog',
  },
  'Trusted here, beside those that the system trusts: for a server with a certificate of its own.':
    {
      es: 'De confianza aquí, además de las del sistema: para un servidor con certificado propio.',
      fr: 'De confiance ici, en plus de celles du système : pour un serveur avec un certificat à lui.',
    },
  'a password would go over the network in the clear': {
    es: 'una contraseña iría en claro por la red',
    fr: 'un mot de passe passerait en clair sur le réseau',
  },
  'Choose STARTTLS or TLS, or leave the user empty.': {
    es: 'Elija STARTTLS o TLS, o deje vacío el usuario.',
    fr: 'Choisissez STARTTLS ou TLS, ou laissez l’utilisateur vide.',
  },
  'a mail server takes nothing without a sender': {
    es: 'un servidor de correo no acepta nada sin remitente',
    fr: 'un serveur de courriel n’accepte rien sans expéditeur',
  },
  'Give the address that belongs to the account.': {
    es: 'Indique la dirección que corresponde a la cuenta.',
    fr: 'Donnez l’adresse qui va avec le compte.',
  },
  'one of the certificates cannot be read, or is not that of an authority': {
    es: 'uno de los certificados no se puede leer o no es de una autoridad',
    fr: 'un des certificats ne peut être lu ou n’est pas celui d’une autorité',
  },
  'a host name or an IP address': {
    es: 'un nombre de equipo o una dirección IP',
    fr: 'un nom d’hôte ou une adresse IP',
  },
  'Write it as mail.example.com or 192.0.2.10.': {
    es: 'Escríbalo como mail.example.com o 192.0.2.10.',
    fr: 'Écrivez-le comme mail.example.com ou 192.0.2.10.',
  },
  'Write it as logs.example.com or 192.0.2.10.': {
    es: 'Escríbalo como logs.example.com o 192.0.2.10.',
    fr: 'Écrivez-le comme logs.example.com ou 192.0.2.10.',
  },

  'Send events to a syslog server': {
    es: 'Enviar eventos a un servidor syslog',
    fr: 'Envoyer les événements à un serveur syslog',
  },
  'Syslog server': { es: 'Servidor syslog', fr: 'Serveur syslog' },
  'Syslog server port': { es: 'Puerto del servidor syslog', fr: 'Port du serveur syslog' },
  'Usually 514 for UDP and TCP, 6514 for TLS.': {
    es: 'Normalmente 514 para UDP y TCP, 6514 para TLS.',
    fr: 'D’ordinaire 514 pour UDP et TCP, 6514 pour TLS.',
  },
  'Syslog transport': { es: 'Transporte de syslog', fr: 'Transport de syslog' },
  'UDP tells nobody when something is lost. With TLS the certificate of the server is checked.': {
    es: 'Con UDP nadie se entera de lo que se pierde. Con TLS se comprueba el certificado del servidor.',
    fr: 'Avec UDP, personne ne sait ce qui se perd. Avec TLS, le certificat du serveur est vérifié.',
  },
  Facility: { es: 'Categoría (facility)', fr: 'Catégorie (facility)' },
  'Most events a minute': {
    es: 'Máximo de eventos por minuto',
    fr: 'Événements par minute au plus',
  },
  'What comes beyond waits a minute; where more waits than is kept, one line tells how many were left out.':
    {
      es: 'Lo que sobra espera un minuto; si espera más de lo que se guarda, una línea dice cuántos se omitieron.',
      fr: 'Ce qui dépasse attend une minute ; s’il en attend plus qu’on n’en garde, une ligne dit combien ont été omis.',
    },

  'choice.emergency': { en: 'Emergency', es: 'Emergencia', fr: 'Urgence' },
  'choice.alert': { en: 'Alert', es: 'Alerta', fr: 'Alerte' },
  'choice.critical': { en: 'Critical', es: 'Crítico', fr: 'Critique' },
  'choice.error': { en: 'Error', es: 'Error', fr: 'Erreur' },
  'choice.warning': { en: 'Warning', es: 'Advertencia', fr: 'Avertissement' },
  'choice.notice': { en: 'Notice', es: 'Aviso', fr: 'Avis' },
  'choice.informational': { en: 'Information', es: 'Información', fr: 'Information' },
  'choice.debug': { en: 'Debug', es: 'Depuración', fr: 'Débogage' },
  'choice.access': { en: 'Sign-in and secrets', es: 'Acceso y secretos', fr: 'Accès et secrets' },
  'choice.operation': { en: 'Operation', es: 'Operación', fr: 'Exploitation' },
  'choice.condition': { en: 'Conditions', es: 'Condiciones', fr: 'Conditions' },
  'choice.import': { en: 'Imports', es: 'Importaciones', fr: 'Importations' },
  'choice.entitlement': { en: 'Entitlements', es: 'Licencias', fr: 'Licences' },
  'choice.starttls': { en: 'STARTTLS', es: 'STARTTLS', fr: 'STARTTLS' },
  'choice.local0': { en: 'local0', es: 'local0', fr: 'local0' },
  'choice.local1': { en: 'local1', es: 'local1', fr: 'local1' },
  'choice.local2': { en: 'local2', es: 'local2', fr: 'local2' },
  'choice.local3': { en: 'local3', es: 'local3', fr: 'local3' },
  'choice.local4': { en: 'local4', es: 'local4', fr: 'local4' },
  'choice.local5': { en: 'local5', es: 'local5', fr: 'local5' },
  'choice.local6': { en: 'local6', es: 'local6', fr: 'local6' },
  'choice.local7': { en: 'local7', es: 'local7', fr: 'local7' },
} as const
