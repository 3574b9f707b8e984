import t from 'tap'
import { notifyOut } from '../../../firmware/sip/events/notify-out.ts'
import { anAgent } from '../support/agent.ts'
import { aPeer } from '../support/peer.ts'

t.test('a telephone is told to look for its configuration', async (t) => {
  const { agent, address, flowTo } = await anAgent(t)
  const phone = await aPeer(t)
  const told = notifyOut(
    agent,
    {
      contact: `sip:101@127.0.0.1:${phone.address.port}`,
      flow: flowTo(phone.address),
      to: { uri: 'sip:101@office.test' },
      from: { uri: 'sip:office@office.test' },
    },
    'check-sync;reboot=false',
  )
  const notify = await phone.request('NOTIFY')
  t.equal(notify.uri, `sip:101@127.0.0.1:${phone.address.port}`)
  t.equal(notify.header('Event'), 'check-sync;reboot=false')
  t.ok(notify.header('Subscription-State'))
  t.equal(notify.header('Contact'), '<sip:office@office.test>')
  phone.respond(notify, 200, address, { toTag: 'p' })
  t.equal(await told, 200)
})
