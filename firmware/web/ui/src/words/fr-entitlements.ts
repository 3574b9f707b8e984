import type { EntitlementsEnglish } from './en-entitlements.ts'

export const EntitlementsFrench: Readonly<Record<keyof typeof EntitlementsEnglish, string>> = {
  'entitlements.title': 'Droits d’usage',
  'entitlements.lead':
    'Combien cet appareil admet, et les clés qui le relèvent. Rien ici n’arrête jamais un appel d’urgence, ni ce qui est déjà réglé.',
  'entitlements.limits': 'Ce pour quoi il y a place',
  'entitlements.open':
    'Le profil ouvert : toutes les fonctions, et autant que le matériel supporte. Aucune clé n’est nécessaire.',
  'entitlements.sold':
    'Profil {profile}. Rien n’est ajouté au-delà de ces nombres ; ce qui est là reste.',
  'entitlements.what': 'Quoi',
  'entitlements.used': 'Utilisé',
  'entitlements.room': 'Place',
  'entitlements.unknown': 'inconnu pour l’instant',
  'entitlements.as-many': 'Autant que l’appareil en a',
  'entitlements.left': '{count, plural, one {encore #} other {encore #}}',
  'entitlements.full': 'Complet',
  'entitlements.over': 'Plus qu’il n’y a de place : tout continue, rien n’est ajouté',
  'entitlements.most': '(les clés le portent à {most})',
  'entitlements.profile': 'Profil',
  'entitlements.keys': 'Clés de fonctions',
  'entitlements.unit': 'Numéro de cet appareil',
  'entitlements.unit-text':
    'Une clé est faite pour un appareil. Qui l’émet a besoin de son numéro :',
  'entitlements.no-keys': 'Aucune clé n’a été entrée.',
  'entitlements.key': 'Clé {series}, numéro {number}',
  'entitlements.for-good': 'Sans fin.',
  'entitlements.until': 'Jusqu’au {end} ; elle agit ensuite encore jusqu’au {acts}.',
  'entitlements.new': 'Nouvelle clé',
  'entitlements.new-help':
    'Entière, de SK1 à sa fin ; les sauts de ligne et les tirets ne comptent pas.',
  'entitlements.enter': 'Entrer la clé',
  'entitlements.entered': 'Acceptée. Elle donne : {gives}',
  'entitlements.features': 'Fonctions',
  'entitlements.all-open': 'Toutes les fonctions de cette version sont ouvertes.',
  'entitlements.state-open': 'ouverte',
  'entitlements.state-valid': 'agit',
  'entitlements.state-ending': 'prend fin bientôt',
  'entitlements.state-grace': 'finie, agit encore',
  'entitlements.state-ended': 'n’agit plus',
  'entitlements.state-none': 'sans clé',
  'entitlements.clock': 'L’horloge est avant le dernier changement',
  'entitlements.clock-text':
    'Les clés sont jugées selon l’heure de ce changement. Réglez l’horloge, ou reliez l’appareil à un serveur de temps.',
}
