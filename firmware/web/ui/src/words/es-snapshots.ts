import type { SnapshotEnglish } from './en-snapshots.ts'

export const SnapshotSpanish: Readonly<Record<keyof typeof SnapshotEnglish, string>> = {
  'snapshot.title': 'Última copia buena',
  'snapshot.text':
    'Para una configuración dañada: como era cuando se escribió la copia. Lo cambiado después se pierde, todas las llamadas terminan, y lo reemplazado se guarda aparte.',
  'snapshot.none': 'Aún no hay ninguna: se escribe una cada diez cambios.',
  'snapshot.do': 'Restaurar la copia',
  'snapshot.of': 'Del cambio {revision}, escrita {when}, {objects} objetos',
  'snapshot.begun': 'Se detiene y arranca de nuevo con la copia. Entre otra vez en un minuto.',
  'snapshot.which': 'Copia',
}
