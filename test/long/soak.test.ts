import { readFileSync } from 'node:fs'
import t from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { aServer, numberOf, office, passwordOf } from '../integration/an-office.ts'
import { credentials, Sipp, sipp } from '../peers/sipp.ts'

/**
 * DESIGN §9 wants less than 1 MB of growth in 10 minutes of load after warm-up; what grew is printed beside that. The limit here finds
 * what leaks 1 kB a call: a garbage collector's heap moves by more than a megabyte on its own.
 */
const MINUTES = Number(process.env.STROWGER_SOAK_MINUTES ?? 10)
const WARM_MS = (MINUTES + 1) * 60_000 // nonces are remembered for 10 minutes, dropped IDs for 5
const CALLS = 300 // a round
const RATE = 30
const TELEPHONES = 20
const BUDGET_KB = 1000
const LIMIT_KB_A_CALL = 1
const LINGER_MS = 40_000 // transactions and records of the last calls are gone by then

t.setTimeout((2 * MINUTES + 15) * 60_000)

t.test(
  'memory does not grow under load, no call fails, and all that is stored is sound',
  async (t) => {
    const server = await aServer(t, { office: office(TELEPHONES, { lines: 12 }) })
    const users = Array.from({ length: TELEPHONES }, (_, index) => numberOf(index))
    const [callers, callee] = [users.slice(0, -1), users.at(-1) ?? '']
    const port = await freePort()
    const rows = [callee].map((user) => [user, credentials(user, passwordOf(user))])
    const keys = { contact_port: String(port), expires: '3600' }
    await sipp({ scenario: 'register', remote: server.sip, rows, calls: 1, port, keys })

    /** Calls of one round; their failures. */
    const round = async (): Promise<number> => {
      const called = await Sipp.start({ scenario: 'answer', calls: CALLS, pauseMs: 0, port })
      const result = await sipp({
        scenario: 'call',
        remote: server.sip,
        rows: callers.map((user) => [user, credentials(user, passwordOf(user)), callee]),
        calls: CALLS,
        rate: RATE,
        pauseMs: 0,
        digestUser: callee,
      })
      await called.stop()
      return result.failed
    }

    let failed = 0
    const warm = systemClock.uptime() + WARM_MS
    while (systemClock.uptime() < warm) failed += await round()
    await systemClock.sleep(LINGER_MS)
    const before = await memory()
    const until = systemClock.uptime() + MINUTES * 60_000
    let rounds = 0
    for (; systemClock.uptime() < until; rounds++) failed += await round()
    await systemClock.sleep(LINGER_MS)
    const after = await memory()

    t.equal(failed, 0, `of ${rounds * CALLS} calls`)
    for (const [name, kilobytes] of after) {
      const growth = kilobytes - (before.get(name) ?? 0)
      const said = `${name}: ${growth} kB more after ${rounds * CALLS} calls; budget ${BUDGET_KB}`
      t.ok(growth < Math.max(BUDGET_KB, LIMIT_KB_A_CALL * rounds * CALLS), said)
    }
    const { code, stdout } = await server.cli('check')
    t.equal(code, 0, stdout)

    /** Memory of its own in kB of each process (files that are mapped do not count): the least of several looks, for garbage comes and goes. */
    async function memory(): Promise<Map<string, number>> {
      const least = new Map<string, number>()
      for (let look = 0; look < 5; look++) {
        for (const { name, pid } of (await server.status()).processes) {
          const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
          const own = Number(/^Pss_Anon:\s+(\d+)/m.exec(rollup)?.[1])
          least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, own))
        }
        await systemClock.sleep(2000)
      }
      return least
    }
  },
)
