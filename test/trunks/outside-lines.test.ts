import t from 'tap'
import { Cause } from '../../firmware/calls/cause.ts'
import type { FxoDialling, FxoLeg } from '../../firmware/calls/fxo-leg.ts'
import type { Leg } from '../../firmware/calls/leg.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { FxoLine } from '../../firmware/model/fxo-line.ts'
import { outsideNumber } from '../../firmware/model/party-number.ts'
import { LineBoard } from '../../firmware/trunks/line-board.ts'
import { OutsideLines } from '../../firmware/trunks/outside-lines.ts'

const NUMBER = outsideNumber('5550100', 'unknown')
const EMERGENCY = outsideNumber('911', 'emergency')

function configured(port: string, changes: Partial<FxoLine> = {}): FxoLine {
  return {
    port,
    inService: true,
    prefixDigits: '',
    sendAsDialed: false,
    preDialMs: 500,
    silenceMinutes: 10,
    ...changes,
  } as FxoLine
}

/** Lines 1 to 3, and what was dialled on which. */
function anOffice(changes: Readonly<Record<string, Partial<FxoLine>>> = {}) {
  const board = new LineBoard(new VirtualClock())
  const ports = ['fxo-1', 'fxo-2', 'fxo-3']
  board.refresh(
    ports.map((line) => ({
      line,
      kind: 'fxo',
      driver: 'sim',
      hook: 'on',
      ringing: false,
      battery: true,
      audio: true,
      lifeline: 'off',
    })),
  )
  const dialled: FxoDialling[] = []
  const released: string[] = []
  const settings = { emergencyReleasesCalls: true }
  const lines = new OutsideLines({
    board,
    lines: () => ports.map((port) => configured(port, changes[port])),
    emergencyReleasesCalls: () => settings.emergencyReleasesCalls,
    dial: (_call, _id, _number, _line, dialling) => {
      dialled.push(dialling)
      return {} as FxoLeg
    },
    release: (leg) => released.push((leg as FxoLeg).line),
  })
  /** Tries all there are; the ports in order. */
  const tried = (attempt: (n: number) => ReturnType<typeof lines.outside>): string[] => {
    const keys: string[] = []
    for (let n = 0; n < 20; n++) {
      const one = attempt(n)
      if (!one) return keys
      for (const { key, dial } of one.destinations) {
        keys.push(key)
        dial({} as never, 'leg')
      }
    }
    return keys
  }
  const inCall = (line: string, plan: 'unknown' | 'emergency' = 'unknown') =>
    board.take({ line, phase: 'answered', party: { plan } } as unknown as Leg as never)
  return { board, lines, dialled, released, settings, tried, inCall }
}

t.test('OUT-10 lines are tried from the last port down, those in use are left out', async (t) => {
  const { lines, board, tried, inCall } = anOffice()
  t.strictSame(
    tried((n) => lines.outside(NUMBER, n)),
    ['fxo-3', 'fxo-2', 'fxo-1'],
  )
  inCall('fxo-3')
  board.note('fxo-1', { kind: 'battery-lost' })
  t.strictSame(
    tried((n) => lines.outside(NUMBER, n)),
    ['fxo-2'],
  )
})

t.test('a line out of service is for emergency calls only, and then the last', async (t) => {
  const { lines, tried } = anOffice({ 'fxo-3': { inService: false } })
  t.strictSame(
    tried((n) => lines.outside(NUMBER, n)),
    ['fxo-2', 'fxo-1'],
  )
  t.strictSame(
    tried((n) => lines.emergency(EMERGENCY, n)),
    ['fxo-2', 'fxo-1', 'fxo-3'],
  )
})

t.test('CO-13 the prefix stands before the number, never before an emergency number', async (t) => {
  const { lines, dialled, tried } = anOffice({ 'fxo-3': { prefixDigits: '8' } })
  tried((n) => (n === 0 ? lines.outside(NUMBER, n) : undefined))
  tried((n) => (n === 0 ? lines.emergency(EMERGENCY, n) : undefined))
  t.match(dialled, [
    { digits: '85550100', emergency: false },
    { digits: '911', emergency: true },
  ])
})

t.test(
  'another line is tried after a fault of the line, not after an answer of the network',
  async (t) => {
    const { lines } = anOffice()
    const attempt = lines.outside(NUMBER, 0)
    t.notOk(attempt?.isFinal?.(Cause.circuitUnavailable))
    t.notOk(attempt?.isFinal?.(Cause.destinationOutOfOrder))
    t.ok(attempt?.isFinal?.(Cause.userBusy))
  },
)

t.test(
  'README decision 9: an emergency call takes a line from another call, never from an emergency',
  async (t) => {
    const { lines, released, dialled, settings, tried, inCall } = anOffice()
    inCall('fxo-1')
    inCall('fxo-2', 'emergency')
    inCall('fxo-3', 'emergency')
    settings.emergencyReleasesCalls = false
    t.strictSame(
      tried((n) => lines.emergency(EMERGENCY, n)),
      [],
    )
    settings.emergencyReleasesCalls = true
    t.strictSame(
      tried((n) => lines.emergency(EMERGENCY, n)),
      ['fxo-1'],
    )
    t.strictSame(released, ['fxo-1'])
    t.ok(dialled.at(-1)?.waitMs, 'the office must see the line on hook first')
  },
)

t.test('a line that rests after another call is good enough for an emergency', async (t) => {
  const { lines, board, dialled, tried } = anOffice()
  for (const line of ['fxo-1', 'fxo-2', 'fxo-3']) board.rests(line)
  t.strictSame(
    tried((n) => lines.outside(NUMBER, n)),
    [],
  )
  t.strictSame(
    tried((n) => lines.emergency(EMERGENCY, n)),
    ['fxo-3', 'fxo-2', 'fxo-1'],
  )
  t.ok(dialled.every(({ waitMs }) => waitMs > 0))
})

t.test('only the last line dials without dial tone', async (t) => {
  const { lines, dialled, tried } = anOffice()
  tried((n) => lines.emergency(EMERGENCY, n))
  t.strictSame(
    dialled.map(({ insists }) => insists),
    [false, false, true],
  )
})
