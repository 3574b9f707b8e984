import { execFileSync, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { connect, createServer } from 'node:tls'
import t, { test } from 'tap'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { servedCredentialPath } from '../../firmware/served-credential.ts'
import type { LiveTrunk } from '../../firmware/trunks/sip/live-trunk.ts'
import { header, headersOf, methodOf, parseSip } from '../peers/sip-text.ts'
import type { Pair } from '../sip/transport/support/certificates.ts'
import { anAuthority } from '../sip/transport/support/certificates.ts'
import { aBaresip, aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const [ann, bob] = [numberOf(0), numberOf(1)]
const OUTSIDE = '95855550100'
const folder = mkdtempSync(join(tmpdir(), 'strowger-tls-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const [ours, system, strangers] = [await anAuthority(), await anAuthority(), await anAuthority()]

/** A provider's server over TLS: answers OPTIONS, and is busy. What it is told in clear after the handshake it keeps. */
async function aProvider(address: string, pair: Pair) {
  const port = await freePort(address)
  const requests: string[] = []
  let handshakes = 0
  const server = createServer({ cert: pair.certificate, key: pair.key }, (socket) => {
    socket.on('error', () => {})
    socket.on('data', (octets) => {
      for (const text of octets.toString('latin1').split(/(?<=\r\n\r\n)(?=[A-Z]+ sip)/)) {
        requests.push(text)
        answer(socket, text)
      }
    })
  })
  server.on('connection', () => handshakes++)
  server.on('tlsClientError', () => {})
  server.listen(port, address)
  await once(server, 'listening')
  t.teardown(() => server.close())
  return { address, port, requests, tries: () => handshakes }
}

function answer(socket: TLSSocket, text: string): void {
  const request = parseSip(text)
  if (!request || methodOf(request) === 'ACK') return
  const status = methodOf(request) === 'OPTIONS' ? '200 OK' : '486 Busy Here'
  const lines = [
    `SIP/2.0 ${status}`,
    ...headersOf(request, 'Via').map(([name, value]) => `${name}: ${value}`),
    `From: ${header(request, 'From')}`,
    `To: ${header(request, 'To')};tag=far`,
    `Call-ID: ${header(request, 'Call-ID')}`,
    `CSeq: ${header(request, 'CSeq')}`,
    'Content-Length: 0',
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
}

const ip = (value: string) => ({ names: [{ type: 'ip' as const, value }] })

function selfSigned(address: string): Pair {
  const [key, certificate] = [join(folder, 'self.key'), join(folder, 'self.pem')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', '/CN=self', '-addext', `subjectAltName=IP:${address}`],
      ...['-keyout', key, '-out', certificate, '-days', '5'],
    ],
    { stdio: 'ignore' },
  )
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
}

/** Where each is, and whether it is to be believed. */
const PROVIDERS = {
  'of our authority': ['127.0.0.11', await ours.issue(ip('127.0.0.11')), 'up'],
  'of one that the system trusts': ['127.0.0.12', await system.issue(ip('127.0.0.12')), 'up'],
  'over since yesterday': ['127.0.0.13', await ours.issue({ ...ip('127.0.0.13'), days: -1 }), ''],
  'for somebody else': ['127.0.0.14', await ours.issue(ip('127.0.0.99')), ''],
  'with nothing but a common name': [
    '127.0.0.15',
    await ours.issue({ commonName: '127.0.0.15' }),
    '',
  ],
  'of an authority that nobody knows': ['127.0.0.16', await strangers.issue(ip('127.0.0.16')), ''],
  'signed by itself': ['127.0.0.17', selfSigned('127.0.0.17'), ''],
} as const

const providers = new Map<string, Awaited<ReturnType<typeof aProvider>>>()
for (const [name, [address, pair]] of Object.entries(PROVIDERS)) {
  providers.set(name, await aProvider(address, pair))
}

const trusted = join(folder, 'system.pem')
writeFileSync(trusted, system.certificate)

function anOffice(clients: 'ignored' | 'asked' | 'demanded'): string {
  const trunks = [...providers].map(
    ([name, { address, port }], n) =>
      `  - { description: ${name}, order: ${60 + n}, server: ${address}, serverPort: ${port}, transport: tls, healthSeconds: 1, realm: x, loginId: x, password: secret }`,
  )
  const settings = { sipAuthorities: ours.certificate, sipClientCertificates: clients }
  return `${office(2)}sipTrunks:\n${trunks.join('\n')}\nsettings: ${JSON.stringify(settings)}\n`
}

const server = await aServer(t, {
  office: anOffice('ignored'),
  env: { SSL_CERT_FILE: trusted },
  limitMs: 90_000,
})
const { sips } = server.secure

async function trunk(description: string): Promise<LiveTrunk | undefined> {
  const all = (await server.ask('exchange', 'trunks')) as readonly LiveTrunk[]
  return all.find((one) => one.description === description)
}

for (const [name, [, , wanted]] of Object.entries(PROVIDERS)) {
  test(`RFC 5922 §7.3 a provider with a certificate ${name} is ${wanted || 'not talked to'}`, async (t) => {
    const provider = providers.get(name)
    if (wanted === 'up') {
      await until('OPTIONS', () => provider?.requests.some((text) => text.startsWith('OPTIONS ')))
      t.equal((await trunk(name))?.state, 'up')
      return
    }
    await until('two tries', () => (provider?.tries() ?? 0) >= 2)
    await until('the trouble', async () => (await trunk(name))?.state === 'unreachable')
    t.strictSame(provider?.requests, [], 'SECURITY row 4: nothing is told to it')
  })
}

test('a call goes over TLS to the provider that has proved itself, and leaves out the others', async (t) => {
  const near = await aPhone(t, server, ann)
  const out = await near.call(OUTSIDE)
  await out.status(400)
  const got = providers.get('of our authority')?.requests.find((text) => text.startsWith('INVITE '))
  t.match(got, /^Via: SIP\/2\.0\/TLS /m)
  t.match(got, /^Contact: <sip:[^>]*;transport=tls>/m)
})

function options(): string {
  const call = Math.random()
  const lines = [
    `OPTIONS sip:${ann}@${sips.address} SIP/2.0`,
    `Via: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK${call}`,
    'Max-Forwards: 70',
    'From: <sip:x@x>;tag=1',
    `To: <sip:${ann}@x>`,
    `Call-ID: ${call}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** What a client hears after OPTIONS, or that it was sent away. */
async function hears(pair?: Pair): Promise<string> {
  const socket = connect({
    host: sips.address,
    port: sips.port,
    rejectUnauthorized: false,
    ...(pair && { cert: pair.certificate, key: pair.key }),
  })
  const heard = new Promise<string>((resolve) => {
    socket.on('data', (octets) => resolve(octets.toString('latin1').split('\r\n')[0] ?? ''))
    socket.on('error', () => resolve('sent away'))
    socket.on('close', () => resolve('sent away'))
  })
  socket.write(options())
  try {
    return await heard
  } finally {
    socket.destroy()
  }
}

async function applies(clients: 'ignored' | 'asked' | 'demanded', probe: () => Promise<boolean>) {
  const file = join(folder, 'office.yaml')
  writeFileSync(file, anOffice(clients))
  const ran = await server.cli('apply', file)
  if (ran.code !== 0) throw new Error(ran.stdout + ran.stderr)
  await until(`client certificates ${clients}`, probe)
}

test('mutual TLS: who must show a certificate and has none, or a wrong one, is sent away', async (t) => {
  const good = await ours.issue({ commonName: 'phone' })
  const wrong = await strangers.issue({ commonName: 'phone' })
  const over = await ours.issue({ commonName: 'phone', days: -1 })
  const anybodys = await system.issue({ commonName: 'phone' })
  t.match(await hears(), 'SIP/2.0 401')
  const isTaken = async (pair?: Pair) => (await hears(pair)).startsWith('SIP/2.0 401')
  // the socket is opened anew: for a moment nobody gets in
  await applies('demanded', async () => !(await isTaken()) && (await isTaken(good)))
  t.match(await hears(good), 'SIP/2.0 401', 'a certificate is no password')
  t.equal(await hears(), 'sent away')
  t.equal(await hears(wrong), 'sent away')
  t.equal(await hears(over), 'sent away')
  t.equal(await hears(anybodys), 'sent away', 'who trusts some of his own trusts no others here')
  await applies('asked', () => isTaken())
  t.match(await hears(good), 'SIP/2.0 401')
  t.match(await hears(wrong), 'SIP/2.0 401', 'it is worth nothing, and does no harm')
  await applies('ignored', () => isTaken())
})

/** Certificate that is served now, and whether the authority in `ca` vouches for it. */
async function served(ca?: string) {
  const socket = connect({
    host: sips.address,
    port: sips.port,
    ...(ca && { ca }),
    rejectUnauthorized: false,
  })
  await once(socket, 'secureConnect')
  const shown = socket.getPeerX509Certificate()
  const { authorized } = socket
  socket.destroy()
  return { fingerprint: shown?.fingerprint256, authorized }
}

/** The authority of the unit, as people install it. */
function unitAuthority(): string {
  const kept = readFileSync(join(server.data, 'web', 'authority.json'), 'utf8')
  return (JSON.parse(kept) as Pair).certificate
}

/** What Debian's OpenSSL hears after OPTIONS when it insists on a certificate of this authority for 127.0.0.1. */
async function opensslHears(authority: string): Promise<string> {
  const ca = join(folder, 'believed.pem')
  writeFileSync(ca, authority)
  const child = spawn('openssl', [
    ...['s_client', '-quiet', '-connect', `${sips.address}:${sips.port}`],
    ...['-CAfile', ca, '-verify_return_error', '-verify_ip', sips.address],
  ])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (octets) => {
      said += octets
    })
  }
  child.stdin.on('error', () => {})
  child.stdin.write(options())
  try {
    return await until('a word', () => /SIP\/2\.0 \d+|verify failed/.exec(said)?.[0])
  } finally {
    child.kill()
  }
}

// Debian's baresip 1.0.0 believes every server; sipsak 0.9.8 cuts a digit off ports behind TLS, and takes the port for a part of the name.
test("OpenSSL believes the unit's own authority, and no other", async (t) => {
  t.equal(await opensslHears(unitAuthority()), 'SIP/2.0 401')
  t.equal(await opensslHears(strangers.certificate), 'verify failed')
})

test('a certificate is swapped while a telephone is registered over TLS and talks', async (t) => {
  const options = { transport: 'tls', server: sips } as const
  const phone = await aBaresip(t, server, ann, { ...options, sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -10 } })
  await phone.dial(bob)
  const call = await called.incoming()
  call.answer()
  await phone.established()

  const before = await served()
  const next = await ours.issue({ names: [{ type: 'ip', value: '127.0.0.1' }] })
  const path = servedCredentialPath(server.data)
  writeFileSync(`${path}.next`, JSON.stringify(next), { mode: 0o600 })
  renameSync(`${path}.next`, path)
  const wanted = new X509Certificate(next.certificate).fingerprint256
  await until('the new one', async () => (await served()).fingerprint === wanted)
  t.not(before.fingerprint, wanted)
  t.ok((await served(ours.certificate)).authorized)

  const heard = call.rtp.arrivals.length
  await until('sound', () => call.rtp.arrivals.length > heard + 50)
  t.ok(heardTone(call.rtp.heard(), 440).level > -13)
  const phones = (await server.json('phones')) as { sipUser: string; contacts: object[] }[]
  t.match(phones.find(({ sipUser }) => sipUser === ann)?.contacts, [
    { transport: 'tls', stale: false },
  ])
  await phone.hangup() // over the connection that it had
  await call.over()
})
