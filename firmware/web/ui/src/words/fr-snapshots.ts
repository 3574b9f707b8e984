import type { SnapshotEnglish } from './en-snapshots.ts'

export const SnapshotFrench: Readonly<Record<keyof typeof SnapshotEnglish, string>> = {
  'snapshot.title': 'Dernière bonne copie',
  'snapshot.text':
    'Pour une configuration abîmée : telle qu’elle était à l’écriture de la copie. Ce qui a changé ensuite est perdu, tous les appels finissent, et ce qui est remplacé est mis de côté.',
  'snapshot.none': 'Il n’y en a pas encore : une est écrite toutes les dix modifications.',
  'snapshot.do': 'Restaurer la copie',
  'snapshot.of': 'De la modification {revision}, écrite {when}, {objects} objets',
  'snapshot.begun':
    'Tout s’arrête et redémarre avec la copie. Connectez-vous à nouveau dans une minute.',
  'snapshot.which': 'Copie',
}
