import t from 'tap'
import type { Call } from '../../../firmware/calls/call.ts'
import { Cause } from '../../../firmware/calls/cause.ts'
import type { Leg } from '../../../firmware/calls/leg.ts'
import type { SipContact } from '../../../firmware/calls/sip-leg/contract.ts'
import { SipLeg } from '../../../firmware/calls/sip-leg.ts'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { FxoLine } from '../../../firmware/model/fxo-line.ts'
import { internalNumber, outsideNumber } from '../../../firmware/model/party-number.ts'
import type { SipTrunk } from '../../../firmware/model/sip-trunk.ts'
import type { Flow } from '../../../firmware/sip/contract.ts'
import { LineBoard } from '../../../firmware/trunks/line-board.ts'
import { OutsideLines } from '../../../firmware/trunks/outside-lines.ts'
import type { TrunkLine, TrunkWay } from '../../../firmware/trunks/sip/trunk-line.ts'
import { mayTryAnother, WaysOut } from '../../../firmware/trunks/sip/ways-out.ts'

const NUMBER = outsideNumber('5550100', 'unknown')
const EMERGENCY = outsideNumber('911', 'emergency')

/** A call, each time another. */
const aCall = () => ({ caller: { party: internalNumber('201') } }) as unknown as Call

interface Made {
  readonly order?: number
  readonly servers?: number
  readonly isUp?: boolean
  readonly isSilent?: boolean
  readonly emergency?: boolean
  readonly calls?: number
}

function aLine(id: string, made: Made, heard: string[]) {
  const { order = 50, servers = 1, isUp = true, emergency = true, isSilent = false } = made
  const flows = Array.from({ length: servers }, (_, n): { flow: Flow } => ({
    flow: {
      transport: 'udp',
      local: { address: '192.0.2.99', port: 5060 },
      remote: { address: `192.0.2.${n + 1}`, port: 5060 },
    },
  }))
  const trunk = {
    id,
    order,
    emergency,
    inService: true,
    maxCalls: 2,
    server: 'p.example',
    userId: '1',
    loginId: '',
    prefixString: '',
    callerNumber: '',
    callerName: '',
    identity: 'none',
    diversion: 'never',
    requestUri: 'dialed',
    transport: 'udp',
    silenceSeconds: 4,
  } as unknown as SipTrunk
  const line = {
    trunk,
    isUp,
    isSilent,
    ways: flows,
    /** As the true one: whoever was silent comes last. */
    heard(way: TrunkWay, anybody: boolean) {
      heard.push(`${id} ${way.flow.remote.address} ${anybody}`)
      if (!anybody) line.ways = [...line.ways.filter((one) => one !== way), way]
    },
  }
  return line as unknown as TrunkLine
}

/** One analog line, and these trunks; what was tried in order. */
function anOffice(
  made: Readonly<Record<string, Made>>,
  leg: Partial<SipLeg> = {},
  allFull = () => false,
) {
  const board = new LineBoard(new VirtualClock())
  const fxo = { line: 'fxo-1', kind: 'fxo', driver: 'sim', hook: 'on', ringing: false } as const
  board.refresh([{ ...fxo, battery: true, audio: true, lifeline: 'off' }])
  const heard: string[] = []
  const contacts: SipContact[] = []
  const all = Object.entries(made).map(([id, one]) => aLine(id, one, heard))
  const dialled = Object.assign(Object.create(SipLeg.prototype), {}) as SipLeg
  Object.defineProperty(dialled, 'refusal', { value: leg.refusal })
  Object.defineProperty(dialled, 'cause', { value: Cause.temporaryFailure })
  const lines = new OutsideLines({
    board,
    lines: () => [{ port: 'fxo-1', inService: true, prefixDigits: '' } as FxoLine],
    emergencyReleasesCalls: () => false,
    dial: () => ({}) as never,
    release: () => {},
    trunks: new WaysOut({
      trunks: { all },
      calls: (id) => made[id]?.calls ?? 0,
      allFull,
      dial: (_call, _id, _who, contact) => {
        contacts.push(contact)
        return dialled
      },
    }),
  })
  const tried = (
    attempt: (n: number, call: Call) => ReturnType<typeof lines.outside>,
  ): string[] => {
    const call = aCall()
    const keys: string[] = []
    for (let n = 0; n < 40; n++) {
      const one = attempt(n, call)
      if (!one) return keys
      for (const { key, dial } of one.destinations) {
        keys.push(key)
        dial(call, 'leg')
        one.isFinal?.(Cause.temporaryFailure)
      }
    }
    throw new Error('it never ends')
  }
  return { lines, tried, board, heard, contacts }
}

const silence = { status: 408, byPeer: false, hasBegun: false }

t.test('OUT-10 trunks and analog lines are tried in their order', async (t) => {
  const { lines, tried } = anOffice(
    { last: { order: 90 }, same: { order: 50 }, first: { order: 10, servers: 2 } },
    { refusal: silence },
  )
  t.strictSame(
    tried((n, call) => lines.outside(NUMBER, n, call)),
    ['first/0', 'first/1', 'fxo-1', 'same/0', 'last/0'],
  )
})

