import { entity, type Objection, type Of } from './entity.ts'
import { reference, text } from './fields.ts'
import { rolesOf } from './permissions.ts'

const rules = {
  label: 'hold music',
  section: 'holdMusic',
  key: 'name',
  change: rolesOf('PERM-94'),
  restart: 'none',
  check: oneSource,
} as const

/** Music of the office's own for who is on hold: a recording, or what comes in on a line (MOH-3). */
export const HoldMusicSource = entity('hold-music', rules, {
  name: text('Name', {
    max: 32,
    required: true,
    unique: true,
    spec: 'MOH-9',
    pattern: /^[A-Za-z0-9_]+$/,
    says: 'letters, digits and _',
    remedy: 'Write it as sales or spring_2027.',
  }),
  recording: text('Recording', {
    max: 64,
    spec: 'MOH-6',
    pattern: /^[0-9a-f]{64}$/,
    says: 'the mark of a recording',
    remedy: 'Upload the recording: its mark is made then.',
  }),
  linePort: text('Line-In port', {
    max: 8,
    spec: 'MOH-3',
    pattern: /^fx[os]-[1-9]\d{0,2}$/,
    says: 'the name of a port',
    remedy: 'Write it as fxo-4.',
    help: 'A port that a radio or player is wired to, and no telephone or outside line. It is heard by all who are on hold, as it plays.',
  }),
})
export type HoldMusicSource = Of<typeof HoldMusicSource>

/** The music that somebody's callers hear instead of the supplied one. */
export const ownMusic = (help: string) =>
  reference('Own music', 'hold-music', {
    optional: true,
    onDelete: 'clear',
    spec: 'MOH-13',
    change: rolesOf('PERM-94'),
    help,
  })

function oneSource({
  recording,
  linePort,
}: Readonly<Record<string, unknown>>): readonly Objection[] {
  const given = [recording, linePort].filter(Boolean).length
  if (given === 1) return []
  return [
    {
      field: 'recording',
      what:
        given === 0
          ? 'it is missing, and there is no Line-In port'
          : 'it and a Line-In port are two sources',
      remedy: 'Give one of the two.',
    },
  ]
}
