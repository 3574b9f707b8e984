import { EventEmitter } from 'node:events'
import t from 'tap'
import { VirtualClock } from '../../../../firmware/clock/virtual-clock.ts'
import { ok } from '../../../../firmware/result.ts'
import { LiveClient, type LiveSocket } from '../../../../firmware/web/api/live/live-client.ts'
import { TopicFeed } from '../../../../firmware/web/api/live/topic-feed.ts'
import type { LiveTopic } from '../../../../firmware/web/contract.ts'

class Socket extends EventEmitter implements LiveSocket {
  bufferedAmount = 0
  sent: string[] = []
  pings = 0
  closed: string | undefined
  answers = true

  send(text: string): void {
    this.sent.push(text)
  }
  ping(): void {
    this.pings++
    if (this.answers) this.emit('pong')
  }
  close(code: number): void {
    this.closed = `closed ${code}`
    this.emit('close')
  }
  terminate(): void {
    this.closed = 'cut'
    this.emit('close')
  }
  watch(...topics: string[]): void {
    this.emit('message', JSON.stringify({ watch: topics }))
  }
}

function aClient() {
  const clock = new VirtualClock()
  const world = { turn: 0, mayStay: true, gone: 0 }
  const topics: LiveTopic[] = [
    'conditions',
    'processes',
    'calls',
    'phones',
    'found',
    'lines',
    'config',
  ]
  const feeds = Object.fromEntries(
    topics.map((topic) => {
      const read = async () => ok(topic === 'lines' ? world.turn++ : topic)
      return [topic, new TopicFeed({ everyMs: 250, read }, clock)]
    }),
  ) as Record<LiveTopic, TopicFeed>
  const socket = new Socket()
  const client = new LiveClient({ socket, feeds, clock, mayStay: () => world.mayStay })
  client.start(() => world.gone++)
  return { clock, world, feeds, socket, client }
}

t.test('a page hears what it watches, and a new list replaces the old one', async (t) => {
  const { clock, socket, feeds } = aClient()
  socket.watch('calls', 'phones')
  await clock.advance(1000)
  t.strictSame(socket.sent.sort(), [
    '{"topic":"calls","value":"calls"}',
    '{"topic":"phones","value":"phones"}',
  ])
  socket.watch('config')
  t.notOk(feeds.calls.watched)
  await clock.advance(1000)
  t.equal(socket.sent[2], '{"topic":"config","value":"config"}')
  socket.close(1000)
  t.notOk(feeds.config.watched)
  t.equal(clock.waiting, 0)
})

t.test('who sends anything else is closed', async (t) => {
  const bad = ['', 'x', '{}', '{"watch":"calls"}', '{"watch":["secrets"]}', '{"watch":[7]}']
  for (const text of [
    ...bad,
    '{"watch":["__proto__"]}',
    `{"watch":[${'"calls",'.repeat(500)}""]}`,
  ]) {
    const { socket, world } = aClient()
    socket.emit('message', text)
    t.equal(socket.closed, 'closed 1008', text.slice(0, 30))
    t.equal(world.gone, 1)
  }
  const { socket } = aClient()
  for (let i = 0; i < 31; i++) socket.watch('calls')
  t.equal(socket.closed, 'closed 1008', 'too often')
})

t.test('one who reads slowly gets the newest only, and is cut after ten seconds', async (t) => {
  const { clock, socket, world } = aClient()
  socket.watch('lines', 'calls')
  await clock.advance(1000)
  const before = socket.sent.length
  socket.bufferedAmount = 1_000_000
  await clock.advance(5000)
  t.equal(socket.sent.length, before)
  socket.bufferedAmount = 0
  await clock.advance(250)
  t.ok(socket.sent.length <= before + 2, 'not all that was missed')
  const value = Number(/\d+/.exec(socket.sent[before] ?? '')?.[0])
  t.ok(value >= world.turn - 2, 'the newest')
  socket.bufferedAmount = 1_000_000
  await clock.advance(11_000)
  t.equal(socket.closed, 'cut')
  t.equal(world.gone, 1)
  t.equal(clock.waiting, 0)
})

t.test('one who is gone without a word is cut, and one without rights is told to go', async (t) => {
  const silent = aClient()
  silent.socket.answers = false
  await silent.clock.advance(41_000)
  t.equal(silent.socket.closed, 'cut')
  const signedOut = aClient()
  await signedOut.clock.advance(100_000)
  t.equal(signedOut.socket.closed, undefined)
  signedOut.world.mayStay = false
  await signedOut.clock.advance(20_000)
  t.equal(signedOut.socket.closed, 'closed 4401')
})
