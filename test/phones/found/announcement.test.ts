import { createSocket } from 'node:dgram'
import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import { until } from '../../../firmware/demo/wait.ts'
import { silentLog as log } from '../../../firmware/log.ts'
import { readAnnouncement } from '../../../firmware/phones/found/announcement.ts'
import { Announcements, GROUP } from '../../../firmware/phones/found/announcements.ts'
import type { Sighting } from '../../../firmware/phones/found/found-phones.ts'
import { NearNetworks } from '../../../firmware/phones/found/near-networks.ts'
import type { Flow } from '../../../firmware/sip/contract.ts'
import { parseMessage } from '../../../firmware/sip/message/message.ts'

const flow: Flow = {
  transport: 'udp',
  local: { address: '192.168.1.2', port: 5060 },
  remote: { address: '192.168.10.67', port: 5060 },
}

interface Subscribe {
  readonly who?: string
  readonly event?: string
  readonly expires?: string
  readonly via?: string
  readonly more?: readonly string[]
}

/** As a telephone writes it that has just been unpacked. */
function subscribe({
  who = 'sip:MAC%3a001565AABBCC@224.0.1.75',
  event = 'ua-profile;profile-type="device";vendor="Yealink";model="T46G";version="28.83.0.50"',
  expires = '0',
  via = '192.168.10.67:5060;branch=z9hG4bK77;rport',
  more = ['User-Agent: Yealink SIP-T46G 28.83.0.50'],
}: Subscribe = {}): string {
  return [
    `SUBSCRIBE ${who} SIP/2.0`,
    `Via: SIP/2.0/UDP ${via}`,
    `From: <${who}>;tag=658512961`,
    `To: <${who}>`,
    'Call-ID: 1930770594@192.168.10.67',
    'CSeq: 1 SUBSCRIBE',
    'Max-Forwards: 70',
    `Event: ${event}`,
    `Expires: ${expires}`,
    'Accept: application/url',
    'Contact: <sip:192.168.10.67:5060>',
    ...more,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

t.test('RFC 6080 §5.1.2 a telephone that asks for its configuration says who it is', async (t) => {
  const found = readAnnouncement(subscribe(), flow)
  t.match(found?.sighting, {
    how: 'announced',
    mac: '001565aabbcc',
    vendor: 'Yealink',
    model: 'T46G',
    version: '28.83.0.50',
    address: '192.168.10.67',
    transport: 'udp',
  })
  const spellings = [
    'sip:MAC%001565aabbcc@224.0.1.75',
    'sip:MAC=001565aabbcc@224.0.1.75',
    'sip:MAC:00:15:65:aa:bb:cc@192.168.1.2',
  ]
  for (const who of spellings) {
    t.equal(readAnnouncement(subscribe({ who }), flow)?.sighting.mac, '001565aabbcc', who)
  }
  const nameless = { who: 'sip:00000001@192.168.10.67:5060', event: 'ua-profile' }
  t.match(readAnnouncement(subscribe(nameless), flow)?.sighting, { model: 'SIP-T46G' })
  t.notOk(readAnnouncement(subscribe(nameless), flow)?.sighting.mac)
})

t.test(
  'RFC 6665 §4.2.1 it is answered 200 with the expiry that it asked for, the same to a repetition',
  async (t) => {
    const text = subscribe()
    const answer = readAnnouncement(text, flow)?.answer ?? ''
    const parsed = parseMessage(Buffer.from(answer, 'latin1'))
    if (!parsed.ok || parsed.value.kind !== 'response') throw new Error('no response')
    t.equal(parsed.value.status, 200)
    t.equal(parsed.value.header('Expires'), '0')
    t.ok(parsed.value.toTag)
    t.match(parsed.value.contacts, [{ uri: 'sip:192.168.1.2:5060' }])
    t.equal(readAnnouncement(text, flow)?.answer, answer)
    t.match(readAnnouncement(subscribe({ expires: '3600' }), flow)?.answer, /^Expires: 3600\r$/m)
    t.match(
      readAnnouncement(subscribe({ expires: '999999999' }), flow)?.answer,
      /^Expires: 86400\r$/m,
    )
  },
)

t.test(
  'RFC 3261 §18.2.2 the answer goes to the port that its Via names, RFC 3581 to where it came from',
  async (t) => {
    const odd = { ...flow, remote: { address: '192.168.10.67', port: 40_000 } }
    t.equal(readAnnouncement(subscribe(), odd)?.port, 40_000)
    t.equal(
      readAnnouncement(subscribe({ via: '192.168.10.67:5062;branch=z9hG4bK7' }), odd)?.port,
      5062,
    )
    t.equal(readAnnouncement(subscribe({ via: '192.168.10.67;branch=z9hG4bK7' }), odd)?.port, 5060)
  },
)

t.test('SECURITY row 7 no answer is longer than what it answers', async (t) => {
  const via = Array.from({ length: 30 }, () => '')
  const short = `SUBSCRIBE sip:a SIP/2.0\r\nv: SIP/2.0/UDP a;rport${via.join('')}\r\nf: <sip:a>;tag=1\r\nt: <sip:a>\r\ni: 1\r\nCSeq: 1 SUBSCRIBE\r\no: ua-profile\r\n\r\n`
  const found = readAnnouncement(short, flow)
  t.ok(found)
  t.equal(found?.answer, '')
  const usual = subscribe()
  t.ok((readAnnouncement(usual, flow)?.answer.length ?? 0) <= usual.length)
})

t.test('whatever else is sent to the group is ignored', async (t) => {
  for (const text of [
    '',
    'SUBSCRIBE ',
    subscribe({ event: 'presence' }),
    subscribe({ event: 'ua-profile;;' }),
    subscribe().replace('SUBSCRIBE sip', 'REGISTER sip'),
    subscribe({ more: [`X: ${'x'.repeat(5000)}`] }),
  ]) {
    t.equal(readAnnouncement(text, flow), undefined, text.slice(0, 30))
  }
  const hostile = 'ua-profile;vendor="\u001b[2J";model="<script>";version="1"'
  t.notMatch(JSON.stringify(readAnnouncement(subscribe({ event: hostile }), flow) ?? ''), /u001b/)
})

t.test('PNP-8 a telephone that announces itself by multicast is heard and answered', async (t) => {
  const clock = new VirtualClock()
  const heard: Sighting[] = []
  const port = await freePort()
  const listening = new Announcements({
    clock,
    log,
    addresses: ['127.0.0.1'],
    port,
    near: new NearNetworks(),
    heard: (sighting) => void heard.push(sighting),
  })
  await listening.start()
  t.teardown(() => listening.stop())
  t.equal(listening.port, port)
  const phone = createSocket('udp4')
  t.teardown(() => phone.close())
  const answers: string[] = []
  phone.on('message', (octets) => void answers.push(octets.toString('latin1')))
  await new Promise<void>((resolve) => phone.bind(0, '127.0.0.1', resolve))
  phone.setMulticastInterface('127.0.0.1')
  const send = () => phone.send(subscribe(), port, GROUP)
  send()
  await until('the answer', () => answers.length === 1)
  t.match(answers[0], /^SIP\/2\.0 200 OK\r\n/)
  t.match(heard, [{ mac: '001565aabbcc', address: '127.0.0.1' }])

  for (let n = 0; n < 60; n++) send()
  await until('as many as are taken in a second', () => heard.length === 20)
  await clock.advance(1000)
  send()
  await until('the next second', () => heard.length > 20)
})

t.test('on loopback alone nothing listens, unless a port of its own is given', async (t) => {
  const options = { clock: new VirtualClock(), log, near: new NearNetworks({}), heard: () => {} }
  const listening = new Announcements({ ...options, addresses: ['127.0.0.1', '::1'] })
  await listening.start()
  t.equal(listening.port, undefined)
})

t.test('your network are private addresses and the networks of this machine', async (t) => {
  const near = new NearNetworks({
    eth0: [
      {
        address: '198.51.100.2',
        netmask: '255.255.255.0',
        family: 'IPv4',
        mac: '00:00:00:00:00:00',
        internal: false,
        cidr: '198.51.100.2/24',
      },
    ],
  })
  for (const address of [
    '10.1.2.3',
    '192.168.1.1',
    '127.0.0.1',
    'fe80::1',
    'fd00::1',
    '198.51.100.9',
  ]) {
    t.ok(near.has(address), address)
  }
  for (const address of ['203.0.113.1', '2001:db8::1', '172.32.0.1'])
    t.notOk(near.has(address), address)
  t.equal(near.facing('198.51.100.7', ['10.0.0.1', '198.51.100.2']), '198.51.100.2')
  t.equal(near.facing('192.168.1.7', ['10.0.0.1', '198.51.100.2']), '10.0.0.1')
})
