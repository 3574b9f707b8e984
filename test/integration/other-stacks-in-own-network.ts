/** Run by other-stacks-network.test.ts with namespaces of its own: addresses come and go here, and DNS has port 53. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { portsOf } from '../../firmware/demo/listening.ts'
import { until } from '../../firmware/demo/wait.ts'
import { NFT_SETS } from '../../firmware/host/nft-bans.ts'
import { SystemDns } from '../../firmware/sip/resolve/dns-source.ts'
import type { LiveTrunk } from '../../firmware/trunks/sip/live-trunk.ts'
import { flood } from '../peers/flood.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const [ann, bob] = [numberOf(0), numberOf(1)]
const LAN = '192.168.77.1'
const PUBLIC = '203.0.113.9'
const LINK_LOCAL = 'fe80::77'
/** Kernels without other devices have this one. */
const DEVICE = 'lo'
/** Of the office's network, but nobody is there. */
const DEAD = '192.168.77.66'
const PROVIDER = '127.0.0.5'
const OUTSIDE = '95855550100'

const ip = (...args: string[]) => execFileSync('ip', args)

const folder = mkdtempSync(join(tmpdir(), 'strowger-network-'))
t.teardown(() => rmSync(folder, { recursive: true }))

ip('link', 'set', 'lo', 'up')
for (const address of [LAN, PUBLIC]) ip('address', 'add', `${address}/24`, 'dev', DEVICE)
ip('address', 'add', `${LINK_LOCAL}/64`, 'dev', DEVICE)
const resolv = join(folder, 'resolv.conf')
writeFileSync(resolv, 'nameserver 127.0.0.1\n')
execFileSync('mount', ['--bind', resolv, '/etc/resolv.conf'])

const dns = spawn(
  'dnsmasq',
  [
    ...['--keep-in-foreground', '--no-resolv', '--no-hosts', '--conf-file=/dev/null'],
    ...['--pid-file=', '--user=', '--listen-address=127.0.0.1', '--bind-interfaces'],
    ...['--local=/test/', '--local-ttl=30'],
    '--srv-host=_sip._udp.provider.test,dead.test,5060,10,50',
    '--srv-host=_sip._udp.provider.test,live.test,5090,20,50',
    `--host-record=dead.test,${DEAD}`,
    `--host-record=live.test,${PROVIDER}`,
  ],
  { stdio: 'inherit' },
)
const dnsOver = once(dns, 'exit')
t.teardown(() => dns.kill())
await until('DNS', () =>
  new SystemDns(['127.0.0.1']).query('A', 'live.test').catch(() => undefined),
)

const TRUNKS = `
sipTrunks:
  - { description: Provider, order: 60, server: provider.test, healthSeconds: 0 }
settings: { sipAllowed: [] }
`
const server = await aServer(t, {
  office: office(2) + TRUNKS,
  env: { STROWGER_BIND: 'private' },
  limitMs: 90_000,
})
const { port } = server.sip

async function listensAt(address: string): Promise<boolean> {
  const pid = await server.pidOf('exchange')
  return portsOf(pid, 'udp', address).includes(port) && portsOf(pid, 'tcp', address).includes(port)
}

async function trunk(): Promise<LiveTrunk | undefined> {
  const [only] = (await server.ask('exchange', 'trunks')) as readonly LiveTrunk[]
  return only
}

async function aCall(caller: RtpPhone, called: RtpPhone): Promise<void> {
  const out = await caller.call(called.options.user)
  const back = await called.incoming()
  back.answer()
  await out.answered()
  await out.bye()
  await back.over()
}

test('STROWGER_BIND=private listens on every private address, and on no other', async (t) => {
  t.ok(await listensAt('127.0.0.1'))
  t.ok(await listensAt(LAN))
  t.notOk(await listensAt(PUBLIC))
  t.notOk(await listensAt('0.0.0.0'))
})

test('an address that comes is listened on, one that goes is not; calls on others stay', async (t) => {
  const NEW = '10.5.5.5'
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.answer()
  await out.answered()
  ip('address', 'add', `${NEW}/24`, 'dev', DEVICE)
  await until('its sockets', () => listensAt(NEW), 60_000)
  const options = { user: 'nobody', server: { address: NEW, port }, address: NEW }
  const stranger = await RtpPhone.open(options)
  t.teardown(() => stranger.close())
  t.equal(statusOf(await stranger.register()), 401)
  ip('address', 'delete', `${NEW}/24`, 'dev', DEVICE)
  await until('no sockets', async () => !(await listensAt(NEW)), 60_000)
  const before = back.rtp.arrivals.length
  await until('sound', () => back.rtp.arrivals.length > before + 20)
  await out.bye()
  await back.over()
})

