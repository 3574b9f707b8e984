import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { Desk } from '../../firmware/console/command.ts'
import { calls } from '../../firmware/console/commands/calls.ts'
import { ladderRows, type Rung } from '../../firmware/console/ladder.ts'
import { Terminal } from '../../firmware/console/terminal/terminal.ts'
import type { Role } from '../../firmware/model/facts.ts'
import type { CallEvent } from '../../firmware/records/call-event.ts'
import { openCallLog } from '../../firmware/records/call-log.ts'
import { ok, refuse } from '../../firmware/result.ts'
import { aStore } from '../store/a-store.ts'

const ann = { digits: '201', name: 'Ann \u001b[2J' }
const bob = { digits: '202', name: 'Bob' }
const cal = { digits: '203', name: 'Cal' }

const EVENTS: readonly CallEvent[] = [
  { call: '1-1-7', sequence: 1, at: 1000, kind: 'began', leg: 'a', party: ann, dialled: '202' },
  { call: '1-1-7', sequence: 2, at: 2000, kind: 'leg', leg: 'b', party: bob, direction: 'out' },
  { call: '1-1-7', sequence: 3, at: 3000, kind: 'answered', leg: 'b' },
  { call: '1-1-7', sequence: 4, at: 9000, kind: 'leg', leg: 'c', party: cal, direction: 'out' },
  { call: '1-1-7', sequence: 5, at: 9500, kind: 'transferred', leg: 'a', by: 'b', other: 'c' },
  { call: '1-1-7', sequence: 6, at: 15_000, kind: 'released', cause: 16 },
]
const [A, B] = ['192.0.2.7:5060', '192.0.2.8:5060']
const RUNGS: readonly Rung[] = [
  { at: 1000, from: A, to: 'exchange', text: 'INVITE (SDP)' },
  { at: 1010, from: 'exchange', to: B, text: 'INVITE (SDP)' },
  { at: 1020, from: B, to: 'exchange', text: '180 \u001b[2JRinging' },
]

/** A console over a store with one call that is over; its events are on the disk only once somebody asks for that. */
function aDesk(t: Parameters<typeof aStore>[0], role: Role = 'server-admin') {
  const clock = new VirtualClock()
  const store = aStore(t)
  const log = openCallLog(store.records, clock)
  void log.append(EVENTS)
  const sent: string[] = []
  const terminal = new Terminal({ unsent: 0, send: (text) => void sent.push(text) }, clock)
  const ask = async (_process: string, verb: string, args: { call?: string } = {}) => {
    if (verb === 'recorded') return ok(await log.flush())
    if (verb === 'ladder') return ok(args.call === '1-1-7' ? RUNGS : [])
    return verb === 'calls' ? ok([]) : refuse({ code: 'x', text: 'What?' })
  }
  const who = { login: 'ann', roles: [role] }
  const desk = { terminal, clock, who, ask, unit: { store } } as unknown as Desk
  return { desk, shown: () => sent.join('') }
}

t.test(
  'a call that is over is told as on its page: parties, cause, transfers, ladder; inert',
  async (t) => {
    const { desk, shown } = aDesk(t)
    await calls.run(['1-1-7'], desk)
    t.match(
      shown(),
      /1970-01-01 00:00:01 {2}Ann \?\[2J 201 dialled 202, Bob 202 answered {2}12 s {2}/,
    )
    t.match(shown(), /transferred: Ann \?\[2J 201 by Bob 202 to Cal 203/)
    t.match(shown(), /00:00:01\.000 \|- INVITE \(SDP\) -+>\| +\|\r\n/)
    t.match(shown(), /00:00:01\.010 \| +\|- INVITE \(SDP\) -+>\|\r\n/)
    t.match(shown(), /00:00:01\.020 \| +\|<- 180 \?\[2JRinging -+\|\r\n/)
    t.notOk(shown().includes('\u001b'))
  },
)

t.test(
  'the calls that were, newest first; who may not read records sees those that are on',
  async (t) => {
    const { desk, shown } = aDesk(t)
    await calls.run(['past'], desk)
    t.match(shown(), /1-1-7 +1970-01-01 00:00:01 +Ann .* dialled 202, Bob 202 answered +12 s/)
    const other = aDesk(t, 'network-admin')
    await calls.run(['past'], other.desk)
    t.equal(other.shown(), 'That is for administrators.\r\n')
    await calls.run([], other.desk)
    t.match(other.shown(), /No call is on/)
  },
)

t.test(
  'a ladder fits the screen with up to five parties, and is told in lines with more',
  async (t) => {
    const rungs = (count: number): Rung[] =>
      Array.from({ length: count }, (_, n) => ({
        at: n,
        from: 'exchange',
        to: `[2001:db8::${n}]:5060`,
        text: `INVITE ${'x'.repeat(60)}`,
      }))
    for (let parties = 1; parties <= 4; parties++) {
      const rows = ladderRows(rungs(parties))
      t.equal(rows.length, parties + 1)
      for (const row of rows) t.ok(row.length <= 79, row)
    }
    t.equal(ladderRows(rungs(5)).length, 5)
    t.match(ladderRows(rungs(5))[0], /^00:00:00\.000 {2}\[2001:db8::0\]:5060 <- INVITE x+\.\.$/)
    t.strictSame(ladderRows([]).length, 1)
  },
)
