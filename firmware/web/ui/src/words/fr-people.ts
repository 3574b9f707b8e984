import type { PeopleEnglish } from './en-people.ts'

export const PeopleFrench: Readonly<Record<keyof typeof PeopleEnglish, string>> = {
  'people.everybody': 'Tout le monde',
  'may.not-see': 'Vos rôles ne vous permettent pas de voir cela.',

  'roles.title': 'Rôles',
  'roles.lead':
    'Qui administre quoi. Un rôle vaut à la prochaine connexion ; le retirer déconnecte la personne.',
  'roles.nobody': 'Personne n’a ce rôle.',
  'roles.show': 'Donner à quelqu’un',
  'roles.show-name': 'Donner à quelqu’un : {role}',
  'roles.hide': 'Masquer les autres',
  'roles.hide-name': 'Masquer les autres : {role}',
  'roles.give': 'Donner le rôle',
  'roles.give-name': 'Donner le rôle {role} à {name}',
  'roles.take': 'Retirer le rôle',
  'roles.take-name': 'Retirer le rôle {role} à {name}',
  'roles.given': '{name} aura le rôle {role} à la prochaine connexion.',
  'roles.taken': '{name} n’a plus le rôle {role}.',
  'roles.more': '{count, plural, one {# de plus : tapez un nom} other {# de plus : tapez un nom}}',
  'role.server-admin.what': 'Tout. Il y en a toujours un, créé à la mise en service de l’appareil.',
  'role.system-admin.what': 'Tout, sauf la façon dont l’administrateur du serveur se connecte.',
  'role.network-admin.what': 'Réseau, serveur web, réglages SIP et lignes SIP.',
  'role.phone-admin.what':
    'Personnes, numéros, téléphones et lignes analogiques, contacts et codes NIP.',
  'role.support-technician.what':
    'Redémarrages, appels, événements et traces. Ne change presque rien.',

  'templates.title': 'Modèles',
  'templates.lead':
    'Ce que plusieurs personnes ont en commun. Un modèle changé vaut quand on l’applique de nouveau.',
  'templates.add': 'Ajouter un modèle',
  'templates.none': 'Il n’y a que les valeurs d’usine.',
  'templates.copy': 'Copier',
  'templates.apply': 'Appliquer un modèle',
  'templates.which': 'Modèle',
  'templates.default': 'Valeurs d’usine',
  'templates.how': 'Quelle partie',
  'templates.set': 'Tous les réglages du modèle',
  'templates.merge': 'Garder ce qui diffère du dernier modèle appliqué',
  'templates.applied':
    '{count, plural, one {Appliqué à # personne.} other {Appliqué à # personnes.}}',
  'people.templates': 'Afficher les modèles',
  'templates.last': 'Dernier modèle appliqué',
  'templates.differs': 'en diffère',
  'templates.applied-to': 'Appliqué en dernier à',
  'templates.unused': 'Personne.',

  'contacts.title': 'Contacts publics',
  'contacts.lead':
    'Le carnet d’adresses que tous peuvent lire. Chacun a un numéro abrégé, qu’aucun téléphone ne compose encore.',
  'contacts.add': 'Ajouter un contact',
  'contacts.none': 'Il n’y a encore aucun contact.',
  'pins.title': 'NIP de vérification',
  'pins.lead':
    'Des codes pour les appels extérieurs, pour compter chacun sur un projet ou un client. Ils sont gardés ici ; aucun appel n’en demande encore.',
  'pins.add': 'Ajouter un code NIP',
  'pins.none': 'Il n’y a encore aucun code NIP.',
  'rules.title': 'Règles des mots de passe',
  'rules.lead': 'Qui a un mot de passe plus faible en choisit un autre à la prochaine connexion.',
  'business.title': 'Données de l’entreprise',

  'list.search': 'Chercher dans la liste',
  'list.nothing': 'Rien ne correspond. Essayez d’autres lettres.',
  'list.count': '{count, plural, one {# entrée} other {# entrées}}',
  'list.chosen': '{count, plural, =0 {Rien n’est choisi} one {# choisi} other {# choisis}}',
  'list.choose': 'Choisir {name}',
  'list.choose-all': 'Choisir tout ce qui est affiché',
  'list.remove': 'Supprimer {count}',
  'list.remove-ask': '{count, plural, one {Supprimer # entrée ?} other {Supprimer # entrées ?}}',
  'list.removed': '{count, plural, one {# supprimé.} other {# supprimés.}}',
  'list.more': 'Afficher {count} de plus',
  'list.refine': '{count} de plus : cherchez un nom ou un numéro.',
  'list.files': 'En fichier pour un tableur, en sortie et en entrée :',
  'list.settings': 'Réglages',

  'uses.lead': 'Encore utilisé :',
  'uses.blocks': 'à changer d’abord',

  'bulk.title': 'Changer plusieurs',
  'bulk.choose': 'Cochez d’abord les personnes à changer.',
  'bulk.all': 'Choisir les {count}',
  'bulk.none': 'Ne rien choisir',
  'bulk.changed':
    '{count, plural, one {# personne est changée.} other {# personnes sont changées.}}',
  'bulk.must-change': 'Exiger un autre mot de passe',
  'bulk.no-photo': 'Supprimer les photos',
  'bulk.passwords': 'Donner des mots de passe',
  'bulk.passwords-ask':
    '{count, plural, one {Donner à # personne un nouveau mot de passe ?} other {Donner à # personnes de nouveaux mots de passe ?}}',
  'bulk.pins': 'Donner des NIP',
  'bulk.pins-ask':
    '{count, plural, one {Donner à # personne un nouveau NIP ?} other {Donner à # personnes de nouveaux NIP ?}}',
  'bulk.remove-ask':
    '{count, plural, one {Supprimer # personne ?} other {Supprimer # personnes ?}}',
  'bulk.given': '{count, plural, one {Donné à # personne} other {Donné à # personnes}}',
  'bulk.save': 'Enregistrer en fichier',

  'photo.title': 'Photo',
  'photo.how': 'JPEG ou PNG. Déposez-la ici, ou choisissez un fichier.',
  'photo.choose': 'Choisir une photo',
  'photo.remove': 'Supprimer la photo',
  'photo.removed': 'La photo est supprimée.',
  'photo.saved': 'La photo est enregistrée.',
  'photo.no-picture': '{name} n’est pas une image que ce navigateur peut afficher.',
  'photo.cut': 'Ce qui en est gardé',
  'photo.zoom': 'Plus près',
  'photo.across': 'Gauche ou droite',
  'photo.down': 'Haut ou bas',

  'password.rule':
    'Au moins {length} caractères. Plusieurs mots se retiennent bien et se devinent mal.',
  'password.strength': 'Force',
  'password.strength-0': 'Deviné tout de suite',
  'password.strength-1': 'Faible',
  'password.strength-2': 'Moyen',
  'password.strength-3': 'Bon',
  'password.strength-4': 'Fort',
  'password.demand-length': 'Au moins {length} caractères',
  'password.demand-lower': 'Une minuscule',
  'password.demand-upper': 'Une majuscule',
  'password.demand-digit': 'Un chiffre',
  'password.demand-special': 'Un caractère spécial',
  'password.met': ' : oui',
  'password.not-met': ' : pas encore',

  'passkey.title': 'Clés d’accès',
  'passkey.why':
    'Connectez-vous par l’empreinte, le visage ou le NIP d’un appareil, sans mot de passe. Une clé vaut sous le nom pour lequel elle a été créée.',
  'passkey.password': 'Votre mot de passe, pour en ajouter ou en supprimer une',
  'passkey.called': 'Nom de la clé',
  'passkey.device': 'Cet appareil',
  'passkey.make': 'Ajouter une clé',
  'passkey.made': 'La clé est ajoutée.',
  'passkey.remove-name': 'Supprimer la clé {name}',
  'passkey.name-needed':
    'Les navigateurs ne créent des clés que pour des noms. Ouvrez ces pages par le nom de l’appareil, non par son adresse.',
  'passkey.sign-in': 'Se connecter par une clé d’accès',

  'pin.title': 'NIP',
  'pin.why':
    'Pour ce que vous faites au téléphone, où rien ne le demande encore. De {min} à 16 chiffres, et non votre numéro.',
  'pin.password': 'Votre mot de passe, pour changer le NIP',
  'pin.new': 'Nouveau NIP',
  'pin.again': 'Encore une fois',
  'pin.differs': 'Ce sont deux NIP différents.',
  'pin.change': 'Changer le NIP',
  'pin.changed': 'Le NIP est changé.',

  'way-in.no-pin': 'Aucun',
  'way-in.give-pin': 'Donner un nouveau NIP',
  'way-in.first-pin': 'Donner un NIP',
  'way-in.give-pin-ask': 'Donner à {name} un nouveau NIP ?',
  'way-in.give-pin-text':
    'Le vieux NIP cesse de valoir. Le nouveau est montré une fois et doit être changé au premier usage.',
  'way-in.given-pin': 'Le nouveau NIP de {name}',
  'way-in.take-passkeys': 'Retirer les clés d’accès',
  'way-in.take-passkeys-ask': 'Supprimer toutes les clés de {name} ?',
  'way-in.take-passkeys-text':
    'Pour un appareil perdu. Le mot de passe vaut toujours, et les sessions se terminent.',
  'way-in.passkeys-gone': '{name} n’a plus de clés d’accès.',
}
