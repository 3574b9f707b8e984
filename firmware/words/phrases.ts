/** Whole texts without parameters that people get as answers. The English is the id; what is not here is said in English. */
export const PHRASES = {
  // what a check finds, and what to do
  'a quotation mark is not closed': {
    es: 'unas comillas no se cierran',
    fr: 'un guillemet n’est pas fermé',
  },
  'Write " behind the text, too.': {
    es: 'Escriba " también detrás del texto.',
    fr: 'Écrivez " aussi derrière le texte.',
  },
  'text stands behind a closing quotation mark': {
    es: 'hay texto detrás de las comillas de cierre',
    fr: 'du texte suit un guillemet fermant',
  },
  'Write " twice within a text.': {
    es: 'Escriba " dos veces dentro de un texto.',
    fr: 'Écrivez " deux fois dans un texte.',
  },
  'Leave columns out.': { es: 'Omita columnas.', fr: 'Omettez des colonnes.' },
  'it has no first row that names the columns': {
    es: 'no tiene una primera fila con los nombres de las columnas',
    fr: 'il n’a pas de première ligne qui nomme les colonnes',
  },
  'Export the list to see one.': {
    es: 'Exporte la lista para ver una.',
    fr: 'Exportez la liste pour en voir une.',
  },
  'its column has no name': { es: 'su columna no tiene nombre', fr: 'sa colonne n’a pas de nom' },
  'Name it in the first row, or take it out.': {
    es: 'Nómbrela en la primera fila, o quítela.',
    fr: 'Nommez-la dans la première ligne, ou enlevez-la.',
  },
  'it is no list': { es: 'no es una lista', fr: 'ce n’est pas une liste' },
  'Write the entries between semicolons, or as JSON in [ ].': {
    es: 'Escriba las entradas entre puntos y comas, o como JSON entre [ ].',
    fr: 'Écrivez les entrées entre points-virgules, ou en JSON entre [ ].',
  },
  'it is there': { es: 'está ahí', fr: 'il est là' },
  'Look again.': { es: 'Mire de nuevo.', fr: 'Regardez de nouveau.' },
  'Choose a later moment, or change it by hand.': {
    es: 'Elija un momento posterior, o cámbielo a mano.',
    fr: 'Choisissez un moment plus récent, ou changez-le à la main.',
  },
  'it is missing': { es: 'falta', fr: 'il manque' },
  'it names nothing': { es: 'no nombra nada', fr: 'il ne nomme rien' },
  'there is no such field': { es: 'no existe tal campo', fr: 'ce champ n’existe pas' },
  'there is no such section': { es: 'no existe tal sección', fr: 'cette section n’existe pas' },
  'what is given': { es: 'lo indicado', fr: 'ce qui est donné' },
  nothing: { es: 'nada', fr: 'rien' },
  'a user extension has no owner': {
    es: 'una extensión de usuario no tiene dueño',
    fr: 'un poste d’usager n’a pas de propriétaire',
  },
  'Name its user.': { es: 'Nombre a su usuario.', fr: 'Nommez son usager.' },
  "Leave the owner out, or make its kind 'user'.": {
    es: 'Omita el dueño, o ponga la clase «user».',
    fr: 'Omettez le propriétaire, ou mettez le genre « user ».',
  },
  'Choose another number, or change the emergency number of the dial plan.': {
    es: 'Elija otro número, o cambie el de emergencia del plan de marcación.',
    fr: 'Choisissez un autre numéro, ou changez celui d’urgence du plan de numérotation.',
  },
  'Change one of them; 300 and 1000 suit most phones.': {
    es: 'Cambie uno; 300 y 1000 van bien con casi todos los teléfonos.',
    fr: 'Changez l’un d’eux ; 300 et 1000 conviennent à la plupart des téléphones.',
  },
  'Change one of the three.': { es: 'Cambie uno de los tres.', fr: 'Changez l’un des trois.' },
  'Remove one of the two.': { es: 'Quite uno de los dos.', fr: 'Retirez l’un des deux.' },
  'Choose another digit; 9 is usual.': {
    es: 'Elija otra cifra; el 9 es usual.',
    fr: 'Choisissez un autre chiffre ; le 9 est usuel.',
  },
  'Give it; 911 is usual.': { es: 'Indíquelo; 911 es usual.', fr: 'Donnez-le ; le 911 est usuel.' },
  'Choose another.': { es: 'Elija otro.', fr: 'Choisissez-en un autre.' },
  'they are part of the unit and cannot be deleted': {
    es: 'son parte de la unidad y no se pueden borrar',
    fr: 'ils font partie de l’appareil et ne peuvent être supprimés',
  },
  "this is the unit's own site and cannot be deleted": {
    es: 'es la sede propia de la unidad y no se puede borrar',
    fr: 'c’est le site de l’appareil et il ne peut être supprimé',
  },
  'Change it instead.': { es: 'Cámbielo en su lugar.', fr: 'Changez-le plutôt.' },
  'Change or delete these first.': {
    es: 'Primero cambie o borre estos.',
    fr: 'Changez ou supprimez d’abord ceux-là.',
  },
  'there is no site yet where it could be at home': {
    es: 'todavía no hay una sede donde pueda estar',
    fr: 'il n’y a pas encore de site où il pourrait être',
  },
  'Make the site first (section sites).': {
    es: 'Primero cree la sede (sección sites).',
    fr: 'Créez d’abord le site (section sites).',
  },
  'there is no such object': { es: 'no existe tal objeto', fr: 'cet objet n’existe pas' },
  'It may have been deleted meanwhile; look again.': {
    es: 'Tal vez se borró mientras tanto; mire de nuevo.',
    fr: 'Il a peut-être été supprimé entre-temps ; regardez de nouveau.',
  },
  'it never changes': { es: 'nunca cambia', fr: 'il ne change jamais' },
  'Leave it out.': { es: 'Omítalo.', fr: 'Omettez-le.' },
  'it is not given here': { es: 'no se indica aquí', fr: 'il ne se donne pas ici' },
  'it cannot be cleared': { es: 'no se puede vaciar', fr: 'il ne peut être vidé' },
  'Leave it out to keep it, or give a new one.': {
    es: 'Omítalo para conservarlo, o indique uno nuevo.',
    fr: 'Omettez-le pour le garder, ou donnez-en un nouveau.',
  },
  'your roles do not allow you to change it': {
    es: 'sus funciones no le permiten cambiarlo',
    fr: 'vos rôles ne vous permettent pas de le changer',
  },
  'Ask an administrator who may.': {
    es: 'Pida ayuda a un administrador que pueda.',
    fr: 'Demandez à un administrateur qui le peut.',
  },
  'nobody would be server administrator any more': {
    es: 'ya nadie sería administrador del servidor',
    fr: 'plus personne ne serait administrateur du serveur',
  },
  'The server administrator stays: there is one for good.': {
    es: 'El administrador del servidor se queda: siempre hay uno.',
    fr: 'L’administrateur du serveur reste : il y en a toujours un.',
  },

  // undo
  'there is no such change': { es: 'no existe tal cambio', fr: 'ce changement n’existe pas' },
  'Look at the history again: old changes are not kept for ever.': {
    es: 'Mire de nuevo el historial: los cambios viejos no se guardan para siempre.',
    fr: 'Revoyez l’historique : les vieux changements ne sont pas gardés toujours.',
  },
  'Change it by hand.': { es: 'Cámbielo a mano.', fr: 'Changez-le à la main.' },
  'it belongs to another version of the software': {
    es: 'es de otra versión del programa',
    fr: 'il vient d’une autre version du logiciel',
  },
  'the unit did it for itself': {
    es: 'la unidad lo hizo por sí misma',
    fr: 'l’appareil l’a fait pour lui-même',
  },
  'an old password does not come back': {
    es: 'una contraseña vieja no vuelve',
    fr: 'un vieux mot de passe ne revient pas',
  },
  'it gave the unit its site': {
    es: 'le dio a la unidad su sede',
    fr: 'il a donné son site à l’appareil',
  },
  'passwords of that time are not kept any more': {
    es: 'las contraseñas de entonces ya no se guardan',
    fr: 'les mots de passe d’alors ne sont plus gardés',
  },
  'Undo the later changes first, or change it by hand.': {
    es: 'Deshaga primero los cambios posteriores, o cámbielo a mano.',
    fr: 'Annulez d’abord les changements suivants, ou changez-le à la main.',
  },
  'it would change with it, for it was changed after that': {
    es: 'cambiaría con él, pues se cambió después',
    fr: 'il changerait aussi, car il a été changé après',
  },
  'Change it by hand first, then undo.': {
    es: 'Primero cámbielo a mano, luego deshaga.',
    fr: 'Changez-le d’abord à la main, puis annulez.',
  },

  // refusals of the API
  'That was refused.': { es: 'Se rechazó.', fr: 'Cela a été refusé.' },
  'Sign in first.': { es: 'Primero inicie sesión.', fr: 'Connectez-vous d’abord.' },
  'Choose a password of your own first.': {
    es: 'Primero elija su propia contraseña.',
    fr: 'Choisissez d’abord votre propre mot de passe.',
  },
  'Nobody may do that.': { es: 'Nadie puede hacer eso.', fr: 'Personne ne peut faire cela.' },
  'The page is out of date: load it again.': {
    es: 'La página está anticuada: cárguela de nuevo.',
    fr: 'La page n’est plus à jour : rechargez-la.',
  },
  'That came from a page of another server.': {
    es: 'Eso vino de una página de otro servidor.',
    fr: 'Cela vient d’une page d’un autre serveur.',
  },
  'That person has higher rights than yours. Ask one who has them too.': {
    es: 'Esa persona tiene más derechos que usted. Pídalo a quien también los tenga.',
    fr: 'Cette personne a plus de droits que vous. Demandez à qui les a aussi.',
  },
  'Your roles do not allow you to see that.': {
    es: 'Sus funciones no le permiten ver eso.',
    fr: 'Vos rôles ne vous permettent pas de voir cela.',
  },
  'Only who may change a secret may see it.': {
    es: 'Solo quien puede cambiar un secreto puede verlo.',
    fr: 'Seul qui peut changer un secret peut le voir.',
  },
  'That is for people: no token does it.': {
    es: 'Eso es para personas: ningún token lo hace.',
    fr: 'Cela est pour les personnes : aucun jeton ne le fait.',
  },
  'That token is not valid, or not any more. Make another one.': {
    es: 'Ese token no es válido, o ya no. Haga otro.',
    fr: 'Ce jeton n’est pas valide, ou plus. Faites-en un autre.',
  },
  'There are too many tokens. Remove those that nobody uses.': {
    es: 'Hay demasiados tokens. Borre los que nadie usa.',
    fr: 'Il y a trop de jetons. Supprimez ceux que personne n’utilise.',
  },
  'Your roles do not allow you to change all that it changed.': {
    es: 'Sus funciones no le permiten cambiar todo lo que cambió.',
    fr: 'Vos rôles ne vous permettent pas de changer tout ce qu’il a changé.',
  },
  'There is no such page.': { es: 'No existe esa página.', fr: 'Cette page n’existe pas.' },
  'There is no such call.': { es: 'No existe esa llamada.', fr: 'Cet appel n’existe pas.' },
  'There is no such change.': { es: 'No existe ese cambio.', fr: 'Ce changement n’existe pas.' },
  'There is no such person.': { es: 'No existe esa persona.', fr: 'Cette personne n’existe pas.' },
  'There is no such process.': { es: 'No existe ese proceso.', fr: 'Ce processus n’existe pas.' },
  'There is no such telephone.': {
    es: 'No existe ese teléfono.',
    fr: 'Ce téléphone n’existe pas.',
  },
  'There is no such token.': { es: 'No existe ese token.', fr: 'Ce jeton n’existe pas.' },
  'There is no such session any more.': {
    es: 'Esa sesión ya no existe.',
    fr: 'Cette session n’existe plus.',
  },
  'None has been set.': { es: 'No se ha puesto ninguno.', fr: 'Aucun n’a été mis.' },
  'Change your own way in under Account, with your password.': {
    es: 'Cambie su propio acceso en Cuenta, con su contraseña.',
    fr: 'Changez votre propre accès sous Compte, avec votre mot de passe.',
  },
  'That person has no way in that could be changed here.': {
    es: 'Esa persona no tiene un acceso que se pueda cambiar aquí.',
    fr: 'Cette personne n’a pas d’accès à changer ici.',
  },
  'That took too long. Begin again.': {
    es: 'Tardó demasiado. Empiece de nuevo.',
    fr: 'Cela a pris trop de temps. Recommencez.',
  },
  'There is a second step already. Remove it first.': {
    es: 'Ya hay un segundo paso. Quítelo primero.',
    fr: 'Il y a déjà une deuxième étape. Retirez-la d’abord.',
  },
  'That failed by a defect of the unit. Its log says more.': {
    es: 'Falló por un defecto de la unidad. Su registro dice más.',
    fr: 'Cela a échoué par un défaut de l’appareil. Son journal en dit plus.',
  },
  'The configuration cannot be read.': {
    es: 'La configuración no se puede leer.',
    fr: 'La configuration est illisible.',
  },
  'The unit prepares itself. Wait a moment.': {
    es: 'La unidad se prepara. Espere un momento.',
    fr: 'L’appareil se prépare. Attendez un moment.',
  },
  'That account was removed meanwhile.': {
    es: 'Esa cuenta se borró mientras tanto.',
    fr: 'Ce compte a été supprimé entre-temps.',
  },
  'The administrator was removed meanwhile.': {
    es: 'El administrador se borró mientras tanto.',
    fr: 'L’administrateur a été supprimé entre-temps.',
  },
  'That is not the code of now. Is the clock of the phone right?': {
    es: 'Ese no es el código de ahora. ¿Está bien el reloj del teléfono?',
    fr: 'Ce n’est pas le code de maintenant. L’horloge du téléphone est-elle juste ?',
  },
} as const
