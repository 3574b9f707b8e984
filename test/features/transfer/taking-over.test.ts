import t from 'tap'
import type { Call } from '../../../firmware/calls/call.ts'
import type { Leg } from '../../../firmware/calls/leg.ts'
import { mayTakeOver } from '../../../firmware/features/transfer/taking-over.ts'
import { ServerSettings } from '../../../firmware/model/server-settings.ts'

/** Ann has two telephones, Bob one; the lobby's belongs to nobody and has no extension. */
const owners = new Map([
  ['desk', 'ann'],
  ['home', 'ann'],
  ['bobs', 'bob'],
])
const RINGING = { direction: 'out', phase: 'alerting' } as const
const TALKING = { direction: 'out', phase: 'answered' } as const
const CALLING = { direction: 'in', phase: 'alerting' } as const

function may(
  taker: string,
  leg: Pick<Leg, 'direction' | 'phase'> & { readonly device: string | undefined },
  takingOver: ServerSettings['takingOver'] = 'ringing',
  { program = 'conversation', state = {} } = {},
): boolean {
  const call = { program, steps: { saved: { state } } } as unknown as Call
  const office = { ownerOf: (device: string) => owners.get(device), settings: { takingOver } }
  return mayTakeOver(taker, leg, call, office)
}

t.test("RFC 3891 §4 one's own calls may be taken at every telephone of one's own", async (t) => {
  for (const setting of ['none', 'ringing', 'all'] as const)
    for (const leg of [RINGING, TALKING, CALLING])
      for (const device of ['desk', 'home'])
        t.ok(may('home', { ...leg, device }, setting), `${setting} ${leg.phase} ${device}`)
  t.ok(may('lobby', { ...TALKING, device: 'lobby' }, 'none'), 'its own, whoever it is')
})

t.test('FC-44 RFC 3891 §4 calls of others as the office is set', async (t) => {
  t.equal(ServerSettings.fields.takingOver.default, 'ringing')
  for (const [setting, ringing, talking] of [
    ['none', false, false],
    ['ringing', true, false],
    ['all', true, true],
  ] as const) {
    t.equal(may('bobs', { ...RINGING, device: 'desk' }, setting), ringing, `${setting} ringing`)
    t.equal(
      may('lobby', { ...RINGING, device: 'desk' }, setting),
      ringing,
      'by nobody in particular',
    )
    t.equal(may('bobs', { ...TALKING, device: 'desk' }, setting), talking, `${setting} talking`)
    t.equal(may('bobs', { ...CALLING, device: 'desk' }, setting), talking, `${setting} calling out`)
  }
})

t.test(
  'RFC 3891 §4 an outside party, and the emergency centre, are nobody else to take',
  async (t) => {
    for (const device of ['trunk', undefined])
      for (const leg of [RINGING, TALKING]) t.notOk(may('bobs', { ...leg, device }, 'all'))
    for (const how of [{ program: 'emergency' }, { state: { emergency: true } }]) {
      t.notOk(may('bobs', { ...TALKING, device: 'desk' }, 'all', how))
      t.ok(may('home', { ...TALKING, device: 'desk' }, 'none', how), 'her own')
    }
  },
)
