import type { MusicEnglish } from './en-music.ts'

export const MusicFrench: Readonly<Record<keyof typeof MusicEnglish, string>> = {
  'music.title': 'Musique d’attente',
  'music.lead':
    'Ce que l’on entend en attente : la musique fournie, vos enregistrements ou une radio.',
  'music.office': 'Pour le bureau',
  'music.heard': 'En attente, on entend',
  'music.supplied': 'La musique fournie',
  'music.louder': 'La musique fournie, plus forte',
  'music.none': 'Rien',
  'music.phones': 'Un téléphone peut avoir sa propre musique, sur sa page, sous Tout le reste.',
  'music.own': 'Votre musique',
  'music.nothing': 'Il n’y a pas encore de musique à vous.',
  'music.room': 'Les enregistrements prennent {used} Mo sur {most} Mo.',
  'music.level': '{level} dBm0 en moyenne, {length}',
  'music.line': 'Ce qui arrive par le port {port}',
  'music.loud': 'C’est plus fort que les −22 dBm0 recommandés.',
  'music.quiet': 'C’est bien plus faible que les −22 dBm0 recommandés.',
  'music.listen': 'Écouter : {name}',
  'music.used': 'Utilisée par',
  'music.unused': 'Personne ne l’utilise.',
  'music.add': 'Ajouter un enregistrement',
  'music.file': 'Enregistrement',
  'music.file-how':
    'Un fichier WAV ou .au de Sun, ou de la loi mu à 8 kHz sans en-tête (.snd, .raw, .ul). Il est répété tant que quelqu’un est en attente.',
  'music.choose': 'Choisir un enregistrement',
  'music.name': 'Nom',
  'music.name-how': 'Lettres, chiffres et _.',
  'music.adjust': 'L’amener au niveau recommandé',
  'music.added': '{name} est là. Choisissez-la pour le bureau ou pour les téléphones.',
  'music.add-line': 'Ajouter une ligne',
  'music.line-how':
    'Un port auquel une radio ou un lecteur est branché. Tous ceux qui sont en attente l’entendent tel qu’il joue.',
  'music.port': 'Port',
  'music.no-file': 'Choisissez d’abord un enregistrement.',
}
