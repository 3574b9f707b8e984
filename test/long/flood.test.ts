import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import {
  ATTACKER,
  aCallBetween,
  callsUnderFlood,
  callsUnderFloods,
  doorOf,
  memoryMb,
  noAmplification,
  SUSPICIOUS,
  UNARMED,
} from '../integration/a-flooded-office.ts'
import { aPhone, aServer, numberOf } from '../integration/an-office.ts'
import type { Flooded } from '../peers/flood.ts'
import { FLOOD_TRANSPORTS, FLOODS } from '../peers/flood.ts'

/** SECURITY row 7: each method for 90 s over all transports at once; fewer seconds for a look in between. */
const SECONDS = Number(process.env.STROWGER_FLOOD_SECONDS ?? 90)
/** Messages a second over each transport. */
const RATE = 1500
/** Calls after which the heap has its size; it grows with the first thousand. */
const WARM_CALLS = 1500
/**
 * From the middle on, when sources, traces, connections and the heap have their sizes: a garbage collector's heap moves by some megabytes,
 * and what keeps one message in a hundred would show.
 */
const MOST_GROWTH_MB = 32

/** Octets: until the ban, each method has its own burst. */
const ANSWERED_BEFORE_A_BAN = 500_000

t.setTimeout((FLOODS.length + 4) * (SECONDS + 30) * 1000 + 600_000)

t.test(
  'SECURITY row 7 each method over UDP, TCP, TLS and WebSocket, nobody banned: telephones call, memory is flat',
  async (t) => {
    const server = await aServer(t, { office: UNARMED })
    const caller = await aPhone(t, server, numberOf(0))
    const called = await aPhone(t, server, numberOf(1))
    const memory: number[] = []
    const attack = async (kind: (typeof FLOODS)[number]) => {
      const attacks = FLOOD_TRANSPORTS.map((transport, n) => ({
        kinds: [kind],
        from: `127.0.0.${66 + n}`, // each has limits of its own
        to: doorOf(server, transport),
        transport,
        seconds: SECONDS,
        rate: RATE,
      }))
      const { calls, flooded } = await callsUnderFloods([caller, called], attacks)
      const sent = flooded.map(({ messages }, n) => `${messages} over ${FLOOD_TRANSPORTS[n]}`)
      const now = (await memoryMb(server)).toFixed(1)
      memory.push(Number(now))
      t.ok(calls > 0, `${kind}: ${sent.join(', ')}; ${calls} calls, ${now} MB`)
      for (const { messages } of flooded) t.ok(messages > 10 * SECONDS)
      noAmplification(t, flooded[0] as Flooded) // streams have proved their addresses
      await caller.register() // within the expiry, over all of it
      await called.register()
    }
    for (let n = 0; n < WARM_CALLS; n++) await aCallBetween(caller, called)
    for (const kind of FLOODS) await attack(kind)
    const [first = 0, ...others] = memory.slice(FLOODS.length / 2)
    t.ok(Math.max(...others) - first < MOST_GROWTH_MB, `memory is flat: ${memory.join(', ')} MB`)
  },
)

t.test('a flood that is banned costs next to nothing, and the ban ends', async (t) => {
  const server = await aServer(t, { office: SUSPICIOUS })
  const caller = await aPhone(t, server, numberOf(0))
  const called = await aPhone(t, server, numberOf(1))
  const { calls, flooded } = await callsUnderFlood([caller, called], {
    kinds: FLOODS,
    to: server.sip,
    transport: 'udp',
    seconds: SECONDS,
    rate: RATE,
  })
  t.ok(calls > 0, `${flooded.messages} messages, ${calls} calls`)
  t.ok(flooded.received < Math.max(flooded.sent / 20, ANSWERED_BEFORE_A_BAN))
  const bans = async () => (await server.ask('exchange', 'bans')) as { source: string }[]
  t.match(await bans(), [{ source: ATTACKER }])
  await until('the end of the ban', async () => (await bans()).length === 0, 65_000)
  await aCallBetween(caller, called)
})