test('RFC 3263 §4.3 the first server of a trunk is dead: the second has the call in seconds', async (t) => {
  const far = await RtpPhone.open({
    user: 'far',
    server: server.sip,
    address: PROVIDER,
    port: 5090,
  })
  t.teardown(() => far.close())
  const near = await aPhone(t, server, ann)
  await until('its servers', async () => (await trunk())?.where !== '')
  t.equal((await trunk())?.where, `udp ${DEAD}:5060`)
  const begun = systemClock.uptime()
  const out = await near.call(OUTSIDE)
  const back = await far.incoming()
  const took = systemClock.uptime() - begun
  back.answer()
  await out.answered()
  await out.bye()
  await back.over()
  t.ok(took > 3500 && took < 20_000, `${Math.round(took)} ms`)

  const again = await near.call(OUTSIDE)
  const second = await far.incoming()
  t.notOk(
    near.trace.some(({ message }) => message.start.startsWith('SIP/2.0 408')),
    'the caller hears nothing of it',
  )
  t.equal((await trunk())?.where, `udp ${PROVIDER}:5090`, 'the silent one comes last for a while')
  await again.cancel()
  await second.over()
})

test('with DNS dead telephones call each other, and the trunk is where it was', async (t) => {
  dns.kill('SIGKILL')
  await dnsOver
  const far = await RtpPhone.open({
    user: 'far',
    server: server.sip,
    address: PROVIDER,
    port: 5090,
  })
  t.teardown(() => far.close())
  const near = await aPhone(t, server, ann)
  const other = await aPhone(t, server, bob)
  const begun = systemClock.uptime()
  await aCall(near, other)
  t.ok(systemClock.uptime() - begun < 5000, 'no name is waited for')
  const out = await near.call(OUTSIDE)
  const back = await far.incoming()
  await out.cancel()
  await back.over()
})

test('a started exchange waits for no name: nobody answers for the trunk', async (t) => {
  const pid = await server.pidOf('exchange')
  await server.kill9('exchange')
  await server.restarted('exchange', pid, 60_000)
  const near = await aPhone(t, server, ann)
  const other = await aPhone(t, server, bob)
  await aCall(near, other)
  await until('the trouble', async () => (await trunk())?.state === 'unreachable')
  t.match((await trunk())?.why, /DNS does not answer for .*provider\.test/)
  const out = await near.call(OUTSIDE)
  t.ok(statusOf(await out.status(300)) >= 480)
})

test('SECURITY row 7 a ban is a rule of the kernel where the firewall of the image stands', async (t) => {
  const rules = [
    NFT_SETS,
    'add chain inet strowger input { type filter hook input priority 0; }',
    'add rule inet strowger input ip saddr @banned4 counter drop',
    '',
  ].join('\n')
  execFileSync('nft', ['-f', '-'], { input: rules })
  const pid = await server.pidOf('host')
  await server.kill9('host')
  await server.restarted('host', pid, 60_000)
  const exchange = await server.pidOf('exchange')
  await server.kill9('exchange') // the one before has been told that this is no appliance
  await server.restarted('exchange', exchange, 60_000)

  const ATTACKER = '127.0.0.66'
  const listed = () => execFileSync('nft', ['list', 'table', 'inet', 'strowger']).toString()
  await server.ask('exchange', 'ban', { address: ATTACKER, minutes: 5 })
  await until('the element', () => /127\.0\.0\.66 timeout 5m/.test(listed()))
  const attack = { kinds: ['OPTIONS'], from: ATTACKER, to: server.sip, transport: 'udp' } as const
  const { messages, received } = await flood({ ...attack, seconds: 1, rate: 100 })
  t.equal(received, 0)
  const dropped = Number(/counter packets (\d+)/.exec(listed())?.[1])
  t.ok(dropped >= messages * 0.9, `${dropped} of ${messages} dropped by the kernel`)
  await server.ask('exchange', 'unban', { address: ATTACKER })
  await until('no element', () => !listed().includes(ATTACKER))
})

test('IPv6: a link-local address is listened on with its zone', async (t) => {
  const zoned = `${LINK_LOCAL}%${DEVICE}`
  const six = await aServer(t, {
    office: office(1),
    env: { STROWGER_BIND: `127.0.0.1,::1,${zoned}` },
    limitMs: 90_000,
  })
  const status = await six.status()
  t.strictSame(
    status.conditions.filter(({ id }) => /sip/.test(id)),
    [],
  )
  const table = execFileSync('ss', ['-Hlun6'], { encoding: 'utf8' })
  t.match(table, `[${LINK_LOCAL}]%${DEVICE}:${six.sip.port}`)
  t.match(table, `[::1]:${six.sip.port}`)
})
