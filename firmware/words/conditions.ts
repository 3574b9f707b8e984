import type { ConditionWords } from './condition.ts'
import { ENTITLEMENT_CONDITIONS } from './entitlement-conditions.ts'
import type { Alike } from './texts.ts'

/** Every kind of condition, once: who raises it only names the kind and the values. */
export const CONDITIONS = conditions({
  // the supervisor: processes. `said` is the last the process wrote, or empty; `vital`: yes or no
  'process-setup': {
    id: '{name}-setup',
    severity: 'warning',
    subject: { en: '{name}', es: '{name}', fr: '{name}' },
    effect: {
      en: '{vital, select, yes {People cannot telephone. } other {}}{name} cannot start.{said, select, none {} other { It said: {said}}}',
      es: '{vital, select, yes {No se puede telefonear. } other {}}{name} no puede arrancar.{said, select, none {} other { Dijo: {said}}}',
      fr: '{vital, select, yes {On ne peut pas téléphoner. } other {}}{name} ne peut pas démarrer.{said, select, none {} other { Il a dit : {said}}}',
    },
    remedy: {
      en: 'Mend what it names; it is tried again every few seconds.',
      es: 'Corrija lo que nombra; se intenta de nuevo cada pocos segundos.',
      fr: 'Corrigez ce qu’il nomme ; un nouvel essai suit après quelques secondes.',
    },
    link: '/system',
  },
  'process-looping': {
    id: '{name}-looping',
    severity: 'warning',
    subject: { en: '{name}', es: '{name}', fr: '{name}' },
    effect: {
      en: '{vital, select, yes {People cannot telephone. } other {}}{name} ends again and again.{said, select, none {} other { It said: {said}}}',
      es: '{vital, select, yes {No se puede telefonear. } other {}}{name} termina una y otra vez.{said, select, none {} other { Dijo: {said}}}',
      fr: '{vital, select, yes {On ne peut pas téléphoner. } other {}}{name} s’arrête encore et encore.{said, select, none {} other { Il a dit : {said}}}',
    },
    remedy: {
      en: 'It is started again every 30 s. Make a support bundle and look at the log of {name}.',
      es: 'Se arranca de nuevo cada 30 s. Haga un paquete de asistencia y mire el registro de {name}.',
      fr: 'Il est redémarré toutes les 30 s. Faites un dossier d’assistance et voyez le journal de {name}.',
    },
    link: '/system',
  },
  'process-down': {
    id: '{name}-down',
    severity: 'warning',
    subject: { en: '{name}', es: '{name}', fr: '{name}' },
    effect: {
      en: '{vital, select, yes {People cannot telephone. } other {}}{name} is not ready.{said, select, none {} other { It said: {said}}}',
      es: '{vital, select, yes {No se puede telefonear. } other {}}{name} no está listo.{said, select, none {} other { Dijo: {said}}}',
      fr: '{vital, select, yes {On ne peut pas téléphoner. } other {}}{name} n’est pas prêt.{said, select, none {} other { Il a dit : {said}}}',
    },
    remedy: {
      en: 'It is being started. If this stays, look at the log of {name}.',
      es: 'Está arrancando. Si esto sigue, mire el registro de {name}.',
      fr: 'Il démarre. Si cela dure, voyez le journal de {name}.',
    },
    link: '/system',
  },
  'restore-failed': {
    id: 'restore-failed',
    severity: 'critical',
    subject: { en: 'configuration', es: 'configuración', fr: 'configuration' },
    effect: {
      en: 'The snapshot could not be restored, and all is as it was: {why}',
      es: 'No se pudo restaurar la copia y todo quedó como estaba: {why}',
      fr: 'La copie n’a pas pu être restaurée, tout est resté tel quel : {why}',
    },
    remedy: {
      en: 'Restore another snapshot, or import an exported file.',
      es: 'Restaure otra copia o importe un archivo exportado.',
      fr: 'Restaurez une autre copie, ou importez un fichier exporté.',
    },
    link: '/system/reset',
  },
  'factory-reset': {
    id: 'factory-reset',
    severity: 'critical',
    subject: {
      en: 'factory reset',
      es: 'restablecimiento de fábrica',
      fr: 'réinitialisation d’usine',
    },
    effect: {
      en: 'Not everything could be erased: {why}',
      es: 'No se pudo borrar todo: {why}',
      fr: 'Tout n’a pas pu être effacé : {why}',
    },
    remedy: {
      en: 'Mend that, then restart the unit: it is tried again at every start.',
      es: 'Corríjalo y reinicie la unidad: se intenta en cada arranque.',
      fr: 'Corrigez cela, puis redémarrez l’appareil : un essai suit à chaque démarrage.',
    },
    link: '/system',
  },

  // the supervisor: disk and clock
  'disk-nearly-full': {
    id: 'disk-{disk}',
    severity: 'warning',
    subject: {
      en: '{disk, select, run {the run directory} other {the disk}}',
      es: '{disk, select, run {el directorio de ejecución} other {el disco}}',
      fr: '{disk, select, run {le répertoire d’exécution} other {le disque}}',
    },
    effect: {
      en: 'Only {free} MB of {total} MB are free on {path}. {disk, select, run {When it is full, calls would not survive a restart.} other {When it is full, no change and no call record can be kept.}}',
      es: 'Solo quedan {free} MB de {total} MB libres en {path}. {disk, select, run {Cuando se llene, las llamadas no sobrevivirían a un reinicio.} other {Cuando se llene, no se podrá guardar ningún cambio ni registro de llamadas.}}',
      fr: 'Il ne reste que {free} Mo libres sur {total} Mo dans {path}. {disk, select, run {Une fois plein, les appels ne survivraient pas à un redémarrage.} other {Une fois plein, ni changement ni relevé d’appel ne pourra être gardé.}}',
    },
    remedy: {
      en: '{disk, select, run {Restart the unit when nobody telephones. If it fills again, make a support bundle.} other {Delete recordings and old files that nobody needs, or put in a larger disk.}}',
      es: '{disk, select, run {Reinicie la unidad cuando nadie telefonee. Si se llena otra vez, haga un paquete de asistencia.} other {Borre grabaciones y archivos que nadie necesita, o ponga un disco mayor.}}',
      fr: '{disk, select, run {Redémarrez l’appareil quand personne ne téléphone. S’il se remplit encore, faites un dossier d’assistance.} other {Supprimez les enregistrements et fichiers inutiles, ou mettez un disque plus grand.}}',
    },
    link: '/system',
  },
  'disk-full': {
    id: 'disk-{disk}',
    severity: 'critical',
    subject: {
      en: '{disk, select, run {the run directory} other {the disk}}',
      es: '{disk, select, run {el directorio de ejecución} other {el disco}}',
      fr: '{disk, select, run {le répertoire d’exécution} other {le disque}}',
    },
    effect: {
      en: '{path} is full: {free} MB of {total} MB are free. {disk, select, run {Calls go on, but would not survive a restart.} other {Changes and call records cannot be kept.}}',
      es: '{path} está lleno: {free} MB libres de {total} MB. {disk, select, run {Las llamadas siguen, pero no sobrevivirían a un reinicio.} other {No se pueden guardar cambios ni registros de llamadas.}}',
      fr: '{path} est plein : {free} Mo libres sur {total} Mo. {disk, select, run {Les appels continuent, mais ne survivraient pas à un redémarrage.} other {Ni changement ni relevé d’appel ne peut être gardé.}}',
    },
    remedy: {
      en: '{disk, select, run {Restart the unit now. If it fills again, make a support bundle.} other {Delete recordings and old files now. What waits is then written by itself.}}',
      es: '{disk, select, run {Reinicie la unidad ahora. Si se llena otra vez, haga un paquete de asistencia.} other {Borre ahora grabaciones y archivos viejos. Lo que espera se escribe después por sí solo.}}',
      fr: '{disk, select, run {Redémarrez l’appareil maintenant. S’il se remplit encore, faites un dossier d’assistance.} other {Supprimez maintenant des enregistrements et vieux fichiers. Ce qui attend s’écrit ensuite de lui-même.}}',
    },
    link: '/system',
  },
  'clock-unset': {
    id: 'clock-unset',
    severity: 'warning',
    subject: { en: 'clock', es: 'reloj', fr: 'horloge' },
    effect: {
      en: 'The clock shows the year {year}, so it is not set. Times in records are wrong, browsers refuse the certificate, and schedules act at the wrong time.',
      es: 'El reloj muestra el año {year}: no está ajustado. Las horas de los registros son falsas, los navegadores rechazan el certificado y los horarios actúan a destiempo.',
      fr: 'L’horloge indique l’an {year} : elle n’est pas réglée. Les heures des relevés sont fausses, les navigateurs refusent le certificat et les horaires agissent au mauvais moment.',
    },
    remedy: {
      en: 'Connect the unit to a network with a time server, or set the clock. This goes away by itself then.',
      es: 'Conecte la unidad a una red con servidor de hora, o ajuste el reloj. Esto desaparece después por sí solo.',
      fr: 'Reliez l’appareil à un réseau avec serveur de temps, ou réglez l’horloge. Cela disparaît ensuite de soi.',
    },
    link: '/system',
  },
  'clock-jumped': {
    id: 'clock-jumped',
    severity: 'notice',
    subject: { en: 'clock', es: 'reloj', fr: 'horloge' },
    effect: {
      en: 'The clock was set {direction, select, back {back by} other {forward by}} {seconds, plural, one {# second} other {# seconds}}. Times in records before and after do not fit together.',
      es: 'El reloj {direction, select, back {se atrasó} other {se adelantó}} {seconds, plural, one {# segundo} other {# segundos}}. Las horas de los registros de antes y después no concuerdan.',
      fr: 'L’horloge {direction, select, back {a été reculée} other {a été avancée}} de {seconds, plural, one {# seconde} other {# secondes}}. Les heures des relevés d’avant et d’après ne concordent pas.',
    },
    remedy: {
      en: 'Nothing, when somebody has set the clock or the network has just come. If it happens again, check the time server and the battery of the clock.',
      es: 'Nada, si alguien ajustó el reloj o la red acaba de volver. Si se repite, revise el servidor de hora y la pila del reloj.',
      fr: 'Rien, si quelqu’un a réglé l’horloge ou si le réseau vient de revenir. Si cela se répète, vérifiez le serveur de temps et la pile de l’horloge.',
    },
    link: '/system',
  },

  // the lines process
  'lines-simulated': {
    id: 'simulated',
    severity: 'notice',
    subject: { en: 'lines', es: 'líneas', fr: 'lignes' },
    effect: {
      en: 'These lines are simulated: an emergency call reaches nobody.',
      es: 'Estas líneas son simuladas: una llamada de emergencia no llega a nadie.',
      fr: 'Ces lignes sont simulées : un appel d’urgence n’atteint personne.',
    },
    remedy: {
      en: 'Good for trying and tests. For real telephones set STROWGER_LINES to the line cards of this box.',
      es: 'Sirven para probar. Para teléfonos reales, ponga en STROWGER_LINES las tarjetas de línea de este equipo.',
      fr: 'Bon pour les essais. Pour de vrais téléphones, donnez à STROWGER_LINES les cartes de ligne de cet appareil.',
    },
    link: '',
  },
  'line-battery': {
    id: '{line}.battery',
    severity: 'warning',
    subject: { en: 'line {line}', es: 'línea {line}', fr: 'ligne {line}' },
    effect: {
      en: '{line} has no voltage: no call goes out over it or comes in.',
      es: '{line} no tiene tensión: no sale ni entra ninguna llamada.',
      fr: '{line} n’a pas de tension : aucun appel n’en sort ni n’y entre.',
    },
    remedy: {
      en: 'See that its cord sits in the port and in the wall. If it does, try a telephone in that wall socket: without dial tone there, call the telephone company.',
      es: 'Mire que el cable esté bien puesto en el puerto y en la pared. Si lo está, pruebe un teléfono en esa toma: sin tono de marcar, llame a la compañía telefónica.',
      fr: 'Voyez que le cordon tient dans le port et au mur. S’il tient, essayez un téléphone à cette prise : sans tonalité, appelez la compagnie de téléphone.',
    },
    link: '/lines',
  },
  'line-audio': {
    id: '{line}.audio',
    severity: 'critical',
    subject: { en: 'line {line}', es: 'línea {line}', fr: 'ligne {line}' },
    effect: {
      en: 'The card of {line} delivers no audio: whoever talks on it hears nothing.',
      es: 'La tarjeta de {line} no entrega audio: quien habla por ella no oye nada.',
      fr: 'La carte de {line} ne livre aucun son : qui y parle n’entend rien.',
    },
    remedy: {
      en: 'Restart the server. If it comes back, the card is loose or broken.',
      es: 'Reinicie el servidor. Si vuelve a pasar, la tarjeta está floja o rota.',
      fr: 'Redémarrez le serveur. Si cela revient, la carte est mal fixée ou brisée.',
    },
    link: '/lines',
  },
  'lifeline-call': {
    id: '{line}.lifeline',
    severity: 'critical',
    subject: { en: 'line {line}', es: 'línea {line}', fr: 'ligne {line}' },
    effect: {
      en: 'An emergency call is on {line}, made without the exchange. Do not restart or unplug anything.',
      es: 'Hay una llamada de emergencia en {line}, hecha sin la central. No reinicie ni desconecte nada.',
      fr: 'Un appel d’urgence est en cours sur {line}, fait sans le central. Ne redémarrez ni ne débranchez rien.',
    },
    remedy: {
      en: "'strowger status' shows what is wrong with the exchange.",
      es: '«strowger status» muestra qué le pasa a la central.',
      fr: '« strowger status » montre ce qui ne va pas au central.',
    },
    link: '/system',
  },
  'lifeline-tone': {
    id: '{line}.lifeline',
    severity: 'critical',
    subject: { en: 'line {line}', es: 'línea {line}', fr: 'ligne {line}' },
    effect: {
      en: 'The telephone on {line} has dial tone, but reaches emergency numbers only: the exchange does not serve it.',
      es: 'El teléfono en {line} tiene tono, pero solo alcanza números de emergencia: la central no lo atiende.',
      fr: 'Le téléphone sur {line} a la tonalité, mais n’atteint que les numéros d’urgence : le central ne le sert pas.',
    },
    remedy: {
      en: "'strowger status' shows what is wrong with the exchange.",
      es: '«strowger status» muestra qué le pasa a la central.',
      fr: '« strowger status » montre ce qui ne va pas au central.',
    },
    link: '/system',
  },
  'lifeline-not-stored': {
    id: 'lifeline-not-stored',
    severity: 'warning',
    subject: { en: 'lifeline', es: 'línea de emergencia', fr: 'ligne de secours' },
    effect: {
      en: 'The emergency numbers and lines in {path} are not up to date ({why}): after a restart without the exchange an emergency call goes as it was set before.',
      es: 'Los números y líneas de emergencia en {path} no están al día ({why}): tras un reinicio sin la central, una llamada de emergencia sale como estaba puesto antes.',
      fr: 'Les numéros et lignes d’urgence dans {path} ne sont pas à jour ({why}) : après un redémarrage sans le central, un appel d’urgence part comme réglé avant.',
    },
    remedy: {
      en: 'Make room on the disk of the data directory, or make it writable; then it is stored by itself.',
      es: 'Haga sitio en el disco del directorio de datos, o permita escribir en él; después se guarda por sí solo.',
      fr: 'Faites de la place sur le disque des données, ou rendez-le inscriptible ; ensuite il s’enregistre de lui-même.',
    },
    link: '/system',
  },
  'lifeline-unreadable': {
    id: 'lifeline-unreadable',
    severity: 'warning',
    subject: { en: 'lifeline', es: 'línea de emergencia', fr: 'ligne de secours' },
    effect: {
      en: 'The emergency numbers and lines in {path} cannot be read ({why}): until the exchange is there, 911 goes over any outside line.',
      es: 'Los números y líneas de emergencia en {path} no se pueden leer ({why}): hasta que esté la central, 911 sale por cualquier línea externa.',
      fr: 'Les numéros et lignes d’urgence dans {path} sont illisibles ({why}) : jusqu’au retour du central, le 911 part par n’importe quelle ligne.',
    },
    remedy: {
      en: 'It is written anew as soon as the exchange is there. If this stays, start the exchange.',
      es: 'Se escribe de nuevo en cuanto esté la central. Si esto sigue, arranque la central.',
      fr: 'Il est réécrit dès que le central est là. Si cela dure, démarrez le central.',
    },
    link: '/system',
  },
  'no-audio-file': {
    id: 'no-audio-file',
    severity: 'critical',
    subject: { en: 'lines', es: 'líneas', fr: 'lignes' },
    effect: {
      en: 'Calls on analog lines have no sound: {path} cannot be made ({why}). Emergency numbers are reached without the exchange.',
      es: 'Las llamadas por líneas analógicas no tienen sonido: no se puede crear {path} ({why}). A los números de emergencia se llega sin la central.',
      fr: 'Les appels des lignes analogiques sont sans son : {path} ne peut être créé ({why}). Les numéros d’urgence s’obtiennent sans le central.',
    },
    remedy: {
      en: 'Make room in the run directory, or make it writable, and restart the server.',
      es: 'Haga sitio en el directorio de ejecución, o permita escribir en él, y reinicie el servidor.',
      fr: 'Faites de la place dans le répertoire d’exécution, ou rendez-le inscriptible, et redémarrez le serveur.',
    },
    link: '/system',
  },

  // the exchange: what calls find out about lines
  'no-dial-tone': {
    id: 'no-dial-tone-{line}',
    severity: 'warning',
    subject: { en: '{line}', es: '{line}', fr: '{line}' },
    effect: {
      en: '{line} gave no dial tone: calls go out over other lines.',
      es: '{line} no dio tono de marcar: las llamadas salen por otras líneas.',
      fr: '{line} n’a pas donné de tonalité : les appels sortent par d’autres lignes.',
    },
    remedy: {
      en: 'Plug a telephone into the wall socket of this line. Without dial tone there too, call the telephone company.',
      es: 'Conecte un teléfono en la toma de esta línea. Si tampoco hay tono, llame a la compañía telefónica.',
      fr: 'Branchez un téléphone à la prise de cette ligne. Sans tonalité là aussi, appelez la compagnie de téléphone.',
    },
    link: '/lines',
  },
  'trunk-unregistered': {
    id: 'trunk-unregistered-{id}',
    severity: 'warning',
    subject: { en: '{trunk}', es: '{trunk}', fr: '{trunk}' },
    effect: {
      en: 'No calls over {trunk}: it is not registered ({why}).',
      es: 'No hay llamadas por {trunk}: no está registrada ({why}).',
      fr: 'Pas d’appels par {trunk} : elle n’est pas enregistrée ({why}).',
    },
    remedy: {
      en: 'Compare user ID, login ID and password with what the provider gave. A gateway must be set to register here.',
      es: 'Compare ID de usuario, usuario y contraseña con lo que dio el proveedor. Una pasarela debe registrarse aquí.',
      fr: 'Comparez ID d’utilisateur, identifiant et mot de passe avec ceux du fournisseur. Une passerelle doit s’enregistrer ici.',
    },
    link: '/lines',
  },
  'trunk-unreachable': {
    id: 'trunk-unreachable-{id}',
    severity: 'warning',
    subject: { en: '{trunk}', es: '{trunk}', fr: '{trunk}' },
    effect: {
      en: 'No calls over {trunk}: nothing is heard of its server ({why}).',
      es: 'No hay llamadas por {trunk}: no se sabe nada de su servidor ({why}).',
      fr: 'Pas d’appels par {trunk} : on n’entend plus son serveur ({why}).',
    },
    remedy: {
      en: 'Check the Internet connection and the name of the server; if both are right, ask the provider.',
      es: 'Compruebe la conexión a Internet y el nombre del servidor; si están bien, pregunte al proveedor.',
      fr: 'Vérifiez la connexion Internet et le nom du serveur ; s’ils sont bons, demandez au fournisseur.',
    },
    link: '/lines',
  },
  'no-disconnect': {
    id: 'no-disconnect-{line}',
    severity: 'warning',
    subject: { en: '{line}', es: '{line}', fr: '{line}' },
    effect: {
      en: 'A call on {line} was ended because nothing was heard on it any more: the line does not tell when the far end hangs up.',
      es: 'Se terminó una llamada en {line} porque ya no se oía nada: la línea no avisa cuando el otro lado cuelga.',
      fr: 'Un appel sur {line} a été terminé parce qu’on n’y entendait plus rien : la ligne ne dit pas quand l’autre raccroche.',
    },
    remedy: {
      en: 'Ask the telephone company for disconnect supervision (CPC) on this line.',
      es: 'Pida a la compañía telefónica la señal de desconexión (CPC) en esta línea.',
      fr: 'Demandez à la compagnie de téléphone le signal de fin d’appel (CPC) sur cette ligne.',
    },
    link: '/lines',
  },
  'off-hook': {
    id: 'off-hook-{line}',
    severity: 'notice',
    subject: { en: '{line}', es: '{line}', fr: '{line}' },
    effect: {
      en: 'The telephone on {line} has been off the hook without a call for over a minute: it cannot be called.',
      es: 'El teléfono en {line} lleva más de un minuto descolgado sin llamada: no se le puede llamar.',
      fr: 'Le téléphone sur {line} est décroché sans appel depuis plus d’une minute : on ne peut l’appeler.',
    },
    remedy: {
      en: 'Hang it up. If it is hung up, its cord or the wiring has a short circuit.',
      es: 'Cuélguelo. Si está colgado, hay un cortocircuito en su cable o en la instalación.',
      fr: 'Raccrochez-le. S’il est raccroché, son cordon ou le câblage a un court-circuit.',
    },
    link: '/lines',
  },

  // the exchange: telephones
  'phone-lost': {
    id: 'phone-lost-{handset}',
    severity: 'notice',
    subject: { en: 'phone {phone}', es: 'teléfono {phone}', fr: 'téléphone {phone}' },
    effect: {
      en: 'The phone {phone} has not been heard of any more: calls to it do not ring.',
      es: 'Ya no se sabe nada del teléfono {phone}: las llamadas no suenan en él.',
      fr: 'Le téléphone {phone} ne donne plus signe : les appels n’y sonnent pas.',
    },
    remedy: {
      en: 'See that it has power and network. If it is gone for good, delete it under Phones.',
      es: 'Mire que tenga corriente y red. Si ya no existe, bórrelo en Teléfonos.',
      fr: 'Voyez qu’il a le courant et le réseau. S’il n’existe plus, supprimez-le sous Téléphones.',
    },
    link: '/phones/{handset}',
  },
  'phones-lost': {
    id: 'phones-lost',
    severity: 'warning',
    subject: { en: 'phones', es: 'teléfonos', fr: 'téléphones' },
    effect: {
      en: '{count, plural, one {# phone has} other {# phones have}} not been heard of any more: calls to them do not ring.',
      es: 'Ya no se sabe nada de {count, plural, one {# teléfono} other {# teléfonos}}: las llamadas no suenan en ellos.',
      fr: '{count, plural, one {# téléphone ne donne} other {# téléphones ne donnent}} plus signe : les appels n’y sonnent pas.',
    },
    remedy: {
      en: 'So many at a time point to a switch or its power. The page Phones shows which they are.',
      es: 'Tantos a la vez apuntan a un conmutador de red o a su corriente. La página Teléfonos muestra cuáles son.',
      fr: 'Autant à la fois, c’est un commutateur réseau ou son courant. La page Téléphones montre lesquels.',
    },
    link: '/phones',
  },

  // the exchange: what it stands on
  'store-damaged': {
    id: 'store-damaged',
    severity: 'critical',
    subject: { en: 'configuration', es: 'configuración', fr: 'configuration' },
    effect: {
      en: 'Something stored is damaged: {what}',
      es: 'Algo guardado está dañado: {what}',
      fr: 'Une donnée gardée est abîmée : {what}',
    },
    remedy: {
      en: 'Restore the last good snapshot: here on the page Factory defaults, or with restore at the console.',
      es: 'Restaure la última copia buena: aquí en la página Valores de fábrica, o con restore en la consola.',
      fr: 'Restaurez la dernière bonne copie : ici à la page Réglages d’usine, ou par restore à la console.',
    },
    link: '/system/reset',
  },
  'media-away': {
    id: 'media-away',
    severity: 'critical',
    subject: { en: 'media', es: 'audio', fr: 'son' },
    effect: {
      en: 'New calls have no audio until the media process is back.',
      es: 'Las llamadas nuevas no tienen audio hasta que vuelva el proceso media.',
      fr: 'Les nouveaux appels sont sans son jusqu’au retour du processus media.',
    },
    remedy: {
      en: 'It is restarted by itself. If this stays, look at its log: strowger log media.',
      es: 'Se reinicia por sí solo. Si esto sigue, mire su registro: strowger log media.',
      fr: 'Il redémarre de lui-même. Si cela dure, voyez son journal : strowger log media.',
    },
    link: '/system',
  },
  'lines-away': {
    id: 'lines-away',
    severity: 'critical',
    subject: { en: 'lines', es: 'líneas', fr: 'lignes' },
    effect: {
      en: 'Analog telephones and outside lines do not work until the lines process is back.',
      es: 'Los teléfonos analógicos y las líneas externas no funcionan hasta que vuelva el proceso lines.',
      fr: 'Les téléphones analogiques et les lignes extérieures ne marchent pas jusqu’au retour du processus lines.',
    },
    remedy: {
      en: 'It is restarted by itself. If this stays, look at its log: strowger log lines.',
      es: 'Se reinicia por sí solo. Si esto sigue, mire su registro: strowger log lines.',
      fr: 'Il redémarre de lui-même. Si cela dure, voyez son journal : strowger log lines.',
    },
    link: '/system',
  },
  journal: {
    id: 'journal',
    severity: 'warning',
    subject: { en: 'exchange', es: 'central', fr: 'central' },
    effect: {
      en: 'Calls go on, but would not survive a restart of the exchange.',
      es: 'Las llamadas siguen, pero no sobrevivirían a un reinicio de la central.',
      fr: 'Les appels continuent, mais ne survivraient pas à un redémarrage du central.',
    },
    remedy: {
      en: 'Free memory: the run directory is full.',
      es: 'Libere memoria: el directorio de ejecución está lleno.',
      fr: 'Libérez de la mémoire : le répertoire d’exécution est plein.',
    },
    link: '/system',
  },
  'sip-ports': {
    id: 'sip-ports',
    severity: 'warning',
    subject: { en: 'SIP ports', es: 'puertos SIP', fr: 'ports SIP' },
    effect: {
      en: 'Phones that use them cannot reach the server: {why}',
      es: 'Los teléfonos que los usan no llegan al servidor: {why}',
      fr: 'Les téléphones qui s’en servent n’atteignent pas le serveur : {why}',
    },
    remedy: {
      en: 'Stop the program that has the port, or choose another. It is tried again every few seconds.',
      es: 'Detenga el programa que tiene el puerto, o elija otro. Se intenta de nuevo cada pocos segundos.',
      fr: 'Arrêtez le programme qui tient le port, ou choisissez-en un autre. Un nouvel essai a lieu toutes les quelques secondes.',
    },
    link: '',
  },
  storage: {
    id: 'storage',
    severity: 'warning',
    subject: { en: 'storage', es: 'almacenamiento', fr: 'stockage' },
    effect: {
      en: 'Calls go on, but their records wait to be written: {why}',
      es: 'Las llamadas siguen, pero sus registros esperan a escribirse: {why}',
      fr: 'Les appels continuent, mais leurs relevés attendent d’être écrits : {why}',
    },
    remedy: {
      en: 'Free some space on the data partition; what waits is then written by itself.',
      es: 'Libere espacio en la partición de datos; lo que espera se escribe después por sí solo.',
      fr: 'Libérez de la place sur la partition des données ; ce qui attend s’écrit ensuite de lui-même.',
    },
    link: '/system',
  },

  // the exchange: the edge of the network
  'sip-attack': {
    id: 'sip-attack',
    severity: 'notice',
    subject: { en: 'attack on SIP', es: 'ataque a SIP', fr: 'attaque contre SIP' },
    effect: {
      en: 'Strangers guess passwords or flood SIP, {address} among them. {banned, plural, =0 {None is banned} one {# is banned} other {# are banned}} now, and in a minute {dropped, plural, one {# message was} other {# messages were}} not looked at. Registered phones go on.',
      es: 'Extraños adivinan contraseñas o inundan SIP, entre ellos {address}. Ahora {banned, plural, =0 {no hay ninguno bloqueado} one {hay # bloqueado} other {hay # bloqueados}}, y en un minuto no se {dropped, plural, one {miró # mensaje} other {miraron # mensajes}}. Los teléfonos registrados siguen.',
      fr: 'Des inconnus devinent des mots de passe ou inondent SIP, dont {address}. {banned, plural, =0 {Aucun n’est bloqué} one {# est bloqué} other {# sont bloqués}} à présent, et en une minute {dropped, plural, one {# message n’a} other {# messages n’ont}} pas été lu. Les téléphones enregistrés continuent.',
    },
    remedy: {
      en: 'Nothing must be done. If phones outside need no SIP, close its ports in the router.',
      es: 'No hace falta hacer nada. Si ningún teléfono de fuera necesita SIP, cierre sus puertos en el enrutador.',
      fr: 'Rien n’est à faire. Si aucun téléphone dehors n’a besoin de SIP, fermez ses ports dans le routeur.',
    },
    link: '/system',
  },
  'sip-overload': {
    id: 'sip-overload',
    severity: 'warning',
    subject: { en: 'overload', es: 'sobrecarga', fr: 'surcharge' },
    effect: {
      en: 'There is more SIP than this unit can answer in time: {percent} % of newcomers are told to come again. Calls that are on, registered phones and emergency calls come first.',
      es: 'Hay más SIP del que esta unidad puede atender a tiempo: al {percent} % de los recién llegados se le dice que vuelva. Las llamadas en curso, los teléfonos registrados y las emergencias van primero.',
      fr: 'Il y a plus de SIP que cet appareil ne peut traiter à temps : {percent} % des nouveaux venus sont priés de revenir. Les appels en cours, les téléphones enregistrés et les urgences passent d’abord.',
    },
    remedy: {
      en: 'It ends by itself. If it comes again, make a support bundle, and see whether a trunk or a phone sends too much.',
      es: 'Termina por sí solo. Si vuelve, haga un paquete de asistencia y mire si una troncal o un teléfono manda demasiado.',
      fr: 'Cela finit de soi. Si cela revient, faites un dossier d’assistance et voyez si une ligne réseau ou un téléphone envoie trop.',
    },
    link: '/system',
  },

  // calls to outside numbers
  'outside-much': {
    id: 'outside-much-{id}',
    severity: 'warning',
    subject: { en: 'Extension {extension}', es: 'Extensión {extension}', fr: 'Poste {extension}' },
    effect: {
      en: 'Extension {extension} has used 80 % of what it may call outside today. It is stopped at 100 %.',
      es: 'La extensión {extension} ha usado el 80 % de lo que puede llamar fuera hoy. Al 100 % se detiene.',
      fr: 'Le poste {extension} a utilisé 80 % de ce qu’il peut appeler à l’extérieur aujourd’hui. À 100 %, il est arrêté.',
    },
    remedy: {
      en: 'Ask whose calls these are. If nobody knows them, give the phone a new password; else raise the limit in the dial plan.',
      es: 'Pregunte de quién son esas llamadas. Si nadie las conoce, dé al teléfono otra contraseña; si no, suba el límite en el plan de marcación.',
      fr: 'Demandez de qui sont ces appels. Si personne ne les connaît, donnez au téléphone un nouveau mot de passe ; sinon, relevez la limite dans le plan de numérotation.',
    },
    link: '/call-flow',
  },
  'outside-blocked': {
    id: 'outside-blocked-{id}',
    severity: 'warning',
    subject: { en: 'Extension {extension}', es: 'Extensión {extension}', fr: 'Poste {extension}' },
    effect: {
      en: 'Extension {extension} cannot call outside: it has reached a limit of today, or of calls at once. Emergency calls are possible.',
      es: 'La extensión {extension} no puede llamar fuera: ha llegado a un límite de hoy o de llamadas a la vez. Las de emergencia son posibles.',
      fr: 'Le poste {extension} ne peut pas appeler à l’extérieur : il a atteint une limite du jour ou d’appels simultanés. Les appels d’urgence sont possibles.',
    },
    remedy: {
      en: 'Look at its calls. If nobody knows them, give the phone a new password; else raise the limit in the dial plan. It ends by itself at midnight.',
      es: 'Mire sus llamadas. Si nadie las conoce, dé al teléfono otra contraseña; si no, suba el límite en el plan de marcación. Termina solo a medianoche.',
      fr: 'Regardez ses appels. Si personne ne les connaît, donnez au téléphone un nouveau mot de passe ; sinon, relevez la limite dans le plan de numérotation. Cela finit à minuit.',
    },
    link: '/call-flow',
  },

  // events that are sent on; `way`: mail or syslog
  'forwarding-failing': {
    id: 'forwarding.{way}',
    severity: 'warning',
    subject: {
      en: '{way, select, mail {events by e-mail} other {events to syslog}}',
      es: '{way, select, mail {eventos por correo} other {eventos a syslog}}',
      fr: '{way, select, mail {événements par courriel} other {événements vers syslog}}',
    },
    effect: {
      en: 'System events are not sent on: {why}',
      es: 'Los eventos del sistema no se reenvían: {why}',
      fr: 'Les événements du système ne sont pas transmis : {why}',
    },
    remedy: {
      en: 'Check the server and send a test. What waits is kept and tried again by itself.',
      es: 'Revise el servidor y envíe una prueba. Lo que espera se guarda y se intenta de nuevo por sí solo.',
      fr: 'Vérifiez le serveur et envoyez un essai. Ce qui attend est gardé et essayé de nouveau de soi.',
    },
    link: '/system/forwarding',
  },
  'power-planned': {
    id: 'power',
    severity: 'notice',
    subject: { en: 'restart', es: 'reinicio', fr: 'redémarrage' },
    effect: {
      en: '{action, select, off {The machine is switched off} restart {The machine restarts} other {Everything restarts}} {when, select, now {in a moment} calls-ended {when all calls have ended} other {at {when}}}. Calls that are on then end.',
      es: '{action, select, off {El equipo se apaga} restart {El equipo se reinicia} other {Todo se reinicia}} {when, select, now {en un momento} calls-ended {cuando terminen todas las llamadas} other {a las {when}}}. Las llamadas en curso entonces terminan.',
      fr: '{action, select, off {L’appareil s’éteint} restart {L’appareil redémarre} other {Tout redémarre}} {when, select, now {dans un instant} calls-ended {quand tous les appels seront finis} other {à {when}}}. Les appels en cours finissent alors.',
    },
    remedy: {
      en: 'It can be called off until it begins.',
      es: 'Se puede anular hasta que empiece.',
      fr: 'On peut l’annuler jusqu’à ce que cela commence.',
    },
    link: '/system/power',
  },

  ...ENTITLEMENT_CONDITIONS,

  // the console
  'console-device': {
    id: 'device',
    severity: 'notice',
    subject: { en: 'serial console', es: 'consola serie', fr: 'console série' },
    effect: {
      en: 'The serial console does not work: {why}',
      es: 'La consola serie no funciona: {why}',
      fr: 'La console série ne fonctionne pas : {why}',
    },
    remedy: {
      en: 'Plug the adapter in, or set STROWGER_CONSOLE to another device than {path}. It is tried again by itself.',
      es: 'Conecte el adaptador, o ponga en STROWGER_CONSOLE otro dispositivo que {path}. Se intenta de nuevo por sí solo.',
      fr: 'Branchez l’adaptateur, ou donnez à STROWGER_CONSOLE un autre appareil que {path}. Un nouvel essai suit de lui-même.',
    },
    link: '',
  },
})

export type ConditionKind = keyof typeof CONDITIONS

function conditions<const T extends Readonly<Record<string, ConditionWords>>>(
  all: T & {
    readonly [Kind in keyof T]: {
      readonly subject: Alike<T[Kind]['subject']>
      readonly effect: Alike<T[Kind]['effect']>
      readonly remedy: Alike<T[Kind]['remedy']>
    }
  },
): T {
  return all
}
