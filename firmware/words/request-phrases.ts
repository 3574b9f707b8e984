/** More whole texts whose id is their English: of requests, signing in and processes. */
export const REQUEST_PHRASES = {
  // processes, by what they do for people
  'The exchange': { es: 'La central', fr: 'Le central' },
  'The process of the analog lines': {
    es: 'El proceso de las líneas analógicas',
    fr: 'Le processus des lignes analogiques',
  },
  'The supervisor': { es: 'El supervisor', fr: 'Le superviseur' },
  'The audio process': { es: 'El proceso de audio', fr: 'Le processus audio' },
  'The web server is stopping.': {
    es: 'El servidor web se está deteniendo.',
    fr: 'Le serveur web s’arrête.',
  },

  // the browser phone
  'This person has no browser phone yet.': {
    es: 'Esta persona todavía no tiene teléfono en el navegador.',
    fr: 'Cette personne n’a pas encore de téléphone dans le navigateur.',
  },
  'An administrator has not allowed you to use a browser as phone.': {
    es: 'Un administrador no le ha permitido usar un navegador como teléfono.',
    fr: 'Un administrateur ne vous a pas permis d’utiliser un navigateur comme téléphone.',
  },
  'You have no number yet. An administrator gives you one.': {
    es: 'Todavía no tiene número. Un administrador le da uno.',
    fr: 'Vous n’avez pas encore de numéro. Un administrateur vous en donne un.',
  },

  // bans
  'Give an IP address, as 192.0.2.10, and whole minutes.': {
    es: 'Indique una dirección IP, como 192.0.2.10, y minutos enteros.',
    fr: 'Donnez une adresse IP, comme 192.0.2.10, et des minutes entières.',
  },
  'address: give an IP address, as 192.0.2.10.': {
    es: 'Indique una dirección IP, como 192.0.2.10.',
    fr: 'Donnez une adresse IP, comme 192.0.2.10.',
  },
  'That address is not banned.': {
    es: 'Esa dirección no está bloqueada.',
    fr: 'Cette adresse n’est pas bloquée.',
  },
  'A phone is registered from there, or the settings say never to ban it.': {
    es: 'Un teléfono está registrado desde ahí, o la configuración dice que nunca se bloquee.',
    fr: 'Un téléphone est enregistré depuis là, ou la configuration dit de ne jamais la bloquer.',
  },

  'Give your password.': { es: 'Indique su contraseña.', fr: 'Donnez votre mot de passe.' },

  // change sets
  'There is no such change set.': {
    es: 'No existe tal conjunto de cambios.',
    fr: 'Ce lot de modifications n’existe pas.',
  },
  'There are too many change sets. Delete one first.': {
    es: 'Hay demasiados conjuntos de cambios. Borre uno primero.',
    fr: 'Il y a trop de lots de modifications. Supprimez-en un d’abord.',
  },
  'That change set is full. Apply it, or begin another.': {
    es: 'Ese conjunto de cambios está lleno. Aplíquelo o empiece otro.',
    fr: 'Ce lot est plein. Appliquez-le, ou commencez-en un autre.',
  },
  'That change set has been applied. Begin another.': {
    es: 'Ese conjunto de cambios ya se aplicó. Empiece otro.',
    fr: 'Ce lot a été appliqué. Commencez-en un autre.',
  },
  'Nothing has been collected yet.': {
    es: 'Aún no se ha reunido nada.',
    fr: 'Rien n’a encore été réuni.',
  },
  'The unit was off at that time.': {
    es: 'La unidad estaba apagada a esa hora.',
    fr: 'L’unité était éteinte à cette heure.',
  },
  'Who planned it is no user any more.': {
    es: 'Quien lo planeó ya no es usuario.',
    fr: 'La personne qui l’a prévu n’est plus usager.',
  },
  'Give it a name of 1 to 64 characters.': {
    es: 'Dele un nombre de 1 a 64 caracteres.',
    fr: 'Donnez-lui un nom de 1 à 64 caractères.',
  },
  'Choose a time to come, within a year.': {
    es: 'Elija una hora futura, dentro de un año.',
    fr: 'Choisissez une heure à venir, dans l’année.',
  },
  'x-change-set is the id of a change set.': {
    es: 'x-change-set es el id de un conjunto de cambios.',
    fr: 'x-change-set est l’id d’un lot de modifications.',
  },

  // files
  'Send the file as application/octet-stream.': {
    es: 'Envíe el archivo como application/octet-stream.',
    fr: 'Envoyez le fichier comme application/octet-stream.',
  },
  'That is an archive or a workbook. Save the list as CSV (UTF-8).': {
    es: 'Eso es un archivo comprimido o un libro de cálculo. Guarde la lista como CSV (UTF-8).',
    fr: 'C’est une archive ou un classeur. Enregistrez la liste en CSV (UTF-8).',
  },
  'That is no text file. Save it as CSV (UTF-8), YAML or JSON.': {
    es: 'Eso no es un archivo de texto. Guárdelo como CSV (UTF-8), YAML o JSON.',
    fr: 'Ce n’est pas un fichier texte. Enregistrez-le en CSV (UTF-8), YAML ou JSON.',
  },
  'Its letters cannot be read. Save it as UTF-8.': {
    es: 'No se pueden leer sus letras. Guárdelo como UTF-8.',
    fr: 'Ses lettres sont illisibles. Enregistrez-le en UTF-8.',
  },
  'Only a server administrator gives roles.': {
    es: 'Solo un administrador del servidor da funciones.',
    fr: 'Seul un administrateur du serveur donne des rôles.',
  },
  'An import that overwrites nothing deletes nothing.': {
    es: 'Una importación que no sobrescribe nada no borra nada.',
    fr: 'Une importation qui n’écrase rien ne supprime rien.',
  },
  'a file gives nobody roles unless that is asked for': {
    es: 'un archivo no da funciones a nadie si no se pide',
    fr: 'un fichier ne donne de rôles à personne sans qu’on le demande',
  },
  'Allow administrators for this import, or take the roles out of the file.': {
    es: 'Permita administradores en esta importación, o quite las funciones del archivo.',
    fr: 'Permettez les administrateurs pour cette importation, ou enlevez les rôles du fichier.',
  },

  // parameters and bodies
  'it is no text': { es: 'no es un texto', fr: 'ce n’est pas un texte' },
  'it is out of range': { es: 'está fuera de los límites', fr: 'il est hors des limites' },
  'there are too many': { es: 'hay demasiados', fr: 'il y en a trop' },
  'it is no object': { es: 'no es un objeto', fr: 'ce n’est pas un objet' },
  "'do' is create, update or remove": {
    es: '«do» es create, update o remove',
    fr: '« do » est create, update ou remove',
  },
  'it names no section and id': {
    es: 'no nombra sección e id',
    fr: 'il ne nomme ni section ni id',
  },
  'it has no values': { es: 'no tiene valores', fr: 'il n’a pas de valeurs' },
  '_revision is no number': {
    es: '_revision no es un número',
    fr: '_revision n’est pas un nombre',
  },
  'If-Match is the ETag of an object, as "12".': {
    es: 'If-Match es el ETag de un objeto, como "12".',
    fr: 'If-Match est l’ETag d’un objet, comme "12".',
  },
  'Give the fields as a JSON object.': {
    es: 'Indique los campos como un objeto JSON.',
    fr: 'Donnez les champs comme un objet JSON.',
  },
  'before: give the number of a call, as 1-2-3.': {
    es: 'before: indique el número de una llamada, como 1-2-3.',
    fr: 'before : donnez le numéro d’un appel, comme 1-2-3.',
  },
  'digits: give what is dialled, at most 64 digits, * or #.': {
    es: 'digits: indique lo que se marca, 64 cifras, * o # como máximo.',
    fr: 'digits : donnez ce qui est composé, au plus 64 chiffres, * ou #.',
  },
  'Pages do not write files: record on the command line.': {
    es: 'Las páginas no escriben archivos: grabe en la línea de órdenes.',
    fr: 'Les pages n’écrivent pas de fichiers : enregistrez en ligne de commande.',
  },
  'The API has no such address.': {
    es: 'La API no tiene esa dirección.',
    fr: 'L’API n’a pas cette adresse.',
  },
  'There is no such client certificate.': {
    es: 'No existe ese certificado de cliente.',
    fr: 'Ce certificat client n’existe pas.',
  },
  'There are too many. Revoke those that nobody uses.': {
    es: 'Hay demasiados. Revoque los que nadie usa.',
    fr: 'Il y en a trop. Révoquez ceux que personne n’utilise.',
  },
  'The program openssl is missing on this machine.': {
    es: 'Falta el programa openssl en esta máquina.',
    fr: 'Le programme openssl manque sur cette machine.',
  },
  'That is refused.': { es: 'Eso se rechaza.', fr: 'Cela est refusé.' },

  // the store: remedies, and what is wrong with a value
  'Free some space there.': { es: 'Libere espacio allí.', fr: 'Libérez de la place là.' },
  'Make it writable for this user, or set STROWGER_DATA to a directory that is.': {
    es: 'Permita que este usuario escriba en él, o ponga otro directorio en STROWGER_DATA.',
    fr: 'Permettez à cet utilisateur d’y écrire, ou donnez un autre dossier à STROWGER_DATA.',
  },
  'Check the disk and the file.': {
    es: 'Revise el disco y el archivo.',
    fr: 'Vérifiez le disque et le fichier.',
  },
  'Restore the latest rescue file or backup.': {
    es: 'Restaure el último archivo de rescate o respaldo.',
    fr: 'Restaurez le dernier fichier de secours ou la dernière sauvegarde.',
  },
  'Start the server once.': {
    es: 'Arranque el servidor una vez.',
    fr: 'Démarrez le serveur une fois.',
  },
  'Secrets cannot be read without it: put it back, or run as its owner.': {
    es: 'Sin ella no se leen los secretos: devuélvala, o ejecute como su dueño.',
    fr: 'Sans elle les secrets sont illisibles : remettez-la, ou lancez sous son propriétaire.',
  },
  'Put the right file back.': {
    es: 'Devuelva el archivo correcto.',
    fr: 'Remettez le bon fichier.',
  },
  'Start the newer software, or restore a backup.': {
    es: 'Arranque el programa más nuevo, o restaure un respaldo.',
    fr: 'Démarrez le logiciel plus récent, ou restaurez une sauvegarde.',
  },
  'Use another one.': { es: 'Use otro.', fr: 'Utilisez-en un autre.' },
  'Give it anew.': { es: 'Indíquelo de nuevo.', fr: 'Donnez-le de nouveau.' },
  'it is too short': { es: 'es demasiado corto', fr: 'elle est trop courte' },
  'its checksum is wrong': {
    es: 'su suma de control no es correcta',
    fr: 'sa somme de contrôle est fausse',
  },
  'it is not msgpack': { es: 'no es msgpack', fr: 'ce n’est pas du msgpack' },

  // signing in
  'Login or password is wrong.': {
    es: 'El usuario o la contraseña no es correcto.',
    fr: 'L’identifiant ou le mot de passe est erroné.',
  },
  'Give the six digits that your app shows.': {
    es: 'Indique las seis cifras que muestra su aplicación.',
    fr: 'Donnez les six chiffres que montre votre application.',
  },
  'Somebody has set the first password already. Sign in with it.': {
    es: 'Alguien ya puso la primera contraseña. Inicie sesión con ella.',
    fr: 'Quelqu’un a déjà mis le premier mot de passe. Connectez-vous avec celui-ci.',
  },
  'All places are taken: too many people are signed in. Try again later.': {
    es: 'No queda sitio: demasiadas personas tienen sesión. Inténtelo más tarde.',
    fr: 'Toutes les places sont prises : trop de gens sont connectés. Réessayez plus tard.',
  },
  'Use a small letter in it.': { es: 'Use una minúscula.', fr: 'Mettez-y une minuscule.' },
  'Use a capital letter in it.': { es: 'Use una mayúscula.', fr: 'Mettez-y une majuscule.' },
  'Use a digit in it.': { es: 'Use una cifra.', fr: 'Mettez-y un chiffre.' },
  'Use a special character in it, as ! or -.': {
    es: 'Use un carácter especial, como ! o -.',
    fr: 'Mettez-y un caractère spécial, comme ! ou -.',
  },
  'A PIN is not your number.': {
    es: 'El PIN no es su número.',
    fr: 'Le NIP n’est pas votre numéro.',
  },
  'That PIN is the first that others try. Choose another.': {
    es: 'Ese PIN es lo primero que otros prueban. Elija otro.',
    fr: 'Ce NIP est le premier que d’autres essaient. Choisissez-en un autre.',
  },
  'That is neither a JPEG nor a PNG picture.': {
    es: 'Eso no es una imagen JPEG ni PNG.',
    fr: 'Ce n’est ni une image JPEG ni une image PNG.',
  },
  'That picture is damaged, or is no picture. Save it again.': {
    es: 'Esa imagen está dañada, o no es una imagen. Guárdela de nuevo.',
    fr: 'Cette image est abîmée, ou n’en est pas une. Enregistrez-la de nouveau.',
  },
  'That picture is too large. Make it smaller first.': {
    es: 'Esa imagen es demasiado grande. Redúzcala primero.',
    fr: 'Cette image est trop grande. Réduisez-la d’abord.',
  },
  'There is no such picture.': { es: 'No existe tal imagen.', fr: 'Cette image n’existe pas.' },
  'There are too many pictures.': {
    es: 'Hay demasiadas imágenes.',
    fr: 'Il y a trop d’images.',
  },
  'Your roles do not allow you to change that.': {
    es: 'Sus funciones no le permiten cambiar eso.',
    fr: 'Vos rôles ne vous permettent pas de changer cela.',
  },
  'There is no such template.': {
    es: 'No existe tal plantilla.',
    fr: 'Ce modèle n’existe pas.',
  },
  'There are too many passkeys. Remove one first.': {
    es: 'Hay demasiadas llaves de acceso. Quite una primero.',
    fr: 'Il y a trop de clés d’accès. Retirez-en une d’abord.',
  },
  'The browser made no passkey for this unit. Try again.': {
    es: 'El navegador no creó una llave para esta unidad. Inténtelo de nuevo.',
    fr: 'Le navigateur n’a pas créé de clé pour cet appareil. Réessayez.',
  },
  'There is no such passkey.': {
    es: 'No existe tal llave de acceso.',
    fr: 'Cette clé d’accès n’existe pas.',
  },
  'That passkey is not known here.': {
    es: 'Esa llave de acceso no se conoce aquí.',
    fr: 'Cette clé d’accès n’est pas connue ici.',
  },
  'Passkeys need the name of the unit in the address bar.': {
    es: 'Las llaves de acceso necesitan el nombre de la unidad en la barra de direcciones.',
    fr: 'Les clés d’accès exigent le nom de l’appareil dans la barre d’adresse.',
  },
  'A password has at most 128 characters.': {
    es: 'Una contraseña tiene 128 caracteres como máximo.',
    fr: 'Un mot de passe a au plus 128 caractères.',
  },
  'A password has no control characters.': {
    es: 'Una contraseña no tiene caracteres de control.',
    fr: 'Un mot de passe n’a pas de caractères de contrôle.',
  },
  'Use at least five different characters.': {
    es: 'Use al menos cinco caracteres distintos.',
    fr: 'Utilisez au moins cinq caractères différents.',
  },
  'That is the old password. Choose another.': {
    es: 'Esa es la contraseña vieja. Elija otra.',
    fr: 'C’est l’ancien mot de passe. Choisissez-en un autre.',
  },
  'Leave the login name out of the password.': {
    es: 'No ponga el nombre de usuario en la contraseña.',
    fr: 'Ne mettez pas l’identifiant dans le mot de passe.',
  },
  'The messages of this call are not kept (any more).': {
    es: 'Los mensajes de esta llamada no se guardan (ya).',
    fr: 'Les messages de cet appel ne sont pas (plus) conservés.',
  },
  'Credentials are shown to server administrators only.': {
    es: 'Las credenciales solo se muestran a administradores del servidor.',
    fr: 'Les identifiants ne sont montrés qu’aux administrateurs du serveur.',
  },
} as const
