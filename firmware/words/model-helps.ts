/** Helps of declared fields. The English is the id. */
export const HELPS = {
  'Tells the sites of a network apart, and stands in the numbers of calls.': {
    es: 'Distingue las sedes de una red, y está en los números de las llamadas.',
    fr: 'Distingue les sites d’un réseau, et figure dans les numéros des appels.',
  },
  'Chooses tones, ringing and number formats.': {
    es: 'Elige tonos, timbres y formatos de números.',
    fr: 'Choisit les tonalités, les sonneries et les formats de numéros.',
  },
  'Of pages and messages. Callers hear the language of their call.': {
    es: 'De las páginas y los mensajes. Quien llama oye el idioma de su llamada.',
    fr: 'Des pages et des messages. L’appelant entend la langue de son appel.',
  },
  'One-time codes of an app are asked for beside the password.': {
    es: 'Además de la contraseña se piden códigos de un solo uso de una aplicación.',
    fr: 'En plus du mot de passe, des codes à usage unique d’une application sont demandés.',
  },
  'The password works once, then it must be changed.': {
    es: 'La contraseña sirve una vez, después hay que cambiarla.',
    fr: 'Le mot de passe sert une fois, puis il doit être changé.',
  },
  'A test extension answers by itself: an announcement, then an echo of what is said.': {
    es: 'Una extensión de prueba contesta sola: un anuncio, luego el eco de lo que se dice.',
    fr: 'Un poste d’essai répond de lui-même : une annonce, puis l’écho de ce qui est dit.',
  },
  'Tried in order while nobody answers.': {
    es: 'Se prueban en orden mientras nadie contesta.',
    fr: 'Essayées dans l’ordre tant que personne ne répond.',
  },
  'They ring at the same time; the first to answer gets the call.': {
    es: 'Suenan a la vez; el primero que contesta recibe la llamada.',
    fr: 'Ils sonnent en même temps ; le premier qui répond reçoit l’appel.',
  },
  'How the phone rings, so that people can tell one kind of call from another.': {
    es: 'Cómo suena el teléfono, para distinguir una clase de llamada de otra.',
    fr: 'Comment le téléphone sonne, pour distinguer un genre d’appel d’un autre.',
  },
  'The address that the phone registers. Enter it in the phone as its SIP user.': {
    es: 'La dirección que el teléfono registra. Póngala en el teléfono como usuario SIP.',
    fr: 'L’adresse que le téléphone enregistre. Entrez-la dans le téléphone comme usager SIP.',
  },
  'The name by which the phone proves who it is (its authentication name).': {
    es: 'El nombre con que el teléfono prueba quién es (nombre de autenticación).',
    fr: 'Le nom par lequel le téléphone prouve qui il est (nom d’authentification).',
  },
  'Tells the phone itself from others of its model: how it is found on the network.': {
    es: 'Distingue este teléfono de otros del mismo modelo: así se encuentra en la red.',
    fr: 'Distingue ce téléphone des autres du même modèle : on le trouve ainsi sur le réseau.',
  },
  'Who this phone is when it calls.': {
    es: 'Quién es este teléfono cuando llama.',
    fr: 'Qui est ce téléphone quand il appelle.',
  },
  'A browser phone is a page of this unit, for its owner alone: no other phone can register as it.':
    {
      es: 'Un teléfono en el navegador es una página de esta unidad, solo para su dueño: ningún otro teléfono puede registrarse como él.',
      fr: 'Un téléphone dans le navigateur est une page de cette unité, pour son propriétaire seul : aucun autre téléphone ne peut s’enregistrer à sa place.',
    },
  'Which requests must prove who sent them. Challenging calls too is what stops toll fraud.': {
    es: 'Qué peticiones deben probar quién las envió. Exigirlo también a las llamadas evita el fraude telefónico.',
    fr: 'Quelles demandes doivent prouver qui les envoie. L’exiger aussi des appels empêche la fraude.',
  },
  'Calls that the phone can hold at the same time; with all in use it is busy.': {
    es: 'Llamadas que el teléfono puede tener a la vez; con todas en uso está ocupado.',
    fr: 'Appels que le téléphone peut tenir en même temps ; tous pris, il est occupé.',
  },
  'Who this phone is when it calls. To be called, it must be in the call route of an extension.': {
    es: 'Quién es este teléfono cuando llama. Para que lo llamen, debe estar en la ruta de llamada de una extensión.',
    fr: 'Qui est ce téléphone quand il appelle. Pour être appelé, il doit être dans l’acheminement d’un poste.',
  },
  'Off: the phone can dial nothing but the emergency number, which always works.': {
    es: 'Apagado: el teléfono solo puede marcar el número de emergencia, que siempre funciona.',
    fr: 'Désactivé : le téléphone ne peut composer que le numéro d’urgence, qui marche toujours.',
  },
  'What the other party hears while this phone has it on hold. With none it hears what the phone itself sends.':
    {
      es: 'Lo que oye la otra persona mientras este teléfono la tiene en espera. Con ninguno oye lo que envía el propio teléfono.',
      fr: 'Ce que l’autre entend pendant que ce téléphone le met en attente. Avec aucun, il entend ce que le téléphone envoie lui-même.',
    },
  'What the other party hears while this phone has it on hold.': {
    es: 'Lo que oye la otra persona mientras este teléfono la tiene en espera.',
    fr: 'Ce que l’autre entend pendant que ce téléphone le met en attente.',
  },
  'What a party on hold hears, unless the phone that holds it says otherwise. Choose the louder one where callers find the first too quiet, or broken up.':
    {
      es: 'Lo que oye quien está en espera, salvo que el teléfono que lo retiene diga otra cosa. Elija la más fuerte donde la primera resulte demasiado baja o entrecortada.',
      fr: 'Ce qu’entend la personne en attente, sauf réglage du téléphone qui la retient. Choisissez la plus forte là où la première est trop faible ou hachée.',
    },
  'Off: it never rings, also where a call route names it.': {
    es: 'Apagado: nunca suena, tampoco donde una ruta de llamada lo nombra.',
    fr: 'Désactivé : il ne sonne jamais, même si un acheminement le nomme.',
  },
  'How a caller is shown: sdmf sends the number, mdmf number and name. Choose none for a phone that chirps or answers by itself when it rings.':
    {
      es: 'Cómo se muestra quien llama: sdmf envía el número, mdmf número y nombre. Elija ninguno para un teléfono que chirría o contesta solo cuando suena.',
      fr: 'Comment l’appelant s’affiche : sdmf envoie le numéro, mdmf le numéro et le nom. Choisissez aucun pour un téléphone qui grésille ou répond seul quand il sonne.',
    },
  'Dialed every time the phone goes off hook. Nothing else can be dialed then: set it to the emergency number only for a phone that is meant for that.':
    {
      es: 'Se marca cada vez que se descuelga. Entonces no se puede marcar nada más: ponga el número de emergencia solo en un teléfono destinado a eso.',
      fr: 'Composé à chaque décroché. Rien d’autre ne peut alors être composé : n’y mettez le numéro d’urgence que pour un téléphone prévu pour cela.',
    },
  'Sent to the device when it answers, before it hears the caller. P waits a second, + and - make all tones 50 ms longer or shorter, $x3 is the last three digits of the extension that was dialed, $n3 those of the number that the outside caller dialed; $x0 and $n0 send all of it.':
    {
      es: 'Se envía al aparato cuando contesta, antes de que oiga a quien llama. P espera un segundo, + y - alargan o acortan 50 ms todos los tonos, $x3 son las tres últimas cifras de la extensión marcada, $n3 las del número que marcó quien llama de fuera; $x0 y $n0 lo envían todo.',
      fr: 'Envoyé à l’appareil quand il répond, avant qu’il entende l’appelant. P attend une seconde, + et - allongent ou raccourcissent tous les tons de 50 ms, $x3 donne les trois derniers chiffres du poste composé, $n3 ceux du numéro qu’a composé l’appelant extérieur ; $x0 et $n0 envoient tout.',
    },
  'A fax machine is connected: its calls are never compressed.': {
    es: 'Hay un fax conectado: sus llamadas nunca se comprimen.',
    fr: 'Un télécopieur est branché : ses appels ne sont jamais compressés.',
  },
  'A shorter interruption is a dialing pulse or a bad contact.': {
    es: 'Una interrupción más corta es un pulso de marcar o un mal contacto.',
    fr: 'Une coupure plus courte est une impulsion de cadran ou un mauvais contact.',
  },
  'On hook for longer than this ends the call.': {
    es: 'Colgar por más tiempo termina la llamada.',
    fr: 'Raccrocher plus longtemps termine l’appel.',
  },
  'Shown by phones that ring with a call from this line.': {
    es: 'Lo muestran los teléfonos que suenan con una llamada de esta línea.',
    fr: 'Affiché par les téléphones que sonne un appel de cette ligne.',
  },
  'Off: nobody gets this line for a call, and calls on it are not answered. An emergency call still uses it when no other line is left.':
    {
      es: 'Apagado: nadie recibe esta línea para llamar, y sus llamadas no se contestan. Una llamada de emergencia aún la usa cuando no queda otra.',
      fr: 'Désactivé : personne n’obtient cette ligne, et ses appels restent sans réponse. Un appel d’urgence la prend encore quand il n’en reste pas d’autre.',
    },
  'Off: phones ring at the first ring, because nothing has to be waited for.': {
    es: 'Apagado: los teléfonos suenan al primer timbre, pues no hay nada que esperar.',
    fr: 'Désactivé : les téléphones sonnent au premier coup, car il n’y a rien à attendre.',
  },
  'Off: a number from a call list or a contact is sent in the form that is dialed in North America.':
    {
      es: 'Apagado: un número de una lista o de un contacto se envía como se marca en Norteamérica.',
      fr: 'Désactivé : un numéro d’une liste ou d’un contact est envoyé comme on le compose en Amérique du Nord.',
    },
  'Dialed on the line before the digits of the user, as 9 for a line of another telephone system. Not before an emergency number.':
    {
      es: 'Se marca en la línea antes de las cifras del usuario, como 9 en una línea de otra central. No antes de un número de emergencia.',
      fr: 'Composé sur la ligne avant les chiffres de l’usager, comme 9 sur une ligne d’un autre système. Pas avant un numéro d’urgence.',
    },
  'The line is without current for so long when the far end has hung up.': {
    es: 'La línea queda sin corriente este tiempo cuando el otro lado cuelga.',
    fr: 'La ligne reste sans courant ce temps-là quand l’autre a raccroché.',
  },
  'From taking the line to the first digit.': {
    es: 'Desde tomar la línea hasta la primera cifra.',
    fr: 'De la prise de la ligne au premier chiffre.',
  },
  'How the line says that the called party has answered. Most lines do not say it; reversal is a change of polarity that some companies provide on request.':
    {
      es: 'Cómo avisa la línea que han contestado. La mayoría no avisa; la inversión es un cambio de polaridad que algunas compañías dan a petición.',
      fr: 'Comment la ligne dit que l’on a répondu. La plupart ne le disent pas ; l’inversion est un changement de polarité que certaines compagnies offrent sur demande.',
    },
  'Busy or reorder tone from the line means that the far end has hung up. Needed where the line does not interrupt its current.':
    {
      es: 'El tono de ocupado o de congestión en la línea significa que el otro lado colgó. Hace falta donde la línea no corta su corriente.',
      fr: 'La tonalité d’occupation ou d’encombrement veut dire que l’autre a raccroché. Nécessaire quand la ligne ne coupe pas son courant.',
    },
  'A call in which neither side has made a sound for so long is ended; one in which only the far end is silent, after six times as long. It frees a line whose company tells a hang-up neither by its current nor by a tone.':
    {
      es: 'Se termina una llamada en la que nadie hace ruido por este tiempo; si solo calla el otro lado, tras seis veces más. Libera una línea cuya compañía no avisa de la desconexión ni con la corriente ni con un tono.',
      fr: 'Un appel où personne n’émet de son pendant ce temps est terminé ; si seul l’autre se tait, après six fois plus. Cela libère une ligne dont la compagnie n’annonce la fin ni par le courant ni par une tonalité.',
    },
  'It gets the calls of this line; a system extension is best, because several lines can share it. Without one, incoming calls are not answered.':
    {
      es: 'Recibe las llamadas de esta línea; lo mejor es una extensión del sistema, pues varias líneas pueden compartirla. Sin ella, las llamadas entrantes no se contestan.',
      fr: 'Il reçoit les appels de cette ligne ; un poste du système convient le mieux, car plusieurs lignes peuvent le partager. Sans lui, les appels entrants restent sans réponse.',
    },
  'The extension that answers 0.': {
    es: 'La extensión que contesta el 0.',
    fr: 'Le poste qui répond au 0.',
  },
  'Dialed before an outside number.': {
    es: 'Se marca antes de un número externo.',
    fr: 'Composé avant un numéro extérieur.',
  },
  'Recognized before anything else, also after the digit for outside calls. No extension may begin with it.':
    {
      es: 'Se reconoce antes que nada, también tras la cifra para llamadas externas. Ninguna extensión puede empezar con él.',
      fr: 'Reconnu avant tout, aussi après le chiffre d’accès extérieur. Aucun poste ne peut commencer par lui.',
    },
  'The emergency number works without the digit for outside calls. United States law demands it.': {
    es: 'El número de emergencia funciona sin la cifra para llamadas externas. La ley de Estados Unidos lo exige.',
    fr: 'Le numéro d’urgence marche sans le chiffre d’accès extérieur. La loi des États-Unis l’exige.',
  },
  'With all lines in use, an emergency call ends another call to get its line; never another emergency call.':
    {
      es: 'Con todas las líneas en uso, una llamada de emergencia termina otra para tomar su línea; nunca otra de emergencia.',
      fr: 'Toutes lignes prises, un appel d’urgence en termine un autre pour prendre sa ligne ; jamais un autre appel d’urgence.',
    },
  'A phone in the local network may call the emergency number though it has not registered. Never one outside of it.':
    {
      es: 'Un teléfono de la red local puede llamar al número de emergencia aunque no se haya registrado. Nunca uno de fuera.',
      fr: 'Un téléphone du réseau local peut appeler le numéro d’urgence sans s’être enregistré. Jamais un de l’extérieur.',
    },
  'An analog phone that is off hook and dials nothing for so long hears that it should hang up.': {
    es: 'En un teléfono analógico descolgado que no marca nada por este tiempo se oye que hay que colgar.',
    fr: 'Un téléphone analogique décroché qui ne compose rien pendant ce temps fait entendre qu’il faut raccrocher.',
  },
  'After so long a number that could be longer is taken as complete. # ends it at once.': {
    es: 'Tras este tiempo, un número que podría ser más largo se toma por completo. # lo termina en el acto.',
    fr: 'Après ce temps, un numéro qui pourrait être plus long est tenu pour complet. # le termine aussitôt.',
  },
  'What outside numbers look like, so that the end of one is known.': {
    es: 'Cómo son los números externos, para saber dónde termina uno.',
    fr: 'La forme des numéros extérieurs, pour savoir où l’un se termine.',
  },
  'Named in every challenge. Phones keep it beside their password, so it never changes.': {
    es: 'Se nombra en cada comprobación. Los teléfonos lo guardan junto a su contraseña, por eso nunca cambia.',
    fr: 'Nommé à chaque vérification. Les téléphones le gardent avec leur mot de passe, il ne change donc jamais.',
  },
  'Granted to a phone that asks for none.': {
    es: 'La que se da a un teléfono que no pide ninguna.',
    fr: 'Accordée à un téléphone qui n’en demande aucune.',
  },
  'A phone that asks for less is told this (423, RFC 3261 §10.3).': {
    es: 'A un teléfono que pide menos se le indica esto (423, RFC 3261 §10.3).',
    fr: 'Un téléphone qui demande moins reçoit ceci (423, RFC 3261 §10.3).',
  },
  'A phone that asks for more gets this.': {
    es: 'Un teléfono que pide más recibe esto.',
    fr: 'Un téléphone qui demande plus obtient ceci.',
  },
  'A call that nobody has answered by then is released.': {
    es: 'Una llamada que nadie contestó hasta entonces se libera.',
    fr: 'Un appel resté sans réponse jusque-là est libéré.',
  },
  'Beside the one that the server was started with. A new one is open at once; one that is taken out stays open until the next start, so that phones which use it are not cut off.':
    {
      es: 'Además del puerto con que arrancó el servidor. Uno nuevo se abre enseguida; uno que se quita sigue abierto hasta el próximo arranque, para no dejar sin servicio a los teléfonos que lo usan.',
      fr: 'En plus de celui avec lequel le serveur a démarré. Un nouveau s’ouvre aussitôt ; un port retiré reste ouvert jusqu’au prochain démarrage, pour ne pas couper les téléphones qui s’en servent.',
    },
  'As the SIP UDP ports.': {
    es: 'Como los puertos UDP de SIP.',
    fr: 'Comme les ports UDP de SIP.',
  },
  'SIP from there is neither limited nor banned, whatever it sends. Registered phones and the addresses of trunks never are.':
    {
      es: 'El SIP de allí ni se limita ni se bloquea, mande lo que mande. Los teléfonos registrados y las direcciones de las líneas troncales, nunca.',
      fr: 'Le SIP de là n’est ni limité ni bloqué, quoi qu’il envoie. Les téléphones enregistrés et les adresses des lignes réseau ne le sont jamais.',
    },
  'Who answers challenges wrongly or floods SIP is not listened to for a minute, then twice as long each time, up to a day. Registered phones and emergency calls are never affected.':
    {
      es: 'A quien responde mal o inunda SIP no se le escucha durante un minuto, luego el doble cada vez, hasta un día. Nunca afecta a teléfonos registrados ni a llamadas de emergencia.',
      fr: 'Qui répond faux ou inonde SIP n’est pas écouté pendant une minute, puis deux fois plus à chaque fois, jusqu’à un jour. Jamais les téléphones enregistrés ni les appels d’urgence.',
    },
  'What a phone may take over by itself (SIP Replaces) of the calls of other people: none, those that ring, or also those that they talk in. Their own calls people take over at each of their phones.':
    {
      es: 'Qué puede tomar un teléfono por sí mismo (Replaces de SIP) de las llamadas de otras personas: ninguna, las que suenan, o también aquellas en que hablan. Las propias se toman en cualquiera de los teléfonos propios.',
      fr: 'Ce qu’un téléphone peut reprendre de lui-même (Replaces de SIP) des appels d’autres personnes : aucun, ceux qui sonnent, ou aussi ceux où elles parlent. Chacun reprend les siens à chacun de ses téléphones.',
    },
  'Told to phones and providers outside of the private networks, where a router translates addresses.':
    {
      es: 'La que se dice a teléfonos y proveedores fuera de las redes privadas, cuando un enrutador traduce direcciones.',
      fr: 'Indiquée aux téléphones et fournisseurs hors des réseaux privés, quand un routeur traduit les adresses.',
    },
  'Whether phones and providers that connect by TLS are asked for a certificate, and sent away without a good one.':
    {
      es: 'Si a los teléfonos y proveedores que se conectan por TLS se les pide un certificado, y se rechaza a quien no tenga uno bueno.',
      fr: 'Si l’on demande un certificat aux téléphones et fournisseurs qui se connectent par TLS, et si l’on renvoie qui n’en a pas de bon.',
    },
  'Trusted for SIP over TLS, beside those that the system trusts; where client certificates are demanded, these alone.':
    {
      es: 'Las que valen para SIP sobre TLS, además de aquellas en que confía el sistema; donde se exigen certificados de cliente, solo estas.',
      fr: 'Valables pour SIP sur TLS, en plus de celles auxquelles le système se fie ; là où les certificats de client sont exigés, elles seules.',
    },
  'Whoever does nothing for so long is signed out. Watching a page that moves by itself is doing nothing.':
    {
      es: 'Quien no hace nada por este tiempo queda fuera de la sesión. Mirar una página que se mueve sola es no hacer nada.',
      fr: 'Qui ne fait rien pendant ce temps est déconnecté. Regarder une page qui bouge seule, c’est ne rien faire.',
    },
  'So many people may be signed in at the same time. A server administrator always gets in.': {
    es: 'Cuántas personas pueden tener sesión a la vez. Un administrador del servidor siempre entra.',
    fr: 'Combien de personnes peuvent être connectées à la fois. Un administrateur du serveur entre toujours.',
  },
  'What a browser must speak at least. Those of some wall displays do not know 1.3.': {
    es: 'Lo mínimo que debe hablar un navegador. Los de algunas pantallas de pared no conocen 1.3.',
    fr: 'Ce qu’un navigateur doit parler au moins. Ceux de certains écrans muraux ne connaissent pas 1.3.',
  },
  'Opens a port of its own for holders of client certificates, once there is one.': {
    es: 'Abre un puerto propio para quienes tienen certificado de cliente, en cuanto hay uno.',
    fr: 'Ouvre un port à part pour les détenteurs de certificats de client, dès qu’il y en a un.',
  },
  'Somebody has set the first password of their own.': {
    es: 'Alguien ha puesto la primera contraseña propia.',
    fr: 'Quelqu’un a mis son premier mot de passe à lui.',
  },
  'Optional: taken when the other side wants it, and offered so that it can be declined. Required: no call without, but for emergencies. Browsers always encrypt.':
    {
      es: 'Opcional: se toma cuando el otro lado lo quiere, y se ofrece de modo que pueda rechazarlo. Obligatorio: ninguna llamada sin él, salvo las de emergencia. Los navegadores siempre cifran.',
      fr: 'Facultatif : accepté quand l’autre côté le veut, et offert de façon à pouvoir être décliné. Obligatoire : aucun appel sans lui, sauf les urgences. Les navigateurs chiffrent toujours.',
    },
  'What a phone or provider asks for stands in its manual. Where encryption is required, no ordinary offer is made.':
    {
      es: 'Lo que pide un teléfono o proveedor está en su manual. Donde el cifrado es obligatorio no se hace una oferta corriente.',
      fr: 'Ce qu’un téléphone ou fournisseur demande est dans son manuel. Là où le chiffrement est obligatoire, aucune offre ordinaire n’est faite.',
    },
  'On: keys are also told over UDP and TCP, where anybody on the way can read them. Off: over TLS only; elsewhere DTLS is used.':
    {
      es: 'Sí: las claves se dicen también por UDP y TCP, donde cualquiera en el camino puede leerlas. No: solo por TLS; en los demás casos se usa DTLS.',
      fr: 'Oui : les clés sont dites aussi par UDP et TCP, où n’importe qui en chemin peut les lire. Non : par TLS seulement ; ailleurs DTLS est utilisé.',
    },
} as const
