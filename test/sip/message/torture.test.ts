import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { SipMessage } from '../../../firmware/sip/message/message.ts'
import { parseMessage } from '../../../firmware/sip/message/message.ts'
import { anAgent } from '../support/agent.ts'
import { aPeer } from '../support/peer.ts'

/** Each case is two files: the octets, and what must be made of them. */
const folder = join(import.meta.dirname, 'torture')

interface Case {
  readonly section: string
  readonly title: string
  readonly read: { readonly ok: boolean } & Readonly<Record<string, unknown>>
  /** Status that our server answers with: 200 and 486 are its handler's, null is silence. */
  readonly answer: number | null
}

const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    name: file.replace('.json', ''),
    expected: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case,
    octets: readFileSync(join(folder, file.replace('.json', '.dat'))),
  }))

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

for (const { name, expected, octets } of cases) {
  t.test(`RFC 4475 §${expected.section} ${name}: ${expected.title}`, async (t) => {
    const result = parseMessage(octets)
    if (result.ok) t.match(seen(result.value, expected.read), expected.read)
    else t.notOk(expected.read.ok, result.error)
  })
}

t.test('RFC 4475 over UDP each case gets its answer, and the server goes on', async (t) => {
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
})
