import { createSocket } from 'node:dgram'
import t, { test } from 'tap'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { Instance } from '../../firmware/demo/instance.ts'
import { until } from '../../firmware/demo/wait.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { openStore } from '../../firmware/store/store.ts'

t.setTimeout(600_000)
const GROUP = '224.0.1.75'

interface Found {
  readonly id: string
  readonly how: string
  readonly mac?: string
}

test('PNP-8 an unpacked telephone is found, and off the list when it is set up', async (t) => {
  const port = await freePort()
  const instance = await Instance.start({ env: { STROWGER_PNP_PORT: String(port) } })
  t.teardown(() => instance.stop())
  const found = async () => (await instance.ask('exchange', 'found')) as readonly Found[]
  t.strictSame(await found(), [])

  const phone = createSocket('udp4')
  t.teardown(() => phone.close())
  await new Promise<void>((resolve) => phone.bind(0, '127.0.0.1', resolve))
  phone.setMulticastInterface('127.0.0.1')
  const who = 'sip:MAC%3a001565aabbcc@224.0.1.75'
  const lines = [
    `SUBSCRIBE ${who} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${phone.address().port};branch=z9hG4bK7;rport`,
    `From: <${who}>;tag=1`,
    `To: <${who}>`,
    'Call-ID: 1@127.0.0.1',
    'CSeq: 1 SUBSCRIBE',
    'Max-Forwards: 70',
    'Event: ua-profile;profile-type="device";vendor="Yealink";model="T46G";version="28.83.0.50"',
    'Expires: 0',
    'Accept: application/url',
    `Contact: <sip:127.0.0.1:${phone.address().port}>`,
    'User-Agent: Yealink SIP-T46G 28.83.0.50',
    'Content-Length: 0',
  ]
  phone.send(`${lines.join('\r\n')}\r\n\r\n`, port, GROUP)
  await until('the telephone', async () => (await found()).length === 1)
  t.match(await found(), [
    { how: 'announced', mac: '001565aabbcc', model: 'T46G', address: '127.0.0.1' },
  ])

  const store = openStore({ data: instance.data, clock })
  t.teardown(() => store.close())
  const adopted = store.change({ by: 'test', from: 'test' }, (edit) => {
    edit.create(Handset, { mac: '00:15:65:AA:BB:CC' })
  })
  t.ok(adopted.ok)
  await until('the list without it', async () => (await found()).length === 0)
  await t.rejects(instance.ask('exchange', 'found-dismiss', { id: 'x' }), /no-such-phone/)
})
