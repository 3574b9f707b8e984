import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { FLOOD_TRANSPORTS, FLOODS, flood } from '../peers/flood.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { statusOf } from '../peers/sip-text.ts'
import {
  ATTACKER,
  aCallBetween,
  callsUnderFlood,
  doorOf,
  memoryMb,
  noAmplification,
  SUSPICIOUS,
} from './a-flooded-office.ts'
import { aPhone, aServer, numberOf } from './an-office.ts'

t.setTimeout(600_000)
const server = await aServer(t, { office: SUSPICIOUS })
const caller = await aPhone(t, server, numberOf(0))
const called = await aPhone(t, server, numberOf(1))
const SECONDS = 4

interface Ban {
  readonly source: string
  readonly reason: string
  readonly since: number
  readonly until: number
}

const bans = async () => (await server.ask('exchange', 'bans')) as Ban[]

for (const transport of FLOOD_TRANSPORTS) {
  test(`SECURITY row 7 all methods over ${transport} for a while: telephones call, memory stays`, async (t) => {
    await aCallBetween(caller, called)
    const before = await memoryMb(server)
    const { calls, flooded } = await callsUnderFlood([caller, called], {
      kinds: FLOODS,
      to: doorOf(server, transport),
      transport,
      seconds: SECONDS,
      rate: 3000,
    })
    t.ok(flooded.messages > 1000, `${flooded.messages} messages`)
    t.ok(calls >= 1, `${calls} calls meanwhile`)
    if (transport === 'udp') noAmplification(t, flooded) // streams have proved their addresses
    t.ok((await memoryMb(server)) - before < 48, 'memory')
    const [ban] = await bans()
    t.match(ban, { source: ATTACKER })
    t.equal(
      Math.round(((ban?.until ?? 0) - (ban?.since ?? 0)) / 1000),
      60,
      'a minute in the local network',
    )
    await server.ask('exchange', 'unban', { address: ATTACKER })
    t.strictSame(await bans(), [])
  })
}

test('README decision 9 the source of telephones is not banned, whatever else comes from it', async (t) => {
  const { calls, flooded } = await callsUnderFlood([caller, called], {
    kinds: ['REGISTER', 'garbage'],
    from: '127.0.0.1',
    to: server.sip,
    transport: 'udp',
    seconds: 3,
    rate: 2000,
  })
  t.ok(calls >= 1)
  noAmplification(t, flooded)
  t.strictSame(await bans(), [])
  t.equal(statusOf(await called.register()), 200)
})

test('SECURITY row 1 a banned source hears nothing, of known and unknown users alike', async (t) => {
  await server.ask('exchange', 'ban', { address: ATTACKER, minutes: 5 })
  const { received } = await flood({
    kinds: ['REGISTER', 'INVITE', 'OPTIONS'],
    from: ATTACKER,
    to: server.sip,
    transport: 'udp',
    seconds: 1,
    rate: 100,
  })
  t.equal(received, 0)
  await server.ask('exchange', 'unban', { address: ATTACKER })
  await t.rejects(server.ask('exchange', 'ban', { address: '127.0.0.1' }), /registered from there/)
  await t.rejects(server.ask('exchange', 'ban', { address: 'x' }), /IP address/)
  await t.rejects(server.ask('exchange', 'unban', { address: '192.0.2.1' }), /not banned/)
})

test('SECURITY row 22 an emergency call from a banned address of the local network is answered', async (t) => {
  await server.ask('exchange', 'ban', { address: ATTACKER, minutes: 5 })
  const stranger = await RtpPhone.open({ user: 'nobody', server: server.sip, address: ATTACKER })
  t.teardown(() => stranger.close())
  const other = await stranger.call(numberOf(1))
  const emergency = await stranger.call('911')
  t.ok(statusOf(await emergency.status(100)) >= 100)
  await t.rejects(other.status(100, 500), 'and no other call')
  await server.ask('exchange', 'unban', { address: ATTACKER })
})

test('an attack is a condition', async (t) => {
  await until('the condition', async () => {
    const { conditions } = (await server.ask('exchange', 'health')) as {
      conditions: { kind: string }[]
    }
    return conditions.some(({ kind }) => kind === 'sip-attack')
  })
  t.pass('it is')
})

test('SECURITY row 7 a ban outlives the exchange, and ends when it was to end', async (t) => {
  await server.ask('exchange', 'ban', { address: ATTACKER, minutes: 5 })
  const before = await bans()
  t.equal(before.length, 1)
  const pid = await server.pidOf('exchange')
  await server.kill9('exchange')
  await server.restarted('exchange', pid, 60_000)
  const [after] = await bans()
  t.match(after, { source: ATTACKER, reason: 'manual', since: before[0]?.since })
  t.ok(Math.abs((after?.until ?? 0) - (before[0]?.until ?? 0)) < 100)
  await server.ask('exchange', 'unban', { address: ATTACKER })
})
