import t from 'tap'
import {
  ATTACKER,
  aCallBetween,
  callsUnderFlood,
  memoryMb,
  noAmplification,
  SUSPICIOUS,
} from '../integration/a-flooded-office.ts'
import { aPhone, aServer, numberOf } from '../integration/an-office.ts'
import { FLOODS } from '../peers/flood.ts'

/** SECURITY row 7: each method for 90 s over UDP and TCP; fewer seconds for a look in between. */
const SECONDS = Number(process.env.STROWGER_FLOOD_SECONDS ?? 90)
const RATE = 5000
/** A garbage collector's heap moves by more than this says; what leaks a message in ten would show. */
const MOST_GROWTH_MB = 24

t.setTimeout((FLOODS.length * 2 + 4) * (SECONDS + 30) * 1000)

t.test('each method over UDP and TCP: telephones call, memory is flat, bans end', async (t) => {
  const server = await aServer(t, { office: SUSPICIOUS })
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
  await attack('REGISTER', 'udp') // warm: sources, traces and transactions have their sizes
  const before = await memoryMb(server)
  for (const transport of ['udp', 'tcp'] as const) {
    for (const kind of FLOODS) await attack(kind, transport)
  }
  const after = await memoryMb(server)
  t.comment(`memory ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`)
  t.ok(after - before < MOST_GROWTH_MB, 'memory is flat')
  const bans = (await server.ask('exchange', 'bans')) as { source: string; until: number }[]
  for (const { source, until } of bans) {
    t.equal(source, ATTACKER)
    t.ok(until - Date.now() <= 60_000, 'a minute at most, in the local network')
  }
  await aCallBetween(caller, called)
})
