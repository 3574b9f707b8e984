import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import t, { test } from 'tap'
import { WebSocket } from 'ws'
import { Child } from '../../firmware/demo/child.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { SipText } from '../peers/sip-text.ts'
import { header, headersOf, parseSip, statusOf } from '../peers/sip-text.ts'
import { credentials, sipp } from '../peers/sipp.ts'
import { aBaresip, aPhone, aServer, numberOf, office, passwordOf } from './an-office.ts'

t.setTimeout(600_000)
const server = await aServer(t, { office: office(6) })
const [ann, bob, cleo, dora, eve] = [0, 1, 2, 3, 4].map(numberOf) as [
  string,
  string,
  string,
  string,
  string,
]

interface ShownPhone {
  readonly sipUser: string
  readonly contacts: readonly { readonly transport: string; readonly stale: boolean }[]
}

/** Whether TLS is spoken there; who it is, others test. */
async function shakesHands(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  try {
    await once(socket, 'secureConnect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

async function contactsOf(user: string): Promise<ShownPhone['contacts']> {
  const phones = (await server.json('phones')) as ShownPhone[]
  return phones.find(({ sipUser }) => sipUser === user)?.contacts ?? []
}

test('nothing is wrong: every port is open', async (t) => {
  t.strictSame(
    (await server.status()).conditions.filter(({ id }) => /sip/.test(id)),
    [],
  )
})

test('SIP over TLS answers as soon as the unit has its certificate', async (t) => {
  await until('a handshake', () => shakesHands(server.secure.sips.port))
  t.pass()
})

test('baresip over TLS registers, calls and hears', async (t) => {
  const options = { transport: 'tls', server: server.secure.sips } as const
  const phone = await aBaresip(t, server, ann, { ...options, sends: { hz: 440, level: -10 } })
  t.match(await contactsOf(ann), [{ transport: 'tls', stale: false }])
  const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -10 } })
  await phone.dial(bob)
  const call = await called.incoming()
  call.ring()
  call.answer()
  await phone.established()
  await until('the sound of each', () => {
    const [out, back] = [heardTone(phone.heard(), 1000), heardTone(call.rtp.heard(), 440)]
    return (out.lastAt ?? 0) - (out.firstAt ?? 0) >= 500 && back.level > -13
  })
  await phone.hangup()
  await call.over()
})

test('a telephone over TLS is unreachable as soon as its connection ends', async (t) => {
  const options = { transport: 'tls', server: server.secure.sips } as const
  const phone = await aBaresip(t, server, ann, options)
  t.equal((await contactsOf(ann)).length, 1)
  await phone.kill9()
  await until('nothing left of it', async () => (await contactsOf(ann)).every(({ stale }) => stale))
})

for (const transport of ['udp', 'tcp'] as const) {
  test(`sipsak over ${transport} registers, and is answered by OPTIONS`, async (t) => {
    const { address, port } = server.sip
    const uri = `sip:${cleo}@${address}:${port}`
    const password = ['-a', passwordOf(cleo), '-u', cleo]
    const by = ['-E', transport, '-H', address, '-v']
    const options = await ran('sipsak', ['-s', uri, ...password, ...by])
    t.match(options.output, /200 OK/, options.output.slice(-600))
    const contact = `sip:${cleo}@${address}:9`
    const on = await ran('sipsak', [
      '-U',
      '-C',
      contact,
      '-x',
      '120',
      '-s',
      uri,
      ...password,
      ...by,
    ])
    t.match(on.output, /All usrloc tests completed successful/, on.output.slice(-600))
  })
}

for (const [event, body] of [
  ['dialog', '<dialog-info'],
  ['presence', '<presence'],
  ['reg', '<reginfo'],
  ['message-summary', 'Messages-Waiting: no'],
] as const) {
  test(`RFC 6665 sipp watches ${event} and lets go`, async (t) => {
    const watched = event === 'reg' || event === 'message-summary' ? dora : eve
    const run = await sipp({
      scenario: 'subscribe',
      remote: server.sip,
      rows: [[dora, credentials(dora, passwordOf(dora)), watched]],
      calls: 3,
      rate: 10,
      keys: { event, body },
    })
    t.match(run, { successful: 3, failed: 0, errors: '' })
  })
}

/** What people install so that browsers believe this unit. */
function unitAuthority(): string {
  const kept = readFileSync(join(server.data, 'web', 'authority.json'), 'utf8')
  return (JSON.parse(kept) as { certificate: string }).certificate
}

/** A browser's telephone, of which only the lines that matter are here. */
class WebPhone {
  readonly #socket: WebSocket
  readonly #user: string
  readonly #host = `${randomBytes(6).toString('hex')}.invalid`
  readonly #got: SipText[] = []
  #cseq = 0

  private constructor(socket: WebSocket, user: string) {
    this.#socket = socket
    this.#user = user
    socket.on('message', (data) => {
      const message = parseSip(String(data))
      if (message) this.#got.push(message)
    })
  }

