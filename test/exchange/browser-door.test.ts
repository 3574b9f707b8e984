import { once } from 'node:events'
import { statSync } from 'node:fs'
import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import { BrowserDoor } from '../../firmware/exchange/browser-door.ts'
import { BROWSER_PHONE, browserPhonesSocket } from '../../firmware/run-directory.ts'
import type { Flow } from '../../firmware/sip/contract.ts'
import { anAgent } from '../sip/support/agent.ts'
import { anAuthority, changeable } from '../sip/transport/support/certificates.ts'
import { aDirectory } from '../store/a-store.ts'

const BANNED = '203.0.113.9'
const OPTIONS = [
  'OPTIONS sip:office.test SIP/2.0',
  'Via: SIP/2.0/WSS x.invalid;branch=z9hG4bKa',
  'Max-Forwards: 70',
  'From: <sip:a@x.invalid>;tag=a',
  'To: <sip:office.test>',
  'Call-ID: a',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
  '\r\n',
].join('\r\n')

async function aDoor(t: Test) {
  const run = aDirectory(t)
  const leaf = await (await anAuthority()).issue({ names: [{ type: 'dns', value: 'localhost' }] })
  const arrived: [Flow, string][] = []
  const closed: Flow[] = []
  const seen: Flow[] = []
  const gate = {
    hears: () => true,
    welcomes: (address: string) => address !== BANNED,
    admits: () => 'take' as const,
    strange: () => {},
    sends: () => true,
  }
  const { agent, address } = await anAgent(
    t,
    {
      request: (request) => {
        seen.push(request.flow)
        request.respond(200)
      },
    },
    {
      listen: [{ address: '127.0.0.1', wss: [0] }],
      tls: { credential: changeable(leaf).source },
      flowClosed: (flow) => void closed.push(flow),
      gate,
    },
  )
  const door = new BrowserDoor({
    run,
    userAgent: () => agent,
    arrived: (...what) => void arrived.push(what),
  })
  await door.start()
  t.teardown(() => door.stop())
  const comes = (remote: string, more: Readonly<Record<string, string>> = {}) => {
    const socket = new WebSocket(`ws+unix:${browserPhonesSocket(run)}:/`, ['sip'], {
      headers: {
        [BROWSER_PHONE.remoteAddress]: remote,
        [BROWSER_PHONE.remotePort]: '4711',
        [BROWSER_PHONE.localAddress]: '127.0.0.1',
        [BROWSER_PHONE.session]: 'session-1',
        ...more,
      },
    })
    t.teardown(() => socket.terminate())
    return socket
  }
  return { run, local: address, arrived, closed, seen, comes }
}

t.test('a browser comes in with its own address, as by the WSS port', async (t) => {
  const { run, local, arrived, closed, seen, comes } = await aDoor(t)
  t.equal(statSync(browserPhonesSocket(run)).mode & 0o777, 0o600, 'for this user alone')
  const socket = comes('203.0.113.7')
  await once(socket, 'open')
  socket.send(OPTIONS)
  const [answer] = await once(socket, 'message')
  t.match(String(answer), /^SIP\/2\.0 200 /)
  const flow = { transport: 'wss', local, remote: { address: '203.0.113.7', port: 4711 } }
  t.strictSame(seen, [flow])
  t.strictSame(arrived, [[flow, 'session-1']])
  const ended = new Promise((resolve) => socket.once('close', resolve))
  socket.close()
  await ended
  while (closed.length === 0) await new Promise(setImmediate)
  t.strictSame(closed, [flow])
})

t.test('SECURITY 7: a banned address does not get in by this way either', async (t) => {
  const { arrived, comes } = await aDoor(t)
  const socket = comes(BANNED)
  socket.on('error', () => {})
  await once(socket, 'close')
  t.strictSame(arrived, [])
})

t.test('who says no address or session is sent away', async (t) => {
  const { arrived, comes } = await aDoor(t)
  for (const socket of [
    comes('somewhere'),
    comes('203.0.113.7', { [BROWSER_PHONE.session]: '' }),
  ]) {
    const [error] = await once(socket, 'error')
    t.ok(error)
  }
  t.strictSame(arrived, [])
})
