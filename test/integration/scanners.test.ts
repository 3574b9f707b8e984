import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectSecurely } from 'node:tls'
import { promisify } from 'node:util'
import t, { test } from 'tap'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { until } from '../../firmware/demo/wait.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import type { Header, SipText } from '../peers/sip-text.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office, passwordOf } from './an-office.ts'

const run = promisify(execFile)

t.setTimeout(600_000)
const server = await aServer(t, { office: office(3) })
const known = numberOf(0)
const home = mkdtempSync(join(tmpdir(), 'strowger-scan-'))
t.teardown(() => rmSync(home, { recursive: true }))

/** A program of Debian's sipvicious against the server; all that it prints. */
async function scan(program: 'svwar' | 'svcrack', args: readonly string[]): Promise<string> {
  const port = String(await freePort())
  const { address, port: sipPort } = server.sip
  const all = [
    '-b',
    '127.0.0.1',
    '-x',
    '127.0.0.1',
    '-P',
    port,
    ...args,
    `udp://${address}:${sipPort}`,
  ]
  const ended = await run(program, all, {
    env: { ...process.env, HOME: home },
    timeout: 60_000,
  }).catch((error: { stdout?: string; stderr?: string; killed?: boolean }) => error)
  if ('killed' in ended && ended.killed) throw new Error(`${program} did not end`)
  return `${ended.stdout}${ended.stderr}`
}

for (const method of ['REGISTER', 'OPTIONS', 'INVITE']) {
  test(`SECURITY row 1 svwar finds no telephone by ${method}`, async (t) => {
    const range = ['-m', method, '-e', '195-210', '--maximumtime', '5']
    t.match(await scan('svwar', range), 'found nothing')
    t.match(await scan('svwar', ['--force', ...range]), 'found nothing')
  })
}

test('SECURITY row 9 svcrack does not find a password that is in its dictionary', async (t) => {
  const phone = await aPhone(t, server, numberOf(1))
  const words = Array.from({ length: 30 }, (_, n) => `guess-number-${n}`)
  const dictionary = join(home, 'words.txt')
  writeFileSync(dictionary, `${[...words, passwordOf(known), 'last'].join('\n')}\n`)
  const said = await scan('svcrack', ['-u', known, '-d', dictionary, '--maximumtime', '5'])
  t.match(said, 'found nothing')
  t.notMatch(said, passwordOf(known))
  t.equal(
    statusOf(await phone.register()),
    200,
    'a registered telephone at the same address goes on',
  )
})

const METHODS = [
  ...['REGISTER', 'INVITE', 'OPTIONS', 'SUBSCRIBE', 'PUBLISH', 'MESSAGE', 'NOTIFY', 'REFER'],
  ...['INFO', 'UPDATE', 'PRACK', 'BYE', 'FOO'],
]

/** Of headers that the standard takes from the request, and of what is made by chance, only the names. */
function uniform(text: SipText): string {
  const made = /^(Via|From|To|Call-ID|CSeq)$/
  const lines = text.headers.map(([name, value]) =>
    made.test(name) ? name : `${name}: ${value.replace(/nonce="[^"]*"/, 'nonce')}`,
  )
  return [text.start, ...lines, text.body].join('\n')
}

test('SECURITY rows 1 and 3 no method of a stranger is done, and none tells who exists', async (t) => {
  const stranger = await RtpPhone.open({ user: 'x', server: server.sip, address: '127.0.0.88' })
  t.teardown(() => stranger.close())
  const asks = (method: string, user: string) => {
    const uri = method === 'REGISTER' ? `sip:${server.sip.address}` : stranger.uriOf(user)
    const more: Header[] = [
      ['Contact', '<sip:x@127.0.0.88>'],
      ['Event', 'presence'],
      ['Refer-To', '<sip:19005550100@x>'],
      ['RAck', '1 1 INVITE'],
    ]
    return stranger.request(method, uri, { to: `<${stranger.uriOf(user)}>`, headers: more })
  }
  for (const method of METHODS) {
    const [here, nobody] = [await asks(method, known), await asks(method, '298')]
    const status = statusOf(here)
    t.ok(status >= 400 && status < 500, `${method}: ${here.start}`)
    t.equal(uniform(here), uniform(nobody), method)
  }
})

test('SECURITY row 2 passwords of telephones are made by the unit: long, and no two alike', async (t) => {
  const words = new Set<string>()
  for (const user of [0, 1, 2].map(numberOf)) {
    const ran = await server.cli('secret', 'handset', user, '--new')
    t.equal(ran.code, 0, ran.stderr)
    const secret = await server.secretOf(user)
    t.ok(secret.length >= 20, `${secret.length} characters`)
    t.notMatch(server.logs(1_000_000), secret)
    words.add(secret)
  }
  t.equal(words.size, 3)
})

test('SECURITY row 8 half-open connections of one source keep nobody else out', async (t) => {
  const { address: host, port } = server.secure.sips
  const sockets = Array.from({ length: 400 }, () => {
    const socket = connect({ host, port, localAddress: '127.0.0.89' })
    socket.on('error', () => {})
    return socket
  })
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
  })
  await until('most to be sent away', () => sockets.filter((one) => one.closed).length >= 400 - 128)
  const other = connectSecurely({ host, port, rejectUnauthorized: false })
  await once(other, 'secureConnect')
  other.destroy()
  t.pass('a handshake from elsewhere')
  await until('the others to be closed', () => sockets.every((one) => one.closed), 60_000)
})
