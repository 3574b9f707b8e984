import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import {
  ATTACKER,
  aCallBetween,
  callsUnderFlood,
  memoryMb,
  noAmplification,
  SUSPICIOUS,
  UNARMED,
} from '../integration/a-flooded-office.ts'
import { aPhone, aServer, numberOf } from '../integration/an-office.ts'
import { FLOODS } from '../peers/flood.ts'

/** SECURITY row 7: each method for 90 s over UDP and TCP; fewer seconds for a look in between. */
const SECONDS = Number(process.env.STROWGER_FLOOD_SECONDS ?? 90)
const RATE = 5000
/** Calls after which the heap has its size; it grows with the first thousand. */
const WARM_CALLS = 1500
/** A garbage collector's heap moves by tens of megabytes; what keeps one message in ten would show. */
const MOST_GROWTH_MB = 48

t.setTimeout((FLOODS.length * 2 + 4) * (SECONDS + 30) * 1000)

t.test(
  'each method over UDP and TCP, nobody banned: telephones call, memory is flat',
  async (t) => {
    const server = await aServer(t, { office: UNARMED })
    const caller = await aPhone(t, server, numberOf(0))
    const called = await aPhone(t, server, numberOf(1))
    const attack = async (kind: (typeof FLOODS)[number], transport: 'udp' | 'tcp') => {
      const options = { kinds: [kind], to: server.sip, transport, seconds: SECONDS, rate: RATE }
      const { calls, flooded } = await callsUnderFlood([caller, called], options)
      t.ok(calls > 0, `${kind} over ${transport}: ${flooded.messages} messages, ${calls} calls`)
      noAmplification(t, flooded)
      await caller.register() // within the expiry, over all of it
      await called.register()
    }
    for (let n = 0; n < WARM_CALLS; n++) await aCallBetween(caller, called)
    await attack('REGISTER', 'udp') // sources, traces and transactions have their sizes
    const before = await memoryMb(server)
    for (const transport of ['udp', 'tcp'] as const) {
      for (const kind of FLOODS) await attack(kind, transport)
    }
    const after = await memoryMb(server)
    t.comment(`memory ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`)
    t.ok(after - before < MOST_GROWTH_MB, 'memory is flat')
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
  t.ok(flooded.received < flooded.sent / 20)
  const bans = async () => (await server.ask('exchange', 'bans')) as { source: string }[]
  t.match(await bans(), [{ source: ATTACKER }])
  await until('the end of the ban', async () => (await bans()).length === 0, 65_000)
  await aCallBetween(caller, called)
})