  static async open(user: string, origin?: string): Promise<WebPhone> {
    const socket = new WebSocket(server.secure.wss, ['sip'], {
      ca: unitAuthority(),
      ...(origin && { origin }),
    })
    await once(socket, 'open')
    return new WebPhone(socket, user)
  }

  /** Sends a request, once more with the answer to a challenge; the final response. */
  async request(method: string, uri: string, more: readonly string[] = [], body = '') {
    const callId = randomBytes(8).toString('hex')
    const first = await this.#final(this.#write(method, uri, callId, more, body))
    if (statusOf(first) !== 401) return first
    const [challenge = ''] = headersOf(first, 'WWW-Authenticate').map(([, value]) => value)
    const answer = this.#answer(challenge, method, uri)
    return this.#final(this.#write(method, uri, callId, [...more, answer], body))
  }

  get challenged(): readonly string[] {
    return this.#got.flatMap((one) => headersOf(one, 'WWW-Authenticate').map(([, value]) => value))
  }

  acknowledge(response: SipText, uri: string): void {
    this.#socket.send(
      `ACK ${uri} SIP/2.0\r\nVia: SIP/2.0/WSS ${this.#host};branch=z9hG4bK${randomBytes(6).toString('hex')}\r\nMax-Forwards: 70\r\nFrom: ${header(response, 'From')}\r\nTo: ${header(response, 'To')}\r\nCall-ID: ${header(response, 'Call-ID')}\r\nCSeq: ${this.#cseq} ACK\r\nContent-Length: 0\r\n\r\n`,
    )
  }

  close(): void {
    this.#socket.terminate()
  }

  get contact(): string {
    return `<sip:${this.#user}@${this.#host};transport=ws>`
  }

  #write(method: string, uri: string, callId: string, more: readonly string[], body: string) {
    const cseq = ++this.#cseq
    const lines = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/WSS ${this.#host};branch=z9hG4bK${randomBytes(6).toString('hex')}`,
      'Max-Forwards: 70',
      `From: <sip:${this.#user}@${server.sip.address}>;tag=w${cseq}`,
      `To: <${method === 'REGISTER' ? `sip:${this.#user}@${server.sip.address}` : uri}>`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: ${this.contact}`,
      ...more,
      `Content-Length: ${body.length}`,
    ]
    this.#socket.send(`${lines.join('\r\n')}\r\n\r\n${body}`)
    return cseq
  }

  #final(cseq: number): Promise<SipText> {
    return until('a final response', () =>
      this.#got.find(
        (one) =>
          one.start.startsWith('SIP/2.0 ') &&
          statusOf(one) >= 200 &&
          header(one, 'CSeq').startsWith(`${cseq} `),
      ),
    )
  }

  #answer(challenge: string, method: string, uri: string): string {
    const part = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? ''
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    const ha1 = hash(`${this.#user}:${part('realm')}:${passwordOf(this.#user)}`)
    const ha2 = hash(`${method}:${uri}`)
    const response = hash(`${ha1}:${part('nonce')}:00000001:c:auth:${ha2}`)
    return `Authorization: Digest username="${this.#user}", realm="${part('realm')}", nonce="${part('nonce')}", uri="${uri}", algorithm=SHA-256, qop=auth, nc=00000001, cnonce="c", response="${response}"`
  }
}

test('RFC 7118 a phone in a browser believes the unit, registers with SHA-256 and calls over UDP', async (t) => {
  const origin = server.pages
  const phone = await WebPhone.open(eve, origin)
  t.teardown(() => phone.close())
  const registered = await phone.request('REGISTER', `sip:${server.sip.address}`, ['Expires: 120'])
  t.equal(statusOf(registered), 200)
  t.match(phone.challenged, [/algorithm=SHA-256/])
  t.match(await contactsOf(eve), [{ transport: 'wss' }])

  const called = await aPhone(t, server, bob)
  const body = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=audio 40000 RTP/SAVP 0', // from a browser nothing is taken in the clear
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${Buffer.alloc(30, 7).toString('base64')}`,
    '',
  ].join('\r\n')
  const uri = `sip:${bob}@${server.sip.address}`
  const asked = phone.request('INVITE', uri, ['Content-Type: application/sdp'], body)
  const call = await called.incoming()
  call.answer()
  const answer = await asked
  t.equal(statusOf(answer), 200, answer.start)
  t.match(answer.body, /m=audio \d+ RTP\/SAVP 0/)
  const target = /<([^>]+)>/.exec(header(answer, 'Contact'))?.[1] ?? ''
  t.match(target, /;transport=ws$/)
  phone.acknowledge(answer, target)
  await call.bye()

  phone.close()
  await until('its registration to be gone', async () => (await contactsOf(eve)).length === 0)
})

test('SECURITY row 12 a page of somebody else opens no WebSocket', async (t) => {
  await t.rejects(WebPhone.open(eve, 'https://evil.test'), /403/)
})

async function ran(program: string, args: readonly string[]) {
  const child = Child.spawn(program, [...args])
  await child.exited
  return { output: child.output }
}
