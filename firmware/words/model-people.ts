/** Words of the declarations of people and what administrators keep for them: templates, PIN codes, contacts, rules. The English is the id. */
export const PEOPLE_WORDS = {
  // entities
  'audit PIN': { es: 'código PIN de auditoría', fr: 'code NIP de vérification' },
  'audit PIN settings': {
    es: 'ajustes de los PIN de auditoría',
    fr: 'réglages des NIP de vérification',
  },
  'business information': { es: 'datos de la empresa', fr: 'données de l’entreprise' },
  'public contact': { es: 'contacto público', fr: 'contact public' },
  'user template': { es: 'plantilla de personas', fr: 'modèle de personnes' },
  'user-template': { es: 'plantilla de personas', fr: 'modèle de personnes' },
  'password rules': { es: 'reglas de contraseñas', fr: 'règles des mots de passe' },

  // people and templates
  'May change their own photo': {
    es: 'Puede cambiar su propia foto',
    fr: 'Peut changer sa propre photo',
  },
  'May use a browser as a telephone': {
    es: 'Puede usar un navegador como teléfono',
    fr: 'Peut utiliser un navigateur comme téléphone',
  },
  'On these pages. Taken away, it ends at once; the telephone stays with the number and does not ring.':
    {
      es: 'En estas páginas. Si se quita, termina en el acto; el teléfono queda con el número y no suena.',
      fr: 'Sur ces pages. Retiré, cela cesse aussitôt ; le téléphone reste avec le numéro et ne sonne pas.',
    },
  'In the portal. Administrators may in any case.': {
    es: 'En el portal. Los administradores pueden en todo caso.',
    fr: 'Dans le portail. Les administrateurs le peuvent de toute façon.',
  },
  'Template last applied': { es: 'Última plantilla aplicada', fr: 'Dernier modèle appliqué' },
  'Where these settings came from. To name another one here changes none of them: apply it.': {
    es: 'De dónde vienen estos ajustes. Nombrar otra aquí no cambia ninguno: aplíquela.',
    fr: 'D’où viennent ces réglages. En nommer un autre ici n’en change aucun : appliquez-le.',
  },
  PIN: { es: 'PIN', fr: 'NIP' },
  'Require PIN change': { es: 'Exigir cambio de PIN', fr: 'Exiger un nouveau NIP' },
  'The PIN works once, then it must be changed.': {
    es: 'El PIN vale una vez; luego hay que cambiarlo.',
    fr: 'Le NIP vaut une fois, puis il faut le changer.',
  },
  Passkeys: { es: 'Llaves de acceso', fr: 'Clés d’accès' },
  'the keys of passkeys': { es: 'las llaves de acceso', fr: 'les clés d’accès' },
  'Their owner makes them after signing in.': {
    es: 'Su dueño las crea tras iniciar sesión.',
    fr: 'Leur propriétaire les crée après la connexion.',
  },
  Photo: { es: 'Foto', fr: 'Photo' },
  'the mark of a picture': { es: 'la marca de una imagen', fr: 'la marque d’une image' },
  'Upload the picture: its mark is made then.': {
    es: 'Suba la imagen: su marca se hace entonces.',
    fr: 'Téléversez l’image : sa marque se fait alors.',
  },
  'What this person may administer. None: only what is their own. They act at the next sign-in.': {
    es: 'Lo que esta persona puede administrar. Ninguna: solo lo suyo. Valen desde el próximo inicio de sesión.',
    fr: 'Ce que cette personne peut administrer. Aucun : seulement ce qui est à elle. Valables à la prochaine connexion.',
  },

  // audit PIN codes
  'PIN Code': { es: 'Código PIN', fr: 'Code NIP' },
  'a text of 1 to 32 characters without % < > ; :': {
    es: 'un texto de 1 a 32 caracteres sin % < > ; :',
    fr: 'un texte de 1 à 32 caractères sans % < > ; :',
  },
  'Leave these characters out.': { es: 'Omita esos caracteres.', fr: 'Omettez ces caractères.' },
  Verification: { es: 'Verificación', fr: 'Vérification' },
  'enabled: only codes of the list are taken. disabled: any digits of that length are taken and recorded.':
    {
      es: 'Activada: solo valen los códigos de la lista. Desactivada: vale y se anota cualquier cifra de esa longitud.',
      fr: 'Activée : seuls les codes de la liste valent. Désactivée : tous les chiffres de cette longueur valent et sont notés.',
    },
  'Length of PIN codes': { es: 'Longitud de los códigos PIN', fr: 'Longueur des codes NIP' },
  digits: { es: 'cifras', fr: 'chiffres' },
  characters: { es: 'caracteres', fr: 'caractères' },
  'The same for all. It can be changed while there is no code.': {
    es: 'La misma para todos. Se puede cambiar mientras no haya ningún código.',
    fr: 'La même pour tous. Elle peut changer tant qu’il n’y a aucun code.',
  },
  'Export the codes, delete them all, change the length, then import new ones.': {
    es: 'Exporte los códigos, bórrelos todos, cambie la longitud y luego importe otros.',
    fr: 'Exportez les codes, supprimez-les tous, changez la longueur, puis importez-en d’autres.',
  },

  // business information
  'Business name': { es: 'Nombre de la empresa', fr: 'Nom de l’entreprise' },
  'Contact name': { es: 'Persona de contacto', fr: 'Personne-ressource' },
  'Street address': { es: 'Dirección', fr: 'Adresse municipale' },
  'Street address, second line': {
    es: 'Dirección, segunda línea',
    fr: 'Adresse municipale, deuxième ligne',
  },
  City: { es: 'Ciudad', fr: 'Ville' },
  'State or province': { es: 'Estado o provincia', fr: 'État ou province' },
  'Postal code': { es: 'Código postal', fr: 'Code postal' },
  Telephone: { es: 'Teléfono', fr: 'Téléphone' },
  Fax: { es: 'Fax', fr: 'Télécopieur' },
  'E-mail': { es: 'Correo electrónico', fr: 'Courriel' },
  'an e-mail address': { es: 'una dirección de correo', fr: 'une adresse de courriel' },
  'Write it as name@example.com, or nothing.': {
    es: 'Escríbala como nombre@example.com, o nada.',
    fr: 'Écrivez-la comme nom@example.com, ou rien.',
  },
  'Web site': { es: 'Sitio web', fr: 'Site web' },

  // public contacts
  'Speed #': { es: 'N.º abreviado', fr: 'N° abrégé' },
  'Dialed after *, by everybody. It never changes.': {
    es: 'Se marca tras *, por cualquiera. Nunca cambia.',
    fr: 'Composé après *, par tous. Il ne change jamais.',
  },
  'a number from 250 to 299 or from 24000 to 24999': {
    es: 'un número de 250 a 299 o de 24000 a 24999',
    fr: 'un numéro de 250 à 299 ou de 24000 à 24999',
  },
  'Choose one that is free.': { es: 'Elija uno libre.', fr: 'Choisissez-en un qui est libre.' },
  'Phone number': { es: 'Número de teléfono', fr: 'Numéro de téléphone' },
  'digits, * and #, and P for a pause of a second': {
    es: 'cifras, * y #, y P para una pausa de un segundo',
    fr: 'des chiffres, * et #, et P pour une pause d’une seconde',
  },
  'Write it as it is dialed, with the digit for outside calls: 915851234568, or 9P1P5851234567.': {
    es: 'Escríbalo como se marca, con la cifra para llamadas externas: 915851234568, o 9P1P5851234567.',
    fr: 'Écrivez-le comme il se compose, avec le chiffre des appels extérieurs : 915851234568, ou 9P1P5851234567.',
  },
  Prefix: { es: 'Tratamiento', fr: 'Titre' },
  'Nick name': { es: 'Apodo', fr: 'Surnom' },
  Suffix: { es: 'Sufijo', fr: 'Suffixe' },
  Organization: { es: 'Organización', fr: 'Organisation' },

  // password rules
  'Shortest password': { es: 'Contraseña más corta', fr: 'Mot de passe le plus court' },
  'With a small letter': { es: 'Con una minúscula', fr: 'Avec une minuscule' },
  'With a capital letter': { es: 'Con una mayúscula', fr: 'Avec une majuscule' },
  'With a digit': { es: 'Con una cifra', fr: 'Avec un chiffre' },
  'With a special character': {
    es: 'Con un carácter especial',
    fr: 'Avec un caractère spécial',
  },
  'Shortest PIN': { es: 'PIN más corto', fr: 'NIP le plus court' },

  // choices
  'choice.enabled': { en: 'Enabled', es: 'Activada', fr: 'Activée' },
  'choice.disabled': { en: 'Disabled', es: 'Desactivada', fr: 'Désactivée' },
} as const
