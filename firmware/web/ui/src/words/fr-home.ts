import type { HomeEnglish } from './en-home.ts'

export const HomeFrench: Readonly<Record<keyof typeof HomeEnglish, string>> = {
  'condition.since': '{subject}, depuis {time}',
  'condition.look': 'Voir',
  'condition.look-at': 'Voir : {subject}',
  'home.verdict': 'État du système téléphonique',
  'home.works': 'Tout fonctionne.',
  'home.others':
    '{count, plural, one {Et # autre problème vous attend.} other {Et # autres problèmes vous attendent.}}',
  'home.conditions': 'Problèmes actuels',
  'home.calls': 'Appels en cours',
  'home.calls-link': 'Voir les appels',
  'home.phones': 'Téléphones joignables',
  'home.phone-missing': '{name} est absent',
  'home.phones-link': 'Voir les téléphones',
  'home.lines': 'Lignes occupées',
  'home.lines-link': 'Voir les lignes',
  'steps.title':
    '{count, plural, one {Il reste # étape pour installer votre bureau} other {Il reste # étapes pour installer votre bureau}}',
  'steps.person': 'Ajouter la première personne',
  'steps.person-why': 'Avec un numéro et un téléphone, en un seul formulaire.',
  'steps.phone': 'Raccorder un téléphone',
  'steps.phone-why':
    'Aucun téléphone n’est encore joignable. Entrez-y son identifiant et son mot de passe SIP.',
  'steps.line-route': 'Dire où vont les appels de l’extérieur',
  'steps.line-route-why': 'Une ligne sans destination n’est pas prise.',
  'steps.time-zone': 'Choisir le fuseau horaire',
  'steps.time-zone-why': 'Les heures des téléphones et des relevés en dépendent.',
  'steps.operator': 'Choisir l’opérateur',
  'steps.operator-why': 'Le poste qui répond au 0.',
  'chart.title': 'Charge',
  'chart.range': 'Durée affichée',
  'chart.hours': '{count, plural, one {# heure} other {# heures}}',
  'chart.calls': 'Appels',
  'chart.cpu': 'Processeur',
  'chart.memory': 'Mémoire',
  'chart.table': 'En tableau',
  'chart.most': '(au plus {value})',
  'home.calls-hour':
    '{count, plural, one {Dernière heure : au plus # appel à la fois} other {Dernière heure : au plus # appels à la fois}}',
  'home.share': '{part} sur {whole}',
  'home.more-missing': '{count, plural, one {et # autre} other {et # autres}}',
  'emergency.title': 'Appels d’urgence',
  'emergency.good': 'Le {number} fonctionne',
  'emergency.warn': 'Le {number} fonctionne, avec une lacune',
  'emergency.bad': 'Le {number} ne sort pas',
  'emergency.lines':
    '{ready} sur {lines, plural, one {# ligne extérieure} other {# lignes extérieures}} peut le porter.',
  'emergency.not-direct':
    'Le {number} seul ne suffit pas : il faut le chiffre des appels extérieurs.',
  'emergency.unknown': 'Les lignes ne répondent pas encore.',
  'emergency.plan': 'Voir le plan de numérotation',
}
