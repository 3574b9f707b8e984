import t from 'tap'
import type { Call } from '../../../firmware/calls/call.ts'
import { Cause } from '../../../firmware/calls/cause.ts'
import type { Leg } from '../../../firmware/calls/leg.ts'
import { SipLeg } from '../../../firmware/calls/sip-leg.ts'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { FxoLine } from '../../../firmware/model/fxo-line.ts'
import { internalNumber, outsideNumber } from '../../../firmware/model/party-number.ts'
import type { SipTrunk } from '../../../firmware/model/sip-trunk.ts'
import type { Flow } from '../../../firmware/sip/contract.ts'
import { LineBoard } from '../../../firmware/trunks/line-board.ts'
import { OutsideLines } from '../../../firmware/trunks/outside-lines.ts'
import type { TrunkLine } from '../../../firmware/trunks/sip/trunk-line.ts'
import { mayTryAnother, WaysOut } from '../../../firmware/trunks/sip/ways-out.ts'

const NUMBER = outsideNumber('5550100', 'unknown')
const EMERGENCY = outsideNumber('911', 'emergency')
const CALL = { caller: { party: internalNumber('201') } } as unknown as Call

interface Made {
  readonly order?: number
  readonly servers?: number
  readonly isUp?: boolean
  readonly emergency?: boolean
  readonly calls?: number
}

function aLine(id: string, { order = 50, servers = 1, isUp = true, emergency = true }: Made) {
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
  } as unknown as SipTrunk
  return { trunk, isUp, ways: flows } as unknown as TrunkLine
}

/** One analog line, and these trunks; what was tried in order. */
function anOffice(made: Readonly<Record<string, Made>>, leg: Partial<SipLeg> = {}) {
  const board = new LineBoard(new VirtualClock())
  const fxo = { line: 'fxo-1', kind: 'fxo', driver: 'sim', hook: 'on', ringing: false } as const
  board.refresh([{ ...fxo, battery: true, audio: true, lifeline: 'off' }])
  const all = Object.entries(made).map(([id, one]) => aLine(id, one))
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
      dial: () => dialled,
    }),
  })
  const tried = (attempt: (n: number) => ReturnType<typeof lines.outside>): string[] => {
    const keys: string[] = []
    for (let n = 0; n < 40; n++) {
      const one = attempt(n)
      if (!one) return keys
      for (const { key, dial } of one.destinations) {
        keys.push(key)
        dial(CALL, 'leg')
      }
    }
    throw new Error('it never ends')
  }
  return { lines, tried, board }
}

const silence = { status: 408, byPeer: false, hasBegun: false }

t.test('OUT-10 trunks and analog lines are tried in their order', async (t) => {
  const { lines, tried } = anOffice(
    { last: { order: 90 }, same: { order: 50 }, first: { order: 10, servers: 2 } },
    { refusal: silence },
  )
  t.strictSame(
    tried((n) => lines.outside(NUMBER, n, CALL)),
    ['first/0', 'first/1', 'fxo-1', 'same/0', 'last/0'],
  )
})

t.test('SIPT-9 a trunk that is full or away is passed over', async (t) => {
  const { lines, tried } = anOffice({ full: { calls: 2 }, away: { isUp: false }, free: {} })
  t.strictSame(
    tried((n) => lines.outside(NUMBER, n, CALL)),
    ['fxo-1', 'free/0'],
  )
})

t.test('RFC 3263 §4.3 the other servers are for silence and 503, not for a refusal', async (t) => {
  const refusal = { status: 403, byPeer: true, hasBegun: false }
  const { lines, tried } = anOffice({ one: { servers: 3 }, two: {} }, { refusal })
  t.strictSame(
    tried((n) => lines.outside(NUMBER, n, CALL)),
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
      tried((n) => lines.emergency(EMERGENCY, n, CALL)),
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
