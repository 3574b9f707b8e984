import t from 'tap'
import { Office } from './office.ts'

t.test('PAGE-8 a page from one telephone to another over a multicast group', async (t) => {
  const office = new Office(t)
  const [caller] = await office.call(1)
  const [heard] = await office.call(1)
  const group = '239.255.10.3'
  const port = 2 * (10_000 + (caller.port % 10_000)) // nobody else has the group
  const sending = office.media.addContext()
  office.media.move(caller.termination, sending)
  const { termination } = office.media.addRtp(sending, { localAddress: '127.0.0.1' })
  office.media.setMulticast(termination, { hops: 1, loop: true })
  const stream = { codec: 'PCMU', payloadType: 0, ptimeMs: 20, symmetric: false } as const
  office.media.setRtp(termination, {
    ...stream,
    remote: { address: group, port },
    send: true,
    receive: false,
  })
  const hearing = office.media.addContext()
  office.media.move(heard.termination, hearing)
  const listening = { group, port, localAddress: '127.0.0.1', priority: 1 }
  const listener = office.media.addListener(hearing, listening)
  office.media.setRtp(listener, { ...stream, send: false, receive: true })
  caller.phone.talk(1000, -16)
  await heard.phone.hears(1000, -16)
  t.throws(() => office.media.addListener(hearing, { ...listening, group: '192.0.2.1' }), {
    code: 'EINVAL',
  })
})
