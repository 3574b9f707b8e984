import t from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { type SyslogEvent, syslogMessage } from '../../firmware/forwarding/syslog-message.ts'
import { sendSyslog } from '../../firmware/forwarding/syslog-sender.ts'
import { say } from '../../firmware/words/say.ts'
import { anIdentity, aSyslogServer, until } from './peers.ts'

const ORIGIN = { facility: 'local3', hostName: 'box.example', version: '0.1.0' }
const EVENT: SyslogEvent = {
  number: 7,
  at: Date.UTC(2026, 10, 23, 14, 5, 6, 789),
  severity: 'warning',
  class: 'access',
  by: 'Zoë',
  from: 'address 192.0.2.7',
  text: 'The password of handset 101 was shown.',
}

t.test('RFC 5424 §6 a line has every field in its place', async (t) => {
  const line = syslogMessage({ ...EVENT, by: 'ada' }, ORIGIN).toString()
  t.equal(
    line,
    '<156>1 2026-11-23T14:05:06.789Z box.example strowger - access [meta sequenceId="7"][origin software="strowger" swVersion="0.1.0"] The password of handset 101 was shown. (ada, address 192.0.2.7)',
  )
  t.match(
    syslogMessage(EVENT, ORIGIN).toString(),
    /\] \u{feff}The/u,
    '§6.4: a mark where it is UTF-8',
  )
})

t.test(
  'SECURITY 16 what strangers wrote begins no other line, and is cut between characters',
  async (t) => {
    const text = `evil\r\n<0>1 - - - - - - forged${'é'.repeat(2000)}`
    const line = syslogMessage({ ...EVENT, text }, { ...ORIGIN, hostName: 'a b\n]"' })
    t.ok(line.length <= 2048)
    t.notMatch(line.toString(), /[\r\n]/)
    t.notMatch(line.toString(), /\u{fffd}/u, 'no half of a character')
    t.match(line.toString(), /^<156>1 \S+ a-b-\]" strowger - access \[/)
  },
)

const send = (
  port: number,
  transport: 'udp' | 'tcp' | 'tls',
  authorities = '',
  server = '127.0.0.1',
) =>
  sendSyslog(
    { server, port, transport, authorities },
    [EVENT, { ...EVENT, number: 8, severity: 'notice' as const }].map((one) =>
      syslogMessage(one, ORIGIN),
    ),
    systemClock,
  )

for (const transport of ['udp', 'tcp', 'tls'] as const) {
  t.test(`EVT-8 TOOL-10: rsyslog reads our lines over ${transport}`, async (t) => {
    const identity = await anIdentity(t)
    const server = await aSyslogServer(t, transport, identity)
    // UDP tells nobody that the receiver is not up yet: it is sent again until it is.
    let answer = await send(server.port, transport, identity.caPem)
    await until(
      () => {
        if (server.lines().length >= 2) return true
        void send(server.port, transport, identity.caPem).then((next) => {
          answer = next
        })
        return false
      },
      () => `${server.state.said} ${JSON.stringify(answer)}`,
    )
    const [first, second] = server.lines()
    t.match(first, {
      severity: 'warning',
      facility: 'local3',
      host: 'box.example',
      app: 'strowger',
      id: 'access',
      data: /\[meta sequenceId="7"\]/,
      text: /The password of handset 101 was shown\. \(Zoë, address 192\.0\.2\.7\)/,
    })
    t.match(first?.time, /^2026-11-23T14:05:06\.789/)
    t.match(second, { severity: 'notice' })
  })
}

t.test(
  'SECURITY a syslog server with a certificate of nobody whom we trust, or for another name, gets nothing',
  async (t) => {
    const identity = await anIdentity(t)
    const server = await aSyslogServer(t, 'tls', identity)
    await until(() => true)
    let answer = await send(server.port, 'tls')
    while (!answer.ok && /does not take connections/.test(say('en', answer.error))) {
      await systemClock.sleep(50)
      answer = await send(server.port, 'tls')
    }
    t.match(answer.ok ? '' : say('en', answer.error), /signed by nobody whom this unit trusts/)
    const stranger = await anIdentity(t, { dns: ['other.example'], ip: [] })
    const other = await aSyslogServer(t, 'tls', stranger)
    let wrong = await send(other.port, 'tls', stranger.caPem)
    while (!wrong.ok && /does not take connections/.test(say('en', wrong.error))) {
      await systemClock.sleep(50)
      wrong = await send(other.port, 'tls', stranger.caPem)
    }
    t.match(wrong.ok ? '' : say('en', wrong.error), /for another name/)
    t.strictSame([...server.lines(), ...other.lines()], [])
  },
)

t.test('TOOL-10: a server that is not there is told as such', async (t) => {
  const answer = await send(await freePort(), 'tcp')
  t.match(
    answer.ok ? '' : say('en', answer.error),
    /127\.0\.0\.1 does not take connections on port/,
  )
})
