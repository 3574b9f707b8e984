import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { Flow } from '../../../firmware/sip/contract.ts'
import { TimerWheel } from '../../../firmware/sip/timer-wheel.ts'
import type { Guest, GuestLimits } from '../../../firmware/sip/transport/guests.ts'
import { Guests } from '../../../firmware/sip/transport/guests.ts'
import { anAgent } from '../support/agent.ts'
import { aTcpPeer } from '../support/peer.ts'

const LIMITS: GuestLimits = {
  inAll: 8,
  fromOne: 4,
  unproven: 5,
  unprovenFromOne: 3,
  idleMs: 1000,
}

class FakeSocket extends EventEmitter {
  isOpen = true
  destroy() {
    if (this.isOpen) queueMicrotask(() => this.emit('close'))
    this.isOpen = false
  }
}

function aHouse(isNeeded?: (flow: Flow) => boolean) {
  const clock = new VirtualClock()
  const guests = new Guests(new TimerWheel(clock), isNeeded, LIMITS)
  const come = (source: string) => {
    const socket = new FakeSocket()
    return { socket, guest: guests.admit(socket as unknown as Socket, source) as Guest }
  }
  return { clock, guests, come }
}

t.test('SECURITY row 8 limits for one source, lower while it has said nothing', async (t) => {
  const { guests, come } = aHouse()
  const first = [come('a'), come('a'), come('a')]
  const fourth = come('a')
  t.notOk(fourth.guest)
  t.notOk(fourth.socket.isOpen)
  first[0]?.guest.prove()
  t.ok(come('a').guest)
  for (const { guest } of first) guest.prove()
  t.notOk(come('a').guest, 'four in all')
  first[0]?.guest.close()
  t.ok(come('a').guest)
  t.ok(come('b').guest, 'others do not suffer')
  t.equal(guests.size, 5)
})

t.test('SECURITY row 8 of those who have said nothing, the oldest goes', async (t) => {
  const { guests, come } = aHouse()
  const slow = ['a', 'a', 'a', 'b', 'b'].map(come)
  const newcomer = come('c')
  t.ok(newcomer.guest)
  t.strictSame(
    slow.map(({ socket }) => socket.isOpen),
    [false, true, true, true, true],
  )
  t.equal(guests.size, 5)
})

t.test('when all places are taken, the one goes that nobody used or needs', async (t) => {
  const flow = (port: number) => ({ remote: { address: 'x', port } }) as Flow
  const { come } = aHouse(({ remote }) => remote.port === 0)
  const all = Array.from({ length: 8 }, (_, n) => {
    const one = come(`s${n}`)
    one.guest.flow = flow(n)
    one.guest.prove()
    one.guest.isUsed = n === 1
    return one
  })
  t.ok(come('new').guest)
  t.strictSame(
    all.map(({ socket }) => socket.isOpen),
    [true, true, false, true, true, true, true, true],
    '0 is needed, 1 was used',
  )
})

t.test('idle connections that nobody needs are closed, and no timer stays', async (t) => {
  const { clock, guests, come } = aHouse(({ remote }) => remote.port === 0)
  const [kept, idle] = [come('a'), come('b')]
  kept.guest.flow = { remote: { port: 0 } } as Flow
  idle.guest.flow = { remote: { port: 1 } } as Flow
  for (const { guest } of [kept, idle]) guest.prove()
  await clock.advance(1100)
  t.ok(idle.socket.isOpen, 'it was used in this turn')
  await clock.advance(1100)
  t.strictSame([kept.socket.isOpen, idle.socket.isOpen], [true, false])
  kept.guest.close()
  await clock.advance(1100)
  t.equal(guests.size, 0)
  t.equal(clock.waiting, 0)
})

t.test(
  'SECURITY row 8 300 half-open connections of one source: telephones still call',
  async (t) => {
    const { address, clock } = await anAgent(t, { request: (request) => request.respond(200) })
    const phone = await aTcpPeer(t)
    await phone.connect(address)
    await phone.peer.quiet(address)
    let open = 0
    const sockets = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = connect(address.port, address.address)
        socket.on('error', () => {})
        socket.resume()
        await new Promise((resolve) => socket.once('connect', resolve))
        open++
        socket.once('close', () => open--)
        return socket
      }),
    )
    while (open > 128) await new Promise((resolve) => setTimeout(resolve, 5))
    t.ok(open <= 128)
    await phone.peer.quiet(address)
    while (open > 0) {
      await clock.advance(5000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await phone.peer.quiet(address)
    t.equal(sockets.length, 300)
  },
)
