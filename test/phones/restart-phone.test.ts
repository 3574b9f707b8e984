import t from 'tap'
import type { Binding } from '../../firmware/phones/bindings.ts'
import type { HandsetAccount } from '../../firmware/phones/handset-directory.ts'
import { restartPhone } from '../../firmware/phones/restart-phone.ts'
import { anAgent } from '../sip/support/agent.ts'
import { aPeer } from '../sip/support/peer.ts'

t.test(
  'every telephone of an account is told to restart; who is silent is not waited for',
  async (t) => {
    const { agent, clock, flowTo, address } = await anAgent(t)
    const [phone, silent] = [await aPeer(t), await aPeer(t)]
    const bindings = [phone, silent].map(({ address: { port } }, at) => ({
      contact: `sip:101@127.0.0.1:${port}`,
      flow: flowTo({ address: '127.0.0.1', port }),
      ...(at === 0 && { path: ['<sip:proxy.test;lr>'] }),
    }))
    const asked = restartPhone(
      { sipUser: '101' } as HandsetAccount,
      bindings as unknown as Binding[],
      {
        clock,
        userAgent: agent,
        reboot: true,
      },
    )
    const notify = await phone.request('NOTIFY')
    t.equal(notify.header('Event'), 'check-sync;reboot=true')
    t.strictSame(notify.headers('Route'), ['<sip:proxy.test;lr>'], 'RFC 3327 §5.3')
    phone.respond(notify, 200, address, { toTag: 'p' })
    await phone.quiet(address)
    await clock.advance(5100)
    t.match(await asked, [{ status: 200 }, { status: 408, address: /^127/ }])
  },
)
