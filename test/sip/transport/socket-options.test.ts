import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import t from 'tap'
import { queuedOctets } from '../../../firmware/sip/transport/socket-options.ts'

t.test('what waits in the kernel is known while the loop is busy', async (t) => {
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.equal(queuedOctets(socket), 0)

  let heard = 0
  const all = new Promise<void>((resolve) => {
    socket.on('message', () => {
      if (++heard === 20) resolve()
    })
  })
  const say = `for n in $(seq 20); do echo hello > /dev/udp/127.0.0.1/${socket.address().port}; done`
  execFileSync('bash', ['-c', say]) // nothing else runs here meanwhile
  t.ok(queuedOctets(socket) >= 20 * 256, 'the kernel counts what it takes, not only the octets')
  await all
  t.equal(queuedOctets(socket), 0)
})

t.test('of a socket that is closed nothing waits', async (t) => {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.close()
  t.equal(queuedOctets(socket), 0)
  t.equal(queuedOctets({}), 0)
})
