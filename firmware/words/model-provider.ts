/** Words of signing in at a provider. The English is the id. */
export const PROVIDER_WORDS = {
  'sign-in provider': {
    es: 'proveedor de inicio de sesión',
    fr: 'fournisseur de connexion',
  },
  'Sign in at the provider too': {
    es: 'Iniciar sesión también en el proveedor',
    fr: 'Se connecter aussi chez le fournisseur',
  },
  'Beside the password, which stays. Only under the name of the unit, and only for people who have a name at the provider.':
    {
      es: 'Además de la contraseña, que sigue valiendo. Solo con el nombre de la unidad, y solo para quien tenga un nombre en el proveedor.',
      fr: 'En plus du mot de passe, qui reste valable. Seulement sous le nom de l’unité, et pour qui a un nom chez le fournisseur.',
    },
  'Name on the button': { es: 'Nombre en el botón', fr: 'Nom sur le bouton' },
  Issuer: { es: 'Emisor', fr: 'Émetteur' },
  'an address that begins with https://': {
    es: 'una dirección que empiece por https://',
    fr: 'une adresse qui commence par https://',
  },
  'Copy it as the provider wrote it, as https://login.example.com/office.': {
    es: 'Cópiela como la escribió el proveedor: https://login.example.com/office.',
    fr: 'Copiez-la telle que le fournisseur l’a écrite : https://login.example.com/office.',
  },
  'What the provider says of itself is read below it, and is believed from there alone.': {
    es: 'Lo que el proveedor dice de sí mismo se lee debajo, y solo de ahí se cree.',
    fr: 'Ce que le fournisseur dit de lui-même est lu en dessous, et n’est cru que de là.',
  },
  'Client ID': { es: 'ID de cliente', fr: 'Identifiant client' },
  'Of this unit at the provider. There, allow the unit’s address with /signed-in behind it to be returned to.':
    {
      es: 'De esta unidad en el proveedor. Permita allí volver a la dirección de la unidad seguida de /signed-in.',
      fr: 'De cette unité chez le fournisseur. Autorisez-y le retour à l’adresse de l’unité suivie de /signed-in.',
    },
  'Certificate authorities of the provider': {
    es: 'Autoridades del certificado del proveedor',
    fr: 'Autorités de certification du fournisseur',
  },
  'Client secret': { es: 'Secreto del cliente', fr: 'Secret du client' },
  'Left out where the provider gave none: a proof made for each sign-in (PKCE) is always sent.': {
    es: 'Vacío si el proveedor no dio ninguno: siempre se envía una prueba hecha para cada inicio (PKCE).',
    fr: 'Vide si le fournisseur n’en a pas donné : une preuve faite pour chaque connexion (PKCE) est toujours envoyée.',
  },
  'nobody can sign in at a provider without it': {
    es: 'sin él nadie puede iniciar sesión en un proveedor',
    fr: 'sans lui, personne ne peut se connecter chez un fournisseur',
  },
  'Copy it from the provider, or switch the sign-in there off.': {
    es: 'Cópielo del proveedor, o desactive el inicio de sesión allí.',
    fr: 'Copiez-le chez le fournisseur, ou désactivez la connexion chez lui.',
  },
  'Name at the provider': { es: 'Nombre en el proveedor', fr: 'Nom chez le fournisseur' },
  'For signing in there: an e-mail address that the provider has verified, or what it calls the subject (sub).':
    {
      es: 'Para iniciar sesión allí: una dirección de correo que el proveedor haya verificado, o lo que él llama sujeto (sub).',
      fr: 'Pour s’y connecter : une adresse que le fournisseur a vérifiée, ou ce qu’il appelle le sujet (sub).',
    },
  'an e-mail address or a subject, without spaces': {
    es: 'una dirección de correo o un sujeto, sin espacios',
    fr: 'une adresse ou un sujet, sans espaces',
  },
  'Copy it from the provider.': {
    es: 'Cópielo del proveedor.',
    fr: 'Copiez-le chez le fournisseur.',
  },
  'Nobody signs in at a provider here.': {
    es: 'Aquí nadie inicia sesión en un proveedor.',
    fr: 'Ici, personne ne se connecte chez un fournisseur.',
  },
  'Signing in at the provider needs the name of the unit in the address bar.': {
    es: 'Para iniciar sesión en el proveedor hace falta el nombre de la unidad en la barra de direcciones.',
    fr: 'Pour se connecter chez le fournisseur, il faut le nom de l’unité dans la barre d’adresse.',
  },
  'The provider does not answer as it should. Sign in with your password; its administrator finds why in the log.':
    {
      es: 'El proveedor no responde como debe. Inicie sesión con su contraseña; el registro dice por qué.',
      fr: 'Le fournisseur ne répond pas comme il faut. Connectez-vous par mot de passe ; le journal dit pourquoi.',
    },
  'The provider did not let you in, or it took too long. Try again.': {
    es: 'El proveedor no le dejó entrar, o tardó demasiado. Inténtelo de nuevo.',
    fr: 'Le fournisseur ne vous a pas laissé entrer, ou c’était trop long. Réessayez.',
  },
  'The provider knows you, but nobody here has that name. Ask an administrator.': {
    es: 'El proveedor le conoce, pero aquí nadie tiene ese nombre. Pregunte a un administrador.',
    fr: 'Le fournisseur vous connaît, mais personne ici n’a ce nom. Demandez à un administrateur.',
  },
  'That account has a second step here. Sign in with the password and the code.': {
    es: 'Esa cuenta tiene aquí un segundo paso. Inicie sesión con la contraseña y el código.',
    fr: 'Ce compte a ici une seconde étape. Connectez-vous avec le mot de passe et le code.',
  },
} as const
