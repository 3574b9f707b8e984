import type { Test } from 'tap'
import t, { test } from 'tap'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { SippResult } from '../peers/sipp.ts'
import { credentials, Sipp, sipp } from '../peers/sipp.ts'
import { aServer, numberOf, office, passwordOf } from './an-office.ts'

const PHONES = 100
const CALLS = 200
const RATE = 20 // new calls a second
const CALLED = 5 // telephones that are called
const PAUSE_MS = 500

t.setTimeout(600_000)
const server = await aServer(t, { office: office(PHONES, { lines: 12 }) })

interface Play {
  readonly scenario: string
  /** What the called telephones do. */
  readonly callee: string
  readonly calls: number
  /** New calls a second. */
  readonly rate: number
}

/** Registers every telephone at a port, or with 0 seconds takes them off it. */
async function registerAll(t: Test, port: number, seconds: number): Promise<void> {
  const users = Array.from({ length: PHONES }, (_, index) => numberOf(index))
  const done = await sipp({
    scenario: 'register',
    remote: server.sip,
    rows: users.map((user) => [user, credentials(user, passwordOf(user))]),
    calls: PHONES,
    passesOver: true,
    rate: 50,
    port,
    keys: { contact_port: String(port), expires: String(seconds) },
  })
  t.match(done, { successful: PHONES, failed: 0, errors: '' })
}

/** Ten callers each for some of the telephones, since one sipp makes digests for one number only. */
function callers(run: Play): Promise<SippResult[]> {
  return Promise.all(
    Array.from({ length: CALLED }, (_, group) => {
      const number = numberOf(PHONES - 1 - group)
      const users = Array.from({ length: 10 }, (_, index) => numberOf(group * 10 + index))
      return sipp({
        scenario: run.scenario,
        remote: server.sip,
        rows: users.map((user) => [user, credentials(user, passwordOf(user)), number]),
        calls: run.calls / CALLED,
        passesOver: true,
        rate: run.rate / CALLED,
        pauseMs: PAUSE_MS,
        digestUser: number,
      })
    }),
  )
}

/** Both sides must succeed every time, and nothing may be left. */
async function play(t: Test, run: Play): Promise<void> {
  const port = await freePort()
  await registerAll(t, port, 300) // from the port where they will be called
  const called = await Sipp.start({
    scenario: run.callee,
    calls: run.calls,
    passesOver: true,
    pauseMs: PAUSE_MS,
    port,
  })
  for (const calling of await callers(run)) {
    t.match(calling, { successful: run.calls / CALLED, failed: 0, errors: '' }, run.scenario)
    t.comment(`${calling.retransmissions} messages sent again, ${calling.cpuSeconds} s CPU of sipp`)
  }
  t.match(await called.stop(), { successful: run.calls, failed: 0, errors: '' }, run.callee)
  await registerAll(t, port, 0)
  t.strictSame(await server.ask('exchange', 'calls'), [], 'nothing is left')
}

test(`sipp registers ${PHONES} phones and makes ${CALLS} calls`, async (t) => {
  await play(t, { scenario: 'call', callee: 'answer', calls: CALLS, rate: RATE })
  const records = await until('all records', async () => {
    const all = await server.records(1000)
    return all.length === CALLS && all.every(({ endedAt }) => endedAt !== undefined) && all
  })
  t.ok(records.every(({ cause, answeredAt }) => cause === 16 && answeredAt !== undefined))
  t.equal(new Set(records.map(({ call }) => call)).size, CALLS)
})

test('sipp finds 20 phones busy', async (t) => {
  await play(t, { scenario: 'call-busy', callee: 'busy', calls: 20, rate: 10 })
})

test('sipp gives up 20 calls while they ring', async (t) => {
  await play(t, { scenario: 'call-cancelled', callee: 'ring', calls: 20, rate: 10 })
})

test('20 called phones hang up', async (t) => {
  await play(t, { scenario: 'call-until-bye', callee: 'answer-and-hang-up', calls: 20, rate: 10 })
})

test('sipp holds and resumes 20 calls', async (t) => {
  await play(t, { scenario: 'call-with-hold', callee: 'answer', calls: 20, rate: 10 })
})
