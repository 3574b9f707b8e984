import t from 'tap'
import { DigestServer, digestHa1 } from '../../../firmware/sip/auth/digest.ts'
import { parsePrefix } from '../../../firmware/sip/defence/source.ts'
import { anAgent } from '../support/agent.ts'
import { aPeer } from '../support/peer.ts'
import { aDefence } from './a-defence.ts'

/** An agent behind a gate that distrusts loopback, and challenges everybody. */
async function aGuarded(ending: Parameters<typeof anAgent>[0]) {
  const guarded = aDefence()
  const digest = new DigestServer({
    clock: guarded.clock,
    realm: 'here',
    key: Buffer.alloc(32, 1),
  })
  const known = digestHa1('201', 'here', 'secret')
  const agent = await anAgent(
    ending,
    {
      request: (request) => {
        const { ok: right } = digest.verify(request.message, (user) =>
          user === '201' ? known : undefined,
        )
        const hasTried = digest.claimed(request.message) !== undefined
        if (right) request.respond(200)
        else if (hasTried) request.respond(403)
        else request.respond(401, { headers: digest.challenge() })
      },
    },
    { gate: guarded.defence },
  )
  return { ...guarded, ...agent }
}

const wrong = (user: string) =>
  `Authorization: Digest username="${user}", realm="here", nonce="x", uri="sip:here", qop=auth, nc=00000001, cnonce="y", response="${'0'.repeat(32)}"`

t.test(
  'SECURITY row 1 known and unknown users get the same answers in number and length, until both are banned',
  async (t) => {
    const told: Record<string, string[]> = {}
    for (const user of ['201', '999']) {
      const { address, bans } = await aGuarded(t)
      const peer = await aPeer(t)
      const statuses: string[] = []
      for (let n = 0; n < 10; n++) {
        const callId = `same-${String(n).padStart(4, '0')}`
        const headers = [wrong(user), `User-Agent: ${'x'.repeat(200)}`]
        peer.send('REGISTER', address, {
          callId,
          branch: `z9hG4bK${callId}`,
          fromTag: 'f',
          headers,
        })
        const { text, status } = (await peer.next()) as { text: string; status: number }
        statuses.push(`${status} ${text.replace(/:\d{4,5}/g, ':port').length}`)
      }
      t.equal(bans.length, 1)
      peer.send('REGISTER', address, { headers: [wrong(user)] })
      peer.send('OPTIONS', address)
      await new Promise((resolve) => setTimeout(resolve, 200))
      t.equal(peer.finals.length, 10, 'nothing any more')
      told[user] = statuses
    }
    t.strictSame(told['999'], told['201'])
  },
)

t.test(
  'RFC 3261 §8.2.7 a 503 of overload leaves no transaction, and a repetition gets the same tag',
  async (t) => {
    const overload = { refusal: () => 7 }
    const { defence } = aDefence({ overload: overload as never })
    const { agent, address } = await anAgent(t, {}, { gate: defence })
    const peer = await aPeer(t)
    const tags = new Set<string | undefined>()
    for (let n = 0; n < 2; n++) {
      peer.send('INVITE', address, { branch: 'z9hG4bKsame', callId: 'same', fromTag: 'f' })
      const response = await peer.response(503)
      t.equal(response.header('Retry-After'), '7')
      tags.add(response.toTag)
    }
    t.equal(tags.size, 1)
    t.notOk(tags.has(undefined))
    t.equal(agent.counters.transactions, 0)
  },
)

t.test('a connection that sends what is not taken is closed', async (t) => {
  const { defence } = aDefence()
  const { agent, address } = await anAgent(t, {}, { gate: defence })
  t.ok(defence.ban('127.0.0.1', 60_000))
  const { connect } = await import('node:net')
  const socket = connect(address.port, '127.0.0.1')
  const peer = await aPeer(t)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  socket.write(peer.write('OPTIONS', address).replace('/UDP', '/TCP'))
  await closed
  t.equal(agent.counters.dropped, 1)
})

t.test('the allowed networks notice nothing of it', async (t) => {
  const prefixes = ['127.0.0.0/8'].flatMap((text) => parsePrefix(text) ?? [])
  const { defence } = aDefence({ allowed: () => prefixes })
  const { address } = await anAgent(t, {}, { gate: defence })
  const peer = await aPeer(t)
  for (let n = 0; n < 100; n++) {
    peer.send('OPTIONS', address)
    await peer.response(404)
  }
  t.equal(peer.finals.length, 100)
})
