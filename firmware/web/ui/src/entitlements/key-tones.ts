import type { ShownFeature } from '../../../contract.ts'
import type { Tone } from '../parts/tone.ts'

/** How the state of a key or a feature looks; its words are `entitlements.state-…`. */
export const KEY_TONES: Readonly<Record<ShownFeature['state'], Tone>> = {
  open: 'good',
  valid: 'good',
  ending: 'busy',
  grace: 'warn',
  ended: 'bad',
  none: 'idle',
}
