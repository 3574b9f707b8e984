import type { ShownPhone } from '../../../contract.ts'
import type { Tone } from '../parts/tone.ts'

export type PhoneState = 'here' | 'stale' | 'missing' | 'on-hook' | 'off-hook' | 'rings' | 'absent'

/** What a telephone is doing, in one word. */
export function phoneState({ line, contacts }: ShownPhone): PhoneState {
  switch (line) {
    case 'on hook':
      return 'on-hook'
    case 'off hook':
      return 'off-hook'
    case 'rings':
      return 'rings'
    case 'absent':
      return 'absent'
  }
  if (contacts.length === 0) return 'missing'
  return contacts.every(({ stale }) => stale) ? 'stale' : 'here'
}

export const PHONE_TONES: Readonly<Record<PhoneState, Tone>> = {
  here: 'good',
  'on-hook': 'good',
  'off-hook': 'busy',
  rings: 'busy',
  stale: 'warn',
  missing: 'bad',
  absent: 'bad',
}

/** Cannot be reached now. */
export function isMissing(phone: ShownPhone): boolean {
  const state = phoneState(phone)
  return state === 'missing' || state === 'absent'
}
