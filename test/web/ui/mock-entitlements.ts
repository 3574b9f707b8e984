import type { Entitlements, ShownKey } from '../../../firmware/web/contract.ts'
import { HOSTILE } from './mock-objects.ts'

const DAY = 86_400_000

const limit = (name: string, label: string, used: number, most?: number) => ({
  name,
  label,
  used,
  limit: 12,
  ...(most !== undefined && { most }),
})

/** A sold profile with all that can be told of it: room, nearly none, none, too much; keys in every state. */
export function mockEntitlements(now: number): Entitlements {
  const key = (series: string, state: ShownKey['state'], ends?: number): ShownKey => ({
    series,
    number: 2,
    state,
    issued: now - 300 * DAY,
    ...(ends !== undefined && { expires: now + ends * DAY, actsUntil: now + (ends + 30) * DAY }),
    gives: ['More people: 20', HOSTILE],
  })
  return {
    unit: '01890a5d-ac96-774b-bcce-b302099a8057',
    profile: '320',
    profileName: '320',
    limits: [
      limit('people', 'people', 12, 20),
      limit('extensions', 'system extensions', 14, 20),
      limit('handsets', 'telephones of all kinds', 11),
      limit('sipHandsets', 'SIP telephones', 4, 20),
      { name: 'fxoPorts', label: 'lines on FXO ports', used: 4 },
      { name: 'externalCalls', label: 'outside calls at once', limit: 12 },
    ],
    features: [
      { name: 'users', label: 'More people', state: 'valid' },
      { name: 'queues', label: 'Call queues', state: 'none' },
      { name: 'conference', label: 'Conference center', state: 'grace' },
      { name: 'desktop', label: 'Desktop client', state: 'ended' },
    ],
    keys: [
      key('PEOPLE', 'valid'),
      key('PHONES', 'ending', 12),
      key('MEETINGS', 'grace', -12),
      key('DESKTOP', 'ended', -80),
    ],
    clockBehind: true,
  }
}
