/** Words of the declaration of SIP trunks: labels, helps, rules and what is wrong. The English is the id. */
export const TRUNK_WORDS = {
  'SIP trunk': { es: 'troncal SIP', fr: 'ligne SIP' },
  Kind: { es: 'Clase', fr: 'Genre' },
  'SIP server': { es: 'Servidor SIP', fr: 'Serveur SIP' },
  'SIP server port': { es: 'Puerto del servidor SIP', fr: 'Port du serveur SIP' },
  'SIP port of this server': {
    es: 'Puerto SIP de este servidor',
    fr: 'Port SIP de ce serveur',
  },
  'From which the trunk is spoken to, and where it answers. Only if the provider wants another than the first; when the server no longer has it, the first is used.':
    {
      es: 'Desde el que se habla con la línea, y al que responde. Solo si el proveedor quiere otro que el primero; cuando el servidor ya no lo tiene, se usa el primero.',
      fr: 'Depuis lequel on parle à la ligne, et où elle répond. Seulement si le fournisseur en veut un autre que le premier ; quand le serveur ne l’a plus, le premier sert.',
    },
  Transport: { es: 'Transporte', fr: 'Transport' },
  'Outbound proxy': { es: 'Proxy de salida', fr: 'Mandataire de sortie' },
  'Outbound proxy port': { es: 'Puerto del proxy de salida', fr: 'Port du mandataire de sortie' },
  'Addresses of the provider': {
    es: 'Direcciones del proveedor',
    fr: 'Adresses du fournisseur',
  },
  Address: { es: 'Dirección', fr: 'Adresse' },
  'SIP registration': { es: 'Registro SIP', fr: 'Enregistrement SIP' },
  Registrar: { es: 'Servidor de registro', fr: 'Serveur d’enregistrement' },
  Realm: { es: 'Dominio (realm)', fr: 'Domaine (realm)' },
  'Caller ID name': { es: 'Nombre que se muestra', fr: 'Nom affiché' },
  'Use caller ID name of handsets': {
    es: 'Usar el nombre de los teléfonos',
    fr: 'Utiliser le nom des téléphones',
  },
  'Use caller ID name of outside callers': {
    es: 'Usar el nombre de quien llama de fuera',
    fr: 'Utiliser le nom de l’appelant extérieur',
  },
  'Caller ID number': { es: 'Número que se muestra', fr: 'Numéro affiché' },
  'Use caller ID number of handsets': {
    es: 'Usar el número de los teléfonos',
    fr: 'Utiliser le numéro des téléphones',
  },
  'Use caller ID number of outside callers': {
    es: 'Usar el número de quien llama de fuera',
    fr: 'Utiliser le numéro de l’appelant extérieur',
  },
  'Maximum active calls': { es: 'Llamadas como máximo', fr: 'Appels au plus' },
  'Order among outside lines': {
    es: 'Orden entre las líneas externas',
    fr: 'Rang parmi les lignes extérieures',
  },
  'Emergency calls': { es: 'Llamadas de emergencia', fr: 'Appels d’urgence' },
  'Digits sent': { es: 'Cifras enviadas', fr: 'Chiffres envoyés' },
  'Prefix string': { es: 'Prefijo', fr: 'Préfixe' },
  'Codec filter': { es: 'Filtro de códecs', fr: 'Filtre de codecs' },
  Codec: { es: 'Códec', fr: 'Codec' },
  'Early media': { es: 'Audio antes de contestar', fr: 'Son avant la réponse' },
  'Session timer': { es: 'Temporizador de sesión', fr: 'Minuterie de session' },
  'choice.off': { en: 'Off', es: 'No', fr: 'Non' },
  'choice.ask': { en: 'Ask for it', es: 'Pedirlo', fr: 'La demander' },
  'Pad DTMF RTP packets': {
    es: 'Rellenar los paquetes RTP de DTMF',
    fr: 'Allonger les paquets RTP des touches DTMF',
  },
  'Keys that go as events are sent in 64 octets or more. For switches on the way that drop short datagrams.':
    {
      es: 'Las teclas que van como eventos se envían en 64 octetos o más. Para conmutadores del camino que descartan datagramas cortos.',
      fr: 'Les touches qui partent comme événements sont envoyées dans 64 octets ou plus. Pour les commutateurs du trajet qui rejettent les datagrammes courts.',
    },
  'Keys pressed in a call': {
    es: 'Teclas pulsadas en una llamada',
    fr: 'Touches enfoncées pendant un appel',
  },
  'choice.events': { en: 'Events', es: 'Eventos', fr: 'Événements' },
  'choice.in-band': { en: 'Tones', es: 'Tonos', fr: 'Tonalités' },
  'choice.info': { en: 'SIP INFO', es: 'SIP INFO', fr: 'SIP INFO' },
  'Global SIP connection limit': {
    es: 'Límite global de conexiones SIP',
    fr: 'Limite globale de connexions SIP',
  },
  'Both sides refresh a call now and then, so that one that was cut off ends (RFC 4028). accept: when the other side wants it. ask: we want it.':
    {
      es: 'Ambos lados renuevan una llamada de vez en cuando, para que termine una que se cortó (RFC 4028). accept: cuando el otro lado lo quiere. ask: lo pedimos.',
      fr: 'Les deux côtés renouvellent un appel de temps en temps, pour qu’un appel coupé prenne fin (RFC 4028). accept : quand l’autre côté le veut. ask : nous le demandons.',
    },
  'How they are sent. events: beside the audio (RFC 4733), what providers want. in-band: as tones. info: by SIP INFO (application/dtmf-relay), for old gateways.':
    {
      es: 'Cómo se envían. events: junto al audio (RFC 4733), lo que quieren los proveedores. in-band: como tonos. info: por SIP INFO (application/dtmf-relay), para pasarelas antiguas.',
      fr: 'Comment elles sont envoyées. events : à côté du son (RFC 4733), ce que veulent les fournisseurs. in-band : en tonalités. info : par SIP INFO (application/dtmf-relay), pour d’anciennes passerelles.',
    },
  'On: callers hear what the phone sends before it answers. Off: they hear our ringing tone.': {
    es: 'Sí: quien llama oye lo que el teléfono envía antes de contestar. No: oye nuestro tono de llamada.',
    fr: 'Oui : l’appelant entend ce que le téléphone envoie avant de répondre. Non : il entend notre tonalité de sonnerie.',
  },
  'Calls over SIP trunks, in and out together: as many as your line to the Internet carries. Further ones go to the next line, or are refused; emergency calls never are.':
    {
      es: 'Llamadas por troncales SIP, entrantes y salientes juntas: tantas como soporte su línea a Internet. Las demás pasan a la línea siguiente o se rechazan; las de emergencia, nunca.',
      fr: 'Appels sur les jonctions SIP, entrants et sortants ensemble : autant que votre liaison Internet en porte. Les autres passent à la ligne suivante ou sont refusés ; les appels d’urgence, jamais.',
    },
  'Supports SIP REFER': { es: 'Admite SIP REFER', fr: 'Accepte SIP REFER' },
  'On: when a phone transfers a call from this trunk to an outside number, or to another call on it, the trunk is asked to join the two itself. Off: such a transfer is refused, for it would be at your cost.':
    {
      es: 'Sí: cuando un teléfono transfiere una llamada de esta troncal a un número externo, o a otra llamada de ella, se pide a la troncal que una a los dos. No: esa transferencia se rechaza, porque sería a su costa.',
      fr: 'Oui : quand un téléphone transfère un appel de cette jonction à un numéro extérieur, ou à un autre appel sur elle, la jonction est priée de les relier elle-même. Non : ce transfert est refusé, car il serait à vos frais.',
    },
  'Supports SIP redirect': { es: 'Admite redirecciones SIP', fr: 'Accepte les renvois SIP' },
  'E.164 numbers': { es: 'Números E.164', fr: 'Numéros E.164' },
  'Offer 100rel': { es: 'Ofrecer 100rel', fr: 'Offrir 100rel' },
  'user=phone parameter': { es: 'Parámetro user=phone', fr: 'Paramètre user=phone' },
  'Identity header': { es: 'Cabecera de identidad', fr: 'En-tête d’identité' },
  'Diversion header': { es: 'Cabecera Diversion', fr: 'En-tête Diversion' },
  'Dialed number is taken from': {
    es: 'El número marcado se toma de',
    fr: 'Le numéro composé est pris de',
  },
  'Request-URI of calls': { es: 'Request-URI de las llamadas', fr: 'Request-URI des appels' },
  'Anonymous calls': { es: 'Llamadas anónimas', fr: 'Appels anonymes' },
  'Health check': { es: 'Comprobación', fr: 'Vérification' },
  'Silence before the next line': {
    es: 'Silencio antes de la línea siguiente',
    fr: 'Silence avant la ligne suivante',
  },
  Numbers: { es: 'Números', fr: 'Numéros' },

  // values of choices
  'choice.provider': { en: 'Provider', es: 'Proveedor', fr: 'Fournisseur' },
  'choice.gateway': { en: 'Gateway', es: 'Pasarela', fr: 'Passerelle' },
  'choice.udp': { en: 'UDP', es: 'UDP', fr: 'UDP' },
  'choice.tcp': { en: 'TCP', es: 'TCP', fr: 'TCP' },
  'choice.tls': { en: 'TLS', es: 'TLS', fr: 'TLS' },
  'choice.asserted': {
    en: 'P-Asserted-Identity',
    es: 'P-Asserted-Identity',
    fr: 'P-Asserted-Identity',
  },
  'choice.remote-party': { en: 'Remote-Party-ID', es: 'Remote-Party-ID', fr: 'Remote-Party-ID' },
  'choice.never': { en: 'Never', es: 'Nunca', fr: 'Jamais' },
  'choice.always': { en: 'Always', es: 'Siempre', fr: 'Toujours' },
  'choice.on-redirect': {
    en: 'On calls sent on',
    es: 'En llamadas desviadas',
    fr: 'Aux appels renvoyés',
  },
  'choice.to': { en: 'To', es: 'To', fr: 'To' },
  'choice.request-uri': { en: 'Request-URI', es: 'Request-URI', fr: 'Request-URI' },
  'choice.called-party': {
    en: 'P-Called-Party-ID',
    es: 'P-Called-Party-ID',
    fr: 'P-Called-Party-ID',
  },
  'choice.dialed': { en: 'Dialed number', es: 'Número marcado', fr: 'Numéro composé' },
  'choice.account': { en: 'Account', es: 'Cuenta', fr: 'Compte' },
  'choice.accept': { en: 'Accept', es: 'Aceptar', fr: 'Accepter' },
  'choice.reject': { en: 'Reject', es: 'Rechazar', fr: 'Refuser' },
  'choice.PCMU': { en: 'G.711 μ-law (PCMU)', es: 'G.711 μ (PCMU)', fr: 'G.711 μ (PCMU)' },
  'choice.PCMA': { en: 'G.711 A-law (PCMA)', es: 'G.711 A (PCMA)', fr: 'G.711 A (PCMA)' },
  'choice.G722': { en: 'G.722', es: 'G.722', fr: 'G.722' },
  'choice.G729': { en: 'G.729', es: 'G.729', fr: 'G.729' },
  'choice.GSM': { en: 'GSM', es: 'GSM', fr: 'GSM' },
  'choice.G723': { en: 'G.723', es: 'G.723', fr: 'G.723' },
  'choice.G726-40': { en: 'G.726 40 kbit/s', es: 'G.726 40 kbit/s', fr: 'G.726 40 kbit/s' },
  'choice.G726-32': { en: 'G.726 32 kbit/s', es: 'G.726 32 kbit/s', fr: 'G.726 32 kbit/s' },
  'choice.G726-24': { en: 'G.726 24 kbit/s', es: 'G.726 24 kbit/s', fr: 'G.726 24 kbit/s' },
  'choice.G726-16': { en: 'G.726 16 kbit/s', es: 'G.726 16 kbit/s', fr: 'G.726 16 kbit/s' },
  'choice.G728': { en: 'G.728', es: 'G.728', fr: 'G.728' },
  'choice.DVI4-8000': { en: 'DVI4 8 kHz', es: 'DVI4 8 kHz', fr: 'DVI4 8 kHz' },
  'choice.DVI4-16000': { en: 'DVI4 16 kHz', es: 'DVI4 16 kHz', fr: 'DVI4 16 kHz' },
  'choice.L16': { en: 'L16', es: 'L16', fr: 'L16' },
  'choice.CN': {
    en: 'Comfort noise (CN)',
    es: 'Ruido de confort (CN)',
    fr: 'Bruit de confort (CN)',
  },
  'choice.H263': { en: 'H.263', es: 'H.263', fr: 'H.263' },
  'choice.H264': { en: 'H.264', es: 'H.264', fr: 'H.264' },
  'choice.MP4V-ES': { en: 'MPEG-4 video', es: 'Vídeo MPEG-4', fr: 'Vidéo MPEG-4' },
  'choice.t38': { en: 'Fax (T.38)', es: 'Fax (T.38)', fr: 'Télécopie (T.38)' },

  // helps
  'As the provider sends it; a leading + or 1 makes no difference.': {
    es: 'Como lo envía el proveedor; un + o un 1 delante no importa.',
    fr: 'Comme le fournisseur l’envoie ; un + ou un 1 devant ne change rien.',
  },
  'It gets the calls that no number of the list is for. Without one, they are refused.': {
    es: 'Recibe las llamadas para las que no hay número en la lista. Sin ella, se rechazan.',
    fr: 'Il reçoit les appels pour lesquels la liste n’a pas de numéro. Sans lui, ils sont refusés.',
  },
  'Who gets the calls to each of your numbers.': {
    es: 'Quién recibe las llamadas a cada uno de sus números.',
    fr: 'Qui reçoit les appels à chacun de vos numéros.',
  },
  'A provider is reached over the Internet; a gateway connects other lines, mostly from the local network.':
    {
      es: 'A un proveedor se llega por Internet; una pasarela conecta otras líneas, casi siempre desde la red local.',
      fr: 'Un fournisseur se joint par Internet ; une passerelle relie d’autres lignes, le plus souvent du réseau local.',
    },
  'Off: nobody gets this trunk for a call, calls from it are not taken, and it is not registered.':
    {
      es: 'No: nadie obtiene esta troncal para llamar, sus llamadas no se toman y no se registra.',
      fr: 'Non : personne n’obtient cette ligne, ses appels ne sont pas pris, et elle n’est pas enregistrée.',
    },
  'Given by the provider, often the telephone number of the account.': {
    es: 'Lo da el proveedor; suele ser el número de teléfono de la cuenta.',
    fr: 'Donné par le fournisseur ; souvent le numéro de téléphone du compte.',
  },
  'Name or address. A gateway that does not register is known by its address alone, so it must be one here.':
    {
      es: 'Nombre o dirección. A una pasarela que no se registra se la conoce solo por su dirección, así que aquí debe ir una.',
      fr: 'Nom ou adresse. Une passerelle qui ne s’enregistre pas n’est connue que par son adresse : il en faut une ici.',
    },
  'Usually 5060. Without one, DNS is asked for the servers of the name.': {
    es: 'Suele ser 5060. Sin él, se pregunta al DNS por los servidores del nombre.',
    fr: 'D’habitude 5060. Sans lui, on demande au DNS les serveurs du nom.',
  },
  'tls: encrypted, and the certificate of the server must be for its name.': {
    es: 'tls: cifrado, y el certificado del servidor debe ser de su nombre.',
    fr: 'tls : chiffré, et le certificat du serveur doit être pour son nom.',
  },
  'Only if the provider names one that differs from the SIP server.': {
    es: 'Solo si el proveedor nombra uno distinto del servidor SIP.',
    fr: 'Seulement si le fournisseur en nomme un autre que le serveur SIP.',
  },
  'Calls are taken from the addresses of the server and of the outbound proxy. Add others that the provider sends calls from.':
    {
      es: 'Se toman llamadas de las direcciones del servidor y del proxy de salida. Añada otras desde las que llame el proveedor.',
      fr: 'Les appels sont pris des adresses du serveur et du mandataire. Ajoutez celles d’où le fournisseur appelle aussi.',
    },
  'A provider: this unit registers there. A gateway: it registers here with the login ID and password.':
    {
      es: 'Proveedor: esta unidad se registra allí. Pasarela: se registra aquí con el usuario y la contraseña.',
      fr: 'Fournisseur : cet appareil s’y enregistre. Passerelle : elle s’enregistre ici avec l’identifiant et le mot de passe.',
    },
  'Asked of the provider, who may grant less.': {
    es: 'Se pide al proveedor, que puede conceder menos.',
    fr: 'Demandée au fournisseur, qui peut accorder moins.',
  },
  'With one, the password is used for challenges of this realm only. They must come from the addresses of the trunk in any case.':
    {
      es: 'Con uno, la contraseña solo se usa para este dominio. Las preguntas deben venir siempre de las direcciones de la troncal.',
      fr: 'Avec un domaine, le mot de passe ne sert que pour lui. Les demandes doivent toujours venir des adresses de la ligne.',
    },
  'For calls that are sent on: the called party sees who really calls.': {
    es: 'Para llamadas desviadas: el llamado ve quién llama de verdad.',
    fr: 'Pour les appels renvoyés : l’appelé voit qui appelle vraiment.',
  },
  'Empty: the user ID.': { es: 'Vacío: el ID de usuario.', fr: 'Vide : l’ID d’utilisateur.' },
  'Calls in and out together; further ones go to the next line, or are busy.': {
    es: 'Entrantes y salientes juntas; las demás van a la línea siguiente, o dan ocupado.',
    fr: 'Entrants et sortants ensemble ; les autres vont à la ligne suivante, ou sont occupés.',
  },
  'Lower ones are tried first for outgoing calls. Analog lines count as 50, and come before a trunk with the same number.':
    {
      es: 'Los menores se prueban primero al llamar. Las líneas analógicas cuentan como 50, y van antes que una troncal con igual número.',
      fr: 'Les plus bas sont essayés d’abord. Les lignes analogiques comptent pour 50, et passent avant une ligne SIP de même rang.',
    },
  'Emergency calls may leave here when no analog line can take them. The provider must know where you are.':
    {
      es: 'Las llamadas de emergencia pueden salir por aquí si ninguna línea analógica puede llevarlas. El proveedor debe saber dónde está usted.',
      fr: 'Les appels d’urgence peuvent partir d’ici si aucune ligne analogique ne peut les prendre. Le fournisseur doit savoir où vous êtes.',
    },
  'So many trailing digits of the number are sent; all without a number here.': {
    es: 'Se envían tantas cifras finales del número; todas si aquí no hay nada.',
    fr: 'Autant de derniers chiffres du numéro sont envoyés ; tous si rien n’est indiqué.',
  },
  'Put before the dialed number, as 9 when dialing through another telephone system. Not before an emergency number.':
    {
      es: 'Va antes del número marcado, como 9 al llamar por otra centralita. No antes de un número de emergencia.',
      fr: 'Placé avant le numéro composé, comme 9 à travers un autre système. Pas avant un numéro d’urgence.',
    },
  'Only these are offered and accepted; all with an empty list.': {
    es: 'Solo estos se ofrecen y aceptan; todos con la lista vacía.',
    fr: 'Seuls ceux-ci sont offerts et acceptés ; tous si la liste est vide.',
  },
  'On: callers hear what the trunk sends before the answer. Off: they hear our ringing tone.': {
    es: 'Sí: quien llama oye lo que la troncal envía antes de contestar. No: oye nuestro tono de llamada.',
    fr: 'Oui : l’appelant entend ce que la ligne envoie avant la réponse. Non : il entend notre retour d’appel.',
  },
  'On: redirections of the provider are followed, within its own addresses, and a call from it that a phone sends on to an outside number is given back to it.':
    {
      es: 'Sí: se siguen las redirecciones del proveedor, dentro de sus direcciones, y se le devuelve una llamada suya que un teléfono desvía a un número externo.',
      fr: 'Oui : les renvois du fournisseur sont suivis, parmi ses propres adresses, et un appel de sa part qu’un téléphone renvoie à un numéro extérieur lui est rendu.',
    },
  'On: 800-555-1212 is sent as +18005551212.': {
    es: 'Sí: 800-555-1212 se envía como +18005551212.',
    fr: 'Oui : 800-555-1212 est envoyé comme +18005551212.',
  },
  'Provisional responses are acknowledged (RFC 3262).': {
    es: 'Las respuestas provisionales se confirman (RFC 3262).',
    fr: 'Les réponses provisoires sont confirmées (RFC 3262).',
  },
  'asserted: P-Asserted-Identity is sent, and believed when it comes from this trunk. remote-party: Remote-Party-ID, its predecessor.':
    {
      es: 'asserted: se envía P-Asserted-Identity, y se cree cuando viene de esta troncal. remote-party: Remote-Party-ID, su antecesor.',
      fr: 'asserted : P-Asserted-Identity est envoyé, et cru quand il vient de cette ligne. remote-party : Remote-Party-ID, son prédécesseur.',
    },
  'Tells the provider whose number a call stands for. on-redirect: only for calls that are sent on.':
    {
      es: 'Dice al proveedor por qué número va una llamada. on-redirect: solo en llamadas desviadas.',
      fr: 'Dit au fournisseur pour quel numéro va un appel. on-redirect : seulement aux appels renvoyés.',
    },
  'Where a call from the trunk says which of your numbers was called. called-party: P-Called-Party-ID.':
    {
      es: 'Dónde dice una llamada cuál de sus números se marcó. called-party: P-Called-Party-ID.',
      fr: 'Où un appel dit lequel de vos numéros a été composé. called-party : P-Called-Party-ID.',
    },
  'account: the user ID stands there, and the dialed number in To only.': {
    es: 'account: va ahí el ID de usuario, y el número marcado solo en To.',
    fr: 'account : l’ID d’utilisateur y figure, et le numéro composé dans To seulement.',
  },
  'reject: whoever withholds the number is told so (433), and nothing rings.': {
    es: 'reject: a quien oculta su número se le dice (433), y nada suena.',
    fr: 'reject : qui masque son numéro en est averti (433), et rien ne sonne.',
  },
  'A server that says nothing at all to a call for so long is passed over where another server or line is left; without one it has 32 s.':
    {
      es: 'Un servidor que en ese tiempo no dice nada sobre una llamada se pasa por alto si queda otro servidor u otra línea; si no, tiene 32 s.',
      fr: 'Un serveur qui pendant ce temps ne dit rien au sujet d’un appel est laissé de côté s’il reste un autre serveur ou une autre ligne ; sinon, il a 32 s.',
    },
  'The server is asked so often whether it is there (OPTIONS); 0: never.': {
    es: 'Cada tanto se pregunta al servidor si está ahí (OPTIONS); 0: nunca.',
    fr: 'On demande au serveur à cet intervalle s’il est là (OPTIONS) ; 0 : jamais.',
  },

  // rules
  'a DNS name or an IP address': {
    es: 'un nombre DNS o una dirección IP',
    fr: 'un nom DNS ou une adresse IP',
  },
  'Write it as sip.example.com or 192.0.2.10, without a port.': {
    es: 'Escríbalo como sip.example.com o 192.0.2.10, sin puerto.',
    fr: 'Écrivez-le comme sip.example.com ou 192.0.2.10, sans port.',
  },
  'letters, digits and + . - _ without spaces': {
    es: 'letras, cifras y + . - _ sin espacios',
    fr: 'lettres, chiffres et + . - _ sans espaces',
  },
  'Copy it as the provider wrote it.': {
    es: 'Cópielo como lo escribió el proveedor.',
    fr: 'Copiez-le comme le fournisseur l’a écrit.',
  },
  'Write one IP address, as 192.0.2.10.': {
    es: 'Escriba una dirección IP, como 192.0.2.10.',
    fr: 'Écrivez une adresse IP, comme 192.0.2.10.',
  },
  'Copy it as the provider wrote it; it has no spaces.': {
    es: 'Cópiela como la escribió el proveedor; no tiene espacios.',
    fr: 'Copiez-le comme le fournisseur l’a écrit ; il n’a pas d’espaces.',
  },
  'a realm of up to 128 letters, digits and signs': {
    es: 'un dominio de hasta 128 letras, cifras y signos',
    fr: 'un domaine d’au plus 128 lettres, chiffres et signes',
  },
  'Leave it empty if the provider does not name it.': {
    es: 'Déjelo vacío si el proveedor no lo nombra.',
    fr: 'Laissez-le vide si le fournisseur ne le nomme pas.',
  },
  'at most 24 digits, perhaps with + before them': {
    es: 'como máximo 24 cifras, quizá con + delante',
    fr: 'au plus 24 chiffres, peut-être précédés de +',
  },

  // what is wrong, and what to do
  'Give the name or address.': {
    es: 'Indique el nombre o la dirección.',
    fr: 'Donnez le nom ou l’adresse.',
  },
  'a gateway without registration needs an IP address here': {
    es: 'una pasarela sin registro necesita aquí una dirección IP',
    fr: 'une passerelle sans enregistrement a besoin d’une adresse IP ici',
  },
  'Give its address, or let it register.': {
    es: 'Indique su dirección, o deje que se registre.',
    fr: 'Donnez son adresse, ou laissez-la s’enregistrer.',
  },
  'Registration needs a login ID.': {
    es: 'El registro necesita un usuario.',
    fr: 'L’enregistrement a besoin d’un identifiant.',
  },
  'Registration needs a user ID.': {
    es: 'El registro necesita un ID de usuario.',
    fr: 'L’enregistrement a besoin d’un ID d’utilisateur.',
  },
  'a number stands there twice': {
    es: 'un número está dos veces',
    fr: 'un numéro y est deux fois',
  },
  'Leave one of them out.': { es: 'Quite uno de ellos.', fr: 'Retirez l’un d’eux.' },
} as const
