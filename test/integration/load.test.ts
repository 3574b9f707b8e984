import type { Test } from 'tap'
import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { credentials, Sipp, sipp } from '../peers/sipp.ts'
import { aServer, numberOf, office, passwordOf } from './an-office.ts'

const PHONES = 100
const CALLS = 200
const RATE = 20 // new calls a second
const PAUSE_MS = 500

t.setTimeout(180_000)
const server = await aServer(t, { office: office(PHONES, { lines: 12 }) })

const rows = Array.from({ length: PHONES / 2 }, (_, index) => {
  const caller = numberOf(index)
  return [caller, credentials(caller, passwordOf(caller)), numberOf(index + PHONES / 2)]
})

/** Registers every telephone at a port, or with 0 seconds takes them off it. */
async function registerAll(t: Test, port: number, seconds: number): Promise<void> {
  const users = Array.from({ length: PHONES }, (_, index) => numberOf(index))
  const done = await sipp({
    scenario: 'register',
    remote: server.sip,
    rows: users.map((user) => [user, credentials(user, passwordOf(user))]),
    calls: PHONES,
    rate: 50,
    keys: { contact_port: String(port), expires: String(seconds) },
  })
  t.match(done, { successful: PHONES, failed: 0, errors: '' })
}

/** Plays `scenario` against the telephones that play `callee`, so many times; both must succeed every time. */
async function play(t: Test, scenario: string, callee: string, calls: number, rate: number) {
  const called = await Sipp.start({ scenario: callee, calls, pauseMs: PAUSE_MS })
  await registerAll(t, called.port, 300)
  const run = { scenario, remote: server.sip, rows, calls, rate, pauseMs: PAUSE_MS }
  const calling = await sipp(run)
  t.match(calling, { successful: calls, failed: 0, errors: '' }, scenario)
  t.match(await called.stop(), { successful: calls, failed: 0, errors: '' }, callee)
  t.comment(`${calling.retransmissions} messages sent again by the callers`)
  await registerAll(t, called.port, 0)
  t.strictSame(await server.ask('exchange', 'calls'), [], 'nothing is left')
}

test(`sipp registers ${PHONES} phones and makes ${CALLS} calls`, async (t) => {
  await play(t, 'call', 'answer', CALLS, RATE)
  const records = await until('all records', async () => {
    const all = await server.records(1000)
    return all.length === CALLS && all.every(({ endedAt }) => endedAt !== undefined) && all
  })
  t.ok(records.every(({ cause, answeredAt }) => cause === 16 && answeredAt !== undefined))
  t.equal(new Set(records.map(({ call }) => call)).size, CALLS)
})

test('sipp finds 20 phones busy', async (t) => {
  await play(t, 'call-busy', 'busy', 20, 10)
})

test('sipp gives up 20 calls while they ring', async (t) => {
  await play(t, 'call-cancelled', 'ring', 20, 10)
})

test('20 called phones hang up', async (t) => {
  await play(t, 'call-until-bye', 'answer-and-hang-up', 20, 10)
})

test('sipp holds and resumes 20 calls', async (t) => {
  await play(t, 'call-with-hold', 'answer', 20, 10)
})
