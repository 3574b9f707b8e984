import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect as connectPlainly } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { connect } from 'node:tls'
import t from 'tap'
import type { Flow, Listen, UserAgentOptions } from '../../../firmware/sip/contract.ts'
import type { Ending } from '../support/agent.ts'
import { anAgent } from '../support/agent.ts'
import { Peer } from '../support/peer.ts'
import type { Authority, Pair } from './support/certificates.ts'
import { anAuthority, changeable } from './support/certificates.ts'

const LISTEN: Listen = { address: '127.0.0.1', tls: [0] }
const WHO = { uri: 'sip:office.test' }

const authority = await anAuthority()
const office = await authority.issue({ names: [{ type: 'dns', value: 'office.test' }] })

interface Options {
  readonly leaf?: Pair | undefined
  readonly listen?: Listen
  readonly more?: Partial<UserAgentOptions>
}

async function aSecureAgent(ending: Ending, options: Options = {}) {
  const { leaf = office, listen = LISTEN, more = {} } = options
  const credential = changeable('leaf' in options ? options.leaf : leaf)
  const seen: Flow[] = []
  const started = await anAgent(
    ending,
    {
      request: (request) => {
        seen.push(request.flow)
        request.respond(200)
      },
    },
    {
      listen: [listen],
      tls: { credential: credential.source, authorities: () => [authority.certificate] },
      ...more,
    },
  )
  return { ...started, credential, seen }
}

/** A connection of a test's own to an agent. */
async function join(ending: Ending, port: number, options: ConnectionOptions = {}) {
  const socket = connect({
    host: '127.0.0.1',
    port,
    ca: authority.certificate,
    servername: 'office.test',
    ...options,
  })
  ending.teardown(() => socket.destroy())
  socket.on('error', () => {})
  await once(socket, 'secureConnect')
  const local = { address: '127.0.0.1', port: socket.localPort ?? 0 }
  const peer = new Peer(local, 'TCP', (octets) => void socket.write(octets))
  socket.on('data', (octets) => peer.take(octets))
  return { socket, peer }
}

/** Resolves with the end of a connection, however it comes. */
function closing(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => socket.once('close', () => resolve(true)))
}

function fingerprint(socket: TLSSocket): string {
  return socket.getPeerX509Certificate()?.fingerprint256 ?? ''
}

async function status(
  from: Awaited<ReturnType<typeof anAgent>>,
  port: number,
  serverName?: string,
) {
  const hop = { transport: 'tls', address: '127.0.0.1', port } as const
  const flow = await from.agent.flowTo(serverName ? { ...hop, serverName } : hop)
  const asked = { method: 'OPTIONS', target: 'sip:office.test', flow, from: WHO, to: WHO }
  return (await from.agent.request(asked)).status
}

t.test('RFC 3261 §26.3.1 a telephone over TLS, 1.2 and 1.3, not 1.1', async (t) => {
  const { address, seen } = await aSecureAgent(t)
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const { peer, socket } = await join(t, address.port, {
      minVersion: version,
      maxVersion: version,
    })
    t.equal(socket.getProtocol(), version)
    peer.send('OPTIONS', address)
    await peer.response(200)
  }
  t.match(seen, [{ transport: 'tls', local: address }, {}])
  const old = connect({
    host: '127.0.0.1',
    port: address.port,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    rejectUnauthorized: false,
    ciphers: 'DEFAULT@SECLEVEL=0',
  })
  t.teardown(() => old.destroy())
  await t.rejects(once(old, 'secureConnect'))
})

t.test('a certificate is swapped in place, and connections go on', async (t) => {
  const { address, credential } = await aSecureAgent(t)
  const before = await join(t, address.port)
  credential.change(await authority.issue({ names: [{ type: 'dns', value: 'office.test' }] }))
  const after = await join(t, address.port)
  t.not(fingerprint(before.socket), fingerprint(after.socket))
  for (const { peer } of [before, after]) {
    peer.send('OPTIONS', address)
    await peer.response(200)
  }
})

t.test('without a certificate nobody gets in, until there is one', async (t) => {
  const { address, credential } = await aSecureAgent(t, { leaf: undefined })
  const early = connect({ host: '127.0.0.1', port: address.port })
  await t.rejects(once(early, 'secureConnect'))
  credential.change(office)
  const { peer } = await join(t, address.port)
  peer.send('OPTIONS', address)
  await peer.response(200)
})

t.test('RFC 5922 §7.3 whoever is not who he should be hears nothing of us', async (t) => {
  const from = await aSecureAgent(t)
  const stranger = await anAuthority()
  const cases: readonly [why: string, leaf: Pair, serverName: string, expected: number][] = [
    ['the domain of the URI', office, 'office.test', 200],
    ['another domain', office, 'bank.test', 503],
    ['a subdomain', office, 'sip.office.test', 503],
    ['a wildcard', await issue(authority, 'dns', '*.test'), 'office.test', 503],
    ['a common name', await authority.issue({ commonName: 'office.test' }), 'office.test', 503],
    ['a sip URI', await issue(authority, 'url', 'sip:office.test'), 'office.test', 200],
    ['its address', await issue(authority, 'ip', '127.0.0.1'), '127.0.0.1', 200],
    [
      'over',
      await authority.issue({ names: [{ type: 'dns', value: 'office.test' }], days: -1 }),
      'office.test',
      503,
    ],
    ['an unknown CA', await issue(stranger, 'dns', 'office.test'), 'office.test', 503],
  ]
  for (const [why, leaf, serverName, expected] of cases) {
    const to = await aSecureAgent(t, { leaf })
    t.equal(await status(from, to.address.port, serverName), expected, why)
    t.equal(to.agent.counters.received, expected === 200 ? 1 : 0, `${why}: nothing was said before`)
  }
})

