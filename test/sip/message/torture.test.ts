import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { SipMessage } from '../../../firmware/sip/message/message.ts'
import { parseMessage } from '../../../firmware/sip/message/message.ts'
import { sessionDescription } from '../../../firmware/sip/message/multipart.ts'
import { connectionOf, parseSdp } from '../../../firmware/sip/sdp/sdp.ts'
import { anAgent } from '../support/agent.ts'
import { aPeer, aTcpPeer } from '../support/peer.ts'

/** Each case is two files: the octets, and what must be made of them. */
interface Case {
  readonly section: string
  readonly title: string
  readonly read: { readonly ok: boolean } & Readonly<Record<string, unknown>>
  /** Final status that our server answers with over UDP: 200 and 486 are its handler's, null is silence. */
  readonly answer: number | null
  /** Where a stream makes a difference: all answers, and what becomes of the connection. */
  readonly stream?: { readonly answers: readonly number[]; readonly fate: Fate }
}

/** `waits`: for more octets of a message that is not complete. */
type Fate = 'goes on' | 'closes' | 'waits'

function casesOf(standard: string, name: string) {
  const folder = join(import.meta.dirname, name)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      standard,
      name: file.replace('.json', ''),
      expected: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case,
      octets: readFileSync(join(folder, file.replace('.json', '.dat'))),
    }))
}

const cases = [...casesOf('RFC 4475', 'torture'), ...casesOf('RFC 5118', 'torture5118')]

/** The properties of a message that a case may speak of. */
function seen(message: SipMessage, wanted: Readonly<Record<string, unknown>>) {
  const isRequest = message.kind === 'request'
  const contacts = message.contacts === '*' ? '*' : message.contacts.map(({ uri }) => uri)
  return {
    ok: true,
    kind: message.kind,
    ...(isRequest && { method: message.method, ...message.requestUri }),
    ...(!isRequest && { status: message.status, reason: message.reason }),
    fromTag: message.fromTag,
    toTag: message.toTag,
    fromName: message.from.name,
    toName: message.to.name,
    callId: message.callId,
    cseq: message.cseq,
    maxForwards: message.maxForwards,
    contentType: message.contentType,
    vias: message.vias.length,
    branches: message.vias.map(({ branch }) => branch),
    hosts: message.vias.map(({ host }) => host),
    received: message.vias[0]?.params.get('received'),
    media: streamsOf(message),
    contacts,
    body: message.body,
    length: message.text.length,
    headers: Object.fromEntries(
      Object.keys((wanted.headers as object | undefined) ?? {}).map((name) => [
        name,
        message.headers(name),
      ]),
    ),
  }
}

/** Address, family and port of each stream in the description. */
function streamsOf(message: SipMessage) {
  const session = parseSdp(sessionDescription(message) ?? '')
  if (!session.ok) return undefined
  return session.value.media.map((media) => {
    const connection = connectionOf(session.value, media)
    return [connection?.address, connection?.family, media.port]
  })
}

for (const { standard, name, expected, octets } of cases) {
  t.test(`${standard} §${expected.section} ${name}: ${expected.title}`, async (t) => {
    const result = parseMessage(octets)
    if (result.ok) t.match(seen(result.value, expected.read), expected.read)
    else t.notOk(expected.read.ok, result.error)
  })
}

t.test(
  'RFC 4475, RFC 5118 over UDP each case gets its answer, and the server goes on',
  async (t) => {
    const server = await anAgent(t, {
      request: (request) => request.respond(200),
      invite: (request) => request.respond(486),
    })
    const peer = await aPeer(t)
    for (const { name, expected, octets } of cases) {
      peer.sendOctets(octets, server.address)
      const { barrier, statuses } = await peer.statusesUntilPong(server.address)
      t.equal(barrier, 200, `${name}: still alive`)
      const final = statuses.filter((status) => status >= 200)
      t.strictSame(final, expected.answer === null ? [] : [expected.answer], name)
    }
  },
)

t.test(
  'RFC 4475, RFC 5118 over TCP each case gets its answer, and the server goes on',
  async (t) => {
    const server = await anAgent(t, {
      request: (request) => request.respond(200),
      invite: (request) => request.respond(486),
    })
    const beside = await aPeer(t)
    for (const { name, expected, octets } of cases) {
      const usual = expected.answer === null ? [] : [expected.answer]
      const wanted = expected.stream ?? { answers: usual, fate: 'goes on' }
      const tcp = await aTcpPeer(t)
      await tcp.connect(server.address)
      const ended = new Promise<'closes'>((resolve) =>
        tcp.socket().once('close', () => resolve('closes')),
      )
      tcp.peer.sendOctets(octets, server.address)
      const asked = tcp.peer.statusesUntilPong(server.address).then(() => 'goes on' as const)
      asked.catch(() => {}) // when the connection closes, nobody waits for it
      await beside.quiet(server.address)
      const fate = await Promise.race([
        asked,
        ended,
        ...(wanted.fate === 'waits' ? [wanted.fate] : []),
      ])
      t.equal(fate, wanted.fate, name)
      t.strictSame(tcp.peer.finals, wanted.answers, name)
      tcp.socket().destroy()
    }
  },
)
