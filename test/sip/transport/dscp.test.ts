import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'
import t from 'tap'
import { mark, readMark } from '../../../firmware/sip/transport/dscp.ts'
import { anAgent } from '../support/agent.ts'

t.test('VOIP-8 the kernel marks what a socket sends', async (t) => {
  for (const [type, address] of [
    ['udp4', '127.0.0.1'],
    ['udp6', '::1'],
  ] as const) {
    const socket = createSocket(type)
    t.teardown(() => socket.close())
    const bound = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false))
      socket.bind(0, address, () => resolve(true))
    })
    if (!bound) {
      t.comment('this machine has no IPv6 loopback')
      continue
    }
    t.equal(readMark(socket, type === 'udp6'), 0)
    t.ok(mark(socket, type === 'udp6', 26))
    t.equal(readMark(socket, type === 'udp6'), 26)
  }
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  t.ok(mark(server, false, 46))
  t.equal(readMark(server, false), 46)
  const client = connect((server.address() as { port: number }).port, '127.0.0.1')
  t.teardown(() => client.destroy())
  await new Promise((resolve) => client.once('connect', resolve))
  t.ok(mark(client, false, 10))
  t.equal(readMark(client, false), 10)
  client.destroy()
  t.notOk(mark(client, false, 10), 'of what is closed nothing can be marked')
})

t.test('VOIP-8 SIP sockets are marked, as another program sees', async (t) => {
  const { address } = await anAgent(t, {}, { dscp: 24 })
  let seen: string
  try {
    seen = execFileSync('ss', ['-ulntH', '--tos', `sport = :${address.port}`], {
      env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin:/bin` },
      encoding: 'utf8',
    })
  } catch {
    return t.comment('ss is not installed: apt-get install iproute2')
  }
  t.match(seen, /tos:0x60/)
})