async function issue(by: Authority, type: 'dns' | 'url' | 'ip', value: string): Promise<Pair> {
  return by.issue({ names: [{ type, value }] })
}

t.test('RFC 5922 §7.4 a connection that was checked for one domain serves no other', async (t) => {
  const both = await authority.issue({
    names: [
      { type: 'dns', value: 'office.test' },
      { type: 'dns', value: 'shop.test' },
    ],
  })
  const from = await aSecureAgent(t)
  const to = await aSecureAgent(t, { leaf: both })
  t.equal(await status(from, to.address.port, 'office.test'), 200)
  t.equal(await status(from, to.address.port, 'office.test'), 200)
  t.equal(new Set(to.seen.map(({ remote }) => remote.port)).size, 1, 'used again')
  t.equal(await status(from, to.address.port, 'shop.test'), 200)
  t.equal(new Set(to.seen.map(({ remote }) => remote.port)).size, 2)
  t.equal(await status(from, to.address.port, 'bank.test'), 503)
})

t.test('mutual TLS: demanded, asked for, ignored', async (t) => {
  const phone = await authority.issue({ names: [{ type: 'url', value: 'sip:phone.test' }] })
  const stranger = await (await anAuthority()).issue({
    names: [{ type: 'dns', value: 'phone.test' }],
  })
  const cases = [
    ['demanded', phone, ['phone.test']],
    ['demanded', stranger, 'refused'],
    ['demanded', undefined, 'refused'],
    ['asked', phone, ['phone.test']],
    ['asked', stranger, []],
    ['asked', undefined, []],
    ['ignored', phone, []],
  ] as const
  for (const [clientCertificates, own, expected] of cases) {
    const server = await aSecureAgent(t, { listen: { ...LISTEN, clientCertificates } })
    const { peer, socket } = await join(t, server.address.port, {
      maxVersion: 'TLSv1.3',
      ...(own && { cert: own.certificate, key: own.key }),
    })
    const closed = closing(socket)
    peer.send('OPTIONS', server.address)
    const why = `${clientCertificates}, ${own === phone ? 'ours' : own ? 'a stranger' : 'none'}`
    if (expected === 'refused') {
      await closed
      t.equal(server.seen.length, 0, why)
    } else {
      await peer.response(200)
      t.strictSame(server.agent.namesOf(server.seen[0] as Flow), expected, why)
    }
  }
})

t.test('RFC 5923 an authenticated peer is reached over the connection that it made', async (t) => {
  const proxy = await authority.issue({ names: [{ type: 'dns', value: 'proxy.test' }] })
  for (const isAuthenticated of [true, false]) {
    const server = await aSecureAgent(t, { listen: { ...LISTEN, clientCertificates: 'asked' } })
    const { peer } = await join(t, server.address.port, {
      ...(isAuthenticated && { cert: proxy.certificate, key: proxy.key }),
    })
    const text = peer.write('OPTIONS', server.address)
    peer.sendOctets(text.replace(/(Via: .*?):\d+;/, '$1:5999;alias;'), server.address)
    await peer.response(200)
    const hop = {
      transport: 'tls',
      address: '127.0.0.1',
      port: 5999,
      serverName: 'proxy.test',
    } as const
    const flow = await server.agent.flowTo(hop)
    const asked = { method: 'OPTIONS', target: 'sip:proxy.test', flow, from: WHO, to: WHO }
    const answer = server.agent.request(asked)
    if (isAuthenticated) {
      peer.respond(await peer.request('OPTIONS'), 200, server.address)
      t.equal((await answer).status, 200)
    } else {
      t.equal((await answer).status, 503, 'nobody listens at that port')
    }
  }
})

t.test('SECURITY row 8 a handshake that does not end is cut off', async (t) => {
  const { address, clock } = await aSecureAgent(t)
  const half = connectPlainly(address.port, address.address)
  half.resume()
  half.on('error', () => {})
  await once(half, 'connect')
  half.write(Buffer.from('16030100', 'hex'))
  const closed = closing(half)
  for (let isClosed = false; !isClosed; ) {
    await clock.advance(2_500)
    isClosed = await Promise.race([closed, pause(20).then(() => false)])
  }
  const { peer } = await join(t, address.port)
  peer.send('OPTIONS', address)
  await peer.response(200)
})

t.test('octets that are not TLS hurt nobody', async (t) => {
  const { address } = await aSecureAgent(t)
  const plain = connectPlainly(address.port, address.address)
  plain.on('error', () => {})
  plain.resume()
  plain.write('OPTIONS sip:x SIP/2.0\r\n\r\n')
  await closing(plain)
  const { peer } = await join(t, address.port)
  peer.send('OPTIONS', address)
  await peer.response(200)
})

t.test('TLS ports without a certificate to come are refused in words', async (t) => {
  await t.rejects(anAgent(t, {}, { listen: [LISTEN] }), { message: /needs a certificate/ })
})
