/** Snapshots of the configuration. */
export const SnapshotEnglish = {
  'snapshot.title': 'Last good snapshot',
  'snapshot.text':
    'For a configuration that is damaged: as it was when the snapshot was written. What was changed later is lost, every call ends, and what it replaces is kept aside.',
  'snapshot.none': 'There is none yet: one is written after every ten changes.',
  'snapshot.do': 'Restore snapshot',
  'snapshot.of': 'Of change {revision}, written {when}, {objects} objects',
  'snapshot.begun': 'It stops and starts again with the snapshot. Sign in again in a minute.',
  'snapshot.which': 'Snapshot',
} as const