t.test('SIPT-9 a trunk that is full or away is passed over', async (t) => {
  const { lines, tried } = anOffice({ full: { calls: 2 }, away: { isUp: false }, free: {} })
  t.strictSame(
    tried((n, call) => lines.outside(NUMBER, n, call)),
    ['fxo-1', 'free/0'],
  )
})

t.test(
  'VOIP-4 VOIP-5 all trunks together have their limit; emergency calls have none',
  async (t) => {
    let isFull = true
    const { lines, tried } = anOffice({ one: {} }, {}, () => isFull)
    const ordinary = () => tried((n, call) => lines.outside(NUMBER, n, call))
    t.strictSame(ordinary(), ['fxo-1'])
    const emergency = tried((n, call) => lines.emergency(EMERGENCY, n, call))
    t.ok(emergency.includes('one/0'))
    isFull = false
    t.strictSame(ordinary(), ['fxo-1', 'one/0'])
  },
)

t.test('RFC 3263 §4.3 the other servers are for silence and 503, not for a refusal', async (t) => {
  const refusal = { status: 403, byPeer: true, hasBegun: false }
  const { lines, tried } = anOffice({ one: { servers: 3 }, two: {} }, { refusal })
  t.strictSame(
    tried((n, call) => lines.outside(NUMBER, n, call)),
    ['fxo-1', 'one/0', 'two/0'],
  )
})

t.test(
  'SECURITY row 22 an emergency call leaves by an analog line, then by any trunk',
  async (t) => {
    const { lines, tried } = anOffice(
      { away: { isUp: false, calls: 2 }, full: { calls: 2 }, not: { emergency: false } },
      { refusal: silence },
    )
    t.strictSame(
      tried((n, call) => lines.emergency(EMERGENCY, n, call)),
      ['fxo-1', 'full/0', 'away/0'],
    )
  },
)

t.test('who was called and would not is not called again', async (t) => {
  const refused = (status: number, byPeer = true, hasBegun = false) => {
    const leg = Object.create(SipLeg.prototype)
    Object.defineProperty(leg, 'refusal', { value: { status, byPeer, hasBegun } })
    return mayTryAnother(leg as Leg, Cause.normalUnspecified)
  }
  for (const status of [404, 480, 484, 486, 487, 600, 603]) t.notOk(refused(status), String(status))
  for (const status of [302, 401, 403, 407, 408, 500, 503]) t.ok(refused(status), String(status))
  t.notOk(refused(503, true, true), 'it has rung')
  t.ok(refused(408, false), 'silence')
  t.ok(mayTryAnother(undefined, Cause.temporaryFailure), 'after a restart the cause tells')
  t.notOk(mayTryAnother(undefined, Cause.userBusy))
})

t.test(
  'RFC 3263 §4.3 silence leads on to the servers that were not tried, each once',
  async (t) => {
    const { lines, tried, heard } = anOffice({ one: { servers: 3 } }, { refusal: silence })
    t.strictSame(
      tried((n, call) => lines.outside(NUMBER, n, call)),
      ['fxo-1', 'one/0', 'one/1', 'one/2'],
    )
    t.strictSame(heard, ['one 192.0.2.1 false', 'one 192.0.2.2 false', 'one 192.0.2.3 false'])
  },
)

t.test(
  'who is silent is waited for shortly where anything is left, and in full at last',
  async (t) => {
    const { lines, tried, contacts } = anOffice(
      { first: { order: 10, servers: 2 }, last: { order: 90 } },
      { refusal: silence },
    )
    tried((n, call) => lines.outside(NUMBER, n, call))
    t.strictSame(
      contacts.map(({ options }) => options?.silenceMs),
      [4000, 4000, undefined],
    )
    contacts.length = 0
    tried((n, call) => lines.emergency(EMERGENCY, n, call))
    t.strictSame(
      contacts.map(({ options }) => options?.silenceMs),
      [4000, 4000, undefined],
      'SECURITY row 22',
    )
  },
)

t.test('a trunk that was silent lately is passed over where another is left', async (t) => {
  const made = { silent: { order: 60, isSilent: true }, other: { order: 70 } }
  const { lines, tried } = anOffice(made, { refusal: silence })
  t.strictSame(
    tried((n, call) => lines.outside(NUMBER, n, call)),
    ['fxo-1', 'other/0'],
  )
  const only = anOffice({ silent: { order: 60, isSilent: true } }, { refusal: silence })
  t.strictSame(
    only.tried((n, call) => only.lines.outside(NUMBER, n, call)),
    ['fxo-1', 'silent/0'],
  )
  t.strictSame(
    tried((n, call) => lines.emergency(EMERGENCY, n, call)),
    ['fxo-1', 'silent/0', 'other/0'],
    'SECURITY row 22: an emergency call tries all',
  )
})
