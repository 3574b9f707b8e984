import t from 'tap'
import type { CommandProblem } from '../../firmware/bus/command-error.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { Desk } from '../../firmware/console/command.ts'
import { bans } from '../../firmware/console/commands/bans.ts'
import { trace } from '../../firmware/console/commands/trace.ts'
import { trunks } from '../../firmware/console/commands/trunks.ts'
import { Terminal } from '../../firmware/console/terminal/terminal.ts'
import { silentLog } from '../../firmware/log.ts'
import type { Role } from '../../firmware/model/facts.ts'
import type { Result } from '../../firmware/result.ts'
import { ok, refuse } from '../../firmware/result.ts'

type Answer = (verb: string, args: Record<string, unknown>) => Result<unknown, CommandProblem>

function aDesk(answer: Answer, ...roles: Role[]) {
  const clock = new VirtualClock()
  const sent: string[] = []
  const terminal = new Terminal({ unsent: 0, send: (text) => void sent.push(text) }, clock)
  const asked: unknown[] = []
  const desk = {
    terminal,
    clock,
    log: silentLog,
    who: { login: 'ann', roles },
    signal: new AbortController().signal,
    ask: async (_process: string, verb: string, args: object = {}) => {
      asked.push([verb, args])
      return answer(verb, args as Record<string, unknown>)
    },
  } as unknown as Desk
  return { desk, clock, terminal, asked, shown: () => sent.join('') }
}

const message = (order: number, text: string) => ({
  order,
  at: 0,
  direction: 'in',
  transport: 'udp',
  remote: '192.0.2.7:5060',
  local: '192.0.2.1:5060',
  text,
})

t.test(
  'SECURITY row 16 messages of a phone are shown word for word, inert, each once, until a key',
  async (t) => {
    const kept = [message(1, 'REGISTER sip:x SIP/2.0\r\nUser-Agent: \u001b[2J\u0007evil\r\n\r\n')]
    const { desk, clock, terminal, asked, shown } = aDesk((_verb, { after = 0 }) =>
      ok(kept.filter(({ order }) => order > (after as number))),
    )
    const done = trace.run(['201'], desk)
    await clock.advance(0)
    t.match(
      shown(),
      /---- 00:00:00\.000 {2}192\.0\.2\.7:5060 -> {2}udp\r\nREGISTER sip:x SIP\/2\.0\r\n/,
    )
    t.match(shown(), 'User-Agent: ?[2J?evil\r\n')
    t.notOk(shown().includes('\u001b') || shown().includes('\u0007'))
    kept.push(message(2, 'REGISTER second SIP/2.0\r\n\r\n'))
    await clock.advance(1000)
    t.equal(shown().split('second').length, 2)
    t.strictSame(asked[0], ['trace', { phone: '201' }])
    terminal.receive(Buffer.from('\u0003'))
    await clock.advance(1000)
    await done
  },
)

t.test('what is traced follows from its name', async (t) => {
  for (const [args, wanted] of [
    [['strangers'], { strangers: true }],
    [['all', 'full'], {}],
    [['1-2-3', 'full'], { call: '1-2-3' }],
  ] as const) {
    const { desk, asked, shown } = aDesk(() => refuse({ code: 'x', text: 'It is away.' }))
    await trace.run([...args], desk)
    t.strictSame(asked, [['trace', wanted]])
    t.match(shown(), 'It is away.')
  }
})

t.test('bans are listed, made and ended, by who may', async (t) => {
  const list = [{ source: '192.0.2.66', reason: 'guessing', since: 0, until: 0 }]
  const { desk, clock, asked, shown } = aDesk(
    (verb) =>
      verb === 'unban' ? refuse({ code: 'x', text: 'That address is not banned.' }) : ok(list),
    'network-admin',
  )
  for (const ban of list) ban.until = clock.now() + 60_000
  await bans.run([], desk)
  t.match(shown(), /192\.0\.2\.66 +guessing +for another 60 s/)
  await bans.run(['add', '192.0.2.7', '5'], desk)
  await bans.run(['end', '192.0.2.8'], desk)
  t.match(shown(), /Done\.[\s\S]*not banned/)
  await bans.run(['add'], desk)
  t.match(shown(), 'Say bans add')
  t.strictSame(asked.slice(1), [
    ['ban', { address: '192.0.2.7', minutes: 5 }],
    ['unban', { address: '192.0.2.8' }],
  ])
  const other = aDesk(() => ok([]), 'phone-admin')
  await bans.run([], other.desk)
  await bans.run(['add', '192.0.2.7'], other.desk)
  t.match(other.shown(), /Nobody is banned[\s\S]*for administrators of the network/)
  t.equal(other.asked.length, 1)
})

t.test(
  'SIPT-6 SIPT-9 SIP trunks: state, why, calls of the maximum, the last failure; inert',
  async (t) => {
    const base = { id: 'a', kind: 'provider', where: 'udp 192.0.2.10:5060', maxCalls: 12, since: 0 }
    const live = [
      { ...base, description: 'Harbor', state: 'up', why: '', calls: 2 },
      {
        ...base,
        description: 'East',
        state: 'unregistered',
        why: '403 \u001b[2JGo away',
        calls: 0,
        lastFailure: { at: 0, why: '503 Full' },
      },
    ]
    const { desk, shown } = aDesk(() => ok(live))
    await trunks.run([], desk)
    t.match(shown(), /Harbor +up for .+ udp 192\.0\.2\.10:5060 +2 of 12 calls/)
    t.match(
      shown(),
      /East +NOT REGISTERED for .+ 403 \?\[2JGo away +0 of 12 calls\s+.+ ago a call failed: 503 Full/,
    )
    t.notOk(shown().includes('\u001b'))
    const none = aDesk(() => ok([]))
    await trunks.run([], none.desk)
    t.match(none.shown(), 'There are no SIP trunks.')
    const away = aDesk(() => refuse({ code: 'gone', text: 'It has gone.' }))
    await trunks.run([], away.desk)
    t.match(away.shown(), 'The exchange does not answer: It has gone.')
  },
)
