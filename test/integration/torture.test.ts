import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { header, statusOf } from '../peers/sip-text.ts'
import { aPeer, Peer } from '../sip/support/peer.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const OFFICE = office(2).replace(
  `{ sipUser: ${numberOf(1)}, `,
  `{ sipUser: ${numberOf(1)}, didSource: to, `,
)
const server = await aServer(t, { office: OFFICE })

/** The messages of the two RFCs, and what a user agent that takes everything answers (test/sip/message/torture.test.ts). */
interface Case {
  readonly name: string
  readonly octets: Buffer
  readonly answer: number | null
  /** Where a stream makes a difference. */
  readonly stream?: { readonly answers: readonly number[]; readonly fate: string }
}

function casesOf(folder: string): Case[] {
  const path = join(import.meta.dirname, '../sip/message', folder)
  return readdirSync(path)
    .filter((file) => file.endsWith('.json') && !file.startsWith('smuggle-'))
    .map((file) => ({
      ...JSON.parse(readFileSync(join(path, file), 'utf8')),
      name: file.replace('.json', ''),
      octets: readFileSync(join(path, file.replace('.json', '.dat'))),
    }))
}

let exchange = 0
const cases = [...casesOf('torture'), ...casesOf('torture5118')]

/** What a stranger is told: where the message is in order, to prove who it is. */
function told(answers: readonly (number | null)[]): number[] {
  const inOrder: readonly (number | null)[] = [200, 486]
  return answers.flatMap((one) => (one === null ? [] : inOrder.includes(one) ? 401 : one))
}

/** Each case comes from somewhere else, so that nobody is banned for what another has sent. */
const addressOf = (place: number, index: number) => `127.0.${place}.${index + 1}`

function ping(host: string): string {
  return [
    `OPTIONS sip:${host} SIP/2.0`,
    'Via: SIP/2.0/TCP ping.example;branch=z9hG4bKping',
    'From: <sip:ping@ping.example>;tag=p',
    `To: <sip:${host}>`,
    'Call-ID: ping',
    'CSeq: 1 OPTIONS',
    'Max-Forwards: 70',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

test('RFC 4475, RFC 5118 over UDP: the running exchange answers each, and goes on', async (t) => {
  t.equal(cases.length, 49 + 12)
  for (const [index, { name, octets, answer }] of cases.entries()) {
    const socket = createSocket('udp4')
    const address = addressOf(40, index)
    socket.bind(0, address)
    await once(socket, 'listening')
    const place = { address, port: socket.address().port }
    const peer = new Peer(place, 'UDP', (bytes, to) => socket.send(bytes, to.port, to.address))
    socket.on('message', (bytes) => peer.take(bytes))
    peer.sendOctets(octets, server.sip)
    const { barrier, statuses } = await peer.statusesUntilPong(server.sip)
    t.equal(barrier, 401, `${name}: still alive`)
    t.strictSame(
      statuses.filter((status) => status >= 200),
      told([answer]),
      name,
    )
    socket.close()
  }
})

test('RFC 4475, RFC 5118 over TCP: the running exchange answers each, and goes on', async (t) => {
  const pid = await server.pidOf('exchange')
  await server.kill9('exchange') // else the same branches would be repetitions to it, whatever they come over
  await server.restarted('exchange', pid, 60_000)
  exchange = await server.pidOf('exchange')
  const beside = await aPeer(t)
  for (const [index, { name, octets, answer, stream }] of cases.entries()) {
    const { address: host, port } = server.sip
    const socket = connect({ host, port, localAddress: addressOf(41, index) })
    let heard = ''
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1')
    })
    socket.on('error', () => {}) // the server may well reset it
    await once(socket, 'connect')
    const closed = once(socket, 'close')
    socket.write(octets)
    const fate = stream?.fate ?? 'goes on'
    if (fate === 'goes on') {
      socket.write(ping(host))
      await until(`${name}: an answer to what follows`, () => /^Call-ID: ping$/m.test(heard))
    } else if (fate === 'closes') await closed
    else await beside.statusesUntilPong(server.sip) // what is not whole is waited for
    socket.destroy()
    const answers = heard.split(/^(?=SIP\/2\.0 \d)/m).filter((one) => !/^Call-ID: ping$/m.test(one))
    const statuses = answers.filter(Boolean).map((one) => Number(one.slice(8, 11)))
    t.strictSame(
      statuses.filter((status) => status >= 200),
      told(stream?.answers ?? [answer]),
      name,
    )
  }
})

test('RFC 3261 §8.2.1 what has no dialog is not done: REFER, and methods for dialogs', async (t) => {
  const phone = await aPhone(t, server, numberOf(0))
  const asked = (method: string, more: readonly (readonly [string, string])[] = []) =>
    phone.request(method, phone.uriOf('100'), { headers: more })
  const referred = await asked('REFER', [['Refer-To', `<${phone.uriOf('100')}>`]])
  t.equal(statusOf(referred), 403, 'RFC 3515 §2.4.2: nobody is rung at the word of a password')
  t.equal(phone.calls.length, 0)
  const message = await asked('MESSAGE')
  t.equal(statusOf(message), 405)
  t.match(header(message, 'Allow'), /INVITE, ACK/)
  t.equal(statusOf(await asked('NONSENSE')), 405)
})

test('GSIP-13 a phone that says in To whom it calls', async (t) => {
  const phone = await aPhone(t, server, numberOf(1))
  const echo = await phone.request('INVITE', phone.uriOf('299'), {
    to: `<${phone.uriOf('298')}>`,
    headers: [['Contact', phone.contact]],
  })
  t.equal(statusOf(echo), 404)
  const reached = await phone.request('INVITE', phone.uriOf('299'), {
    to: `<${phone.uriOf(numberOf(0))}>`,
    headers: [['Contact', phone.contact]],
  })
  t.equal(statusOf(reached), 480, 'an extension whose telephone is away')
})

test('after all of that a telephone registers, and no process has been started anew', async (t) => {
  await aPhone(t, server, numberOf(0))
  t.equal(await server.pidOf('exchange'), exchange)
})
