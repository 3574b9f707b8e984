export type SoundName = 'ring' | 'ringback' | 'busy' | 'congestion'

/** What of a call decides (call.ts). */
interface Sounding {
  readonly state: 'rings' | 'calls' | 'up' | 'over'
  readonly held: boolean
  readonly early?: 'ringing' | 'heard'
  readonly refused?: 'busy' | 'congestion'
}

/** What the page plays while these calls are as they are; undefined: silence. Nobody who speaks hears a bell or a tone beside it. */
export function whichSound(calls: readonly Sounding[]): SoundName | undefined {
  if (calls.some(({ state, held }) => state === 'up' && !held)) return undefined
  if (calls.some(({ state }) => state === 'rings')) return 'ring'
  const waits = calls.find(({ state }) => state === 'calls')
  if (waits) return waits.early === 'ringing' ? 'ringback' : undefined
  return calls.find(({ state, refused }) => state === 'over' && refused)?.refused
}
