import { existsSync, linkSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { command } from '../../firmware/bus/command.ts'
import { CommandError } from '../../firmware/bus/command-error.ts'
import { serveCommands, type Verbs } from '../../firmware/bus/command-socket.ts'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { silentLog as log } from '../../firmware/log.ts'

const PATIENT = { timeoutMs: 30_000, clock: systemClock }

function aPath(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'strowger-socket-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return join(folder, 'x.sock')
}

async function serve(t: Test, verbs: Verbs, clock = systemClock) {
  const path = aPath(t)
  const server = await serveCommands({ path, name: 'x', verbs, log, clock })
  t.teardown(() => server.close())
  return { path, server, ask: (verb: string, args?: unknown) => command(path, verb, args, PATIENT) }
}

/** A connection written to by hand; `answers` are the parsed lines so far. */
function byHand(t: Test, path: string) {
  const socket = connect(path)
  t.teardown(() => socket.destroy())
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => {}) // cut off: that is what is tried
  const answers = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  const answered = async (count: number) => {
    while (answers().length < count) await systemClock.sleep(5)
    return answers()
  }
  return { socket, closed, answers, answered }
}

t.test('a verb answers with what it returns, awaited', async (t) => {
  const { ask, path } = await serve(t, {
    add: (args) => (args as number[]).reduce((a, b) => a + b, 0),
    later: () => systemClock.sleep(1).then(() => ({ done: true })),
    nothing: () => {},
  })
  t.strictSame(await ask('add', [1, 2]), { ok: true, value: 3 })
  t.strictSame(await ask('later'), { ok: true, value: { done: true } })
  t.strictSame(await ask('nothing'), { ok: true, value: null })
  t.equal(statSync(path).mode & 0o777, 0o600, 'for this user alone')
})

t.test('what goes wrong in a verb is an answer, never a crash', async (t) => {
  const { ask } = await serve(t, {
    refuse: () => {
      throw new CommandError('busy-line', 'The line is busy.')
    },
    fail: async () => {
      throw new Error('a card was pulled')
    },
    circular: () => {
      const a: unknown[] = []
      a.push(a)
      return a
    },
    throwsText: () => {
      throw 'text'
    },
  })
  t.strictSame((await ask('refuse')).ok, false)
  t.match(await ask('refuse'), { error: { code: 'busy-line', text: 'The line is busy.' } })
  t.match(await ask('fail'), { error: { code: 'failed', text: 'a card was pulled' } })
  t.match(await ask('circular'), { error: { code: 'failed' } })
  t.match(await ask('throwsText'), { error: { code: 'failed', text: 'text' } })
  for (const verb of ['nix', '__proto__', 'constructor', 'toString']) {
    t.match(await ask(verb), { error: { code: 'unknown-verb' } }, verb)
  }
})

t.test('what is no request is told so, and the connection goes on', async (t) => {
  const { path } = await serve(t, { ping: () => 'pong' })
  const { socket, answered } = byHand(t, path)
  socket.write('hello\n[]\n"x"\nnull\n{"id":1}\n{"id":1,"verb":7}\n\n{"id":2,"verb":"ping"}\n')
  const answers = await answered(7)
  t.ok(answers.slice(0, 6).every(({ error }) => error.code === 'bad-request'))
  t.strictSame(answers[6], { id: 2, ok: 'pong' })
})

t.test('characters and requests may be cut anywhere', async (t) => {
  const { path } = await serve(t, { echo: (args) => args })
  const { socket, answered } = byHand(t, path)
  const bytes = Buffer.from('{"id":1,"verb":"echo","args":"Zoë 電話"}\n{"id":2,"verb":"echo"}\n')
  for (const byte of bytes) {
    socket.write(Buffer.from([byte]))
    await systemClock.sleep(0)
  }
  t.strictSame(await answered(2), [
    { id: 1, ok: 'Zoë 電話' },
    { id: 2, ok: null },
  ])
})

t.test('a request without an end is cut off at 4 MiB', async (t) => {
  const { path } = await serve(t, {})
  const { socket, closed, answers } = byHand(t, path)
  socket.write('x'.repeat(5 * 2 ** 20))
  await closed
  t.match(answers(), [{ error: { code: 'too-long' } }])
})

t.test('one asker too many is told so, and the others go on', async (t) => {
  const { path, ask } = await serve(t, { ping: () => 'pong' })
  const idle: Socket[] = []
  for (let i = 0; i < 64; i++) idle.push(byHand(t, path).socket)
  await Promise.all(idle.map((socket) => new Promise((go) => socket.write('', go))))
  t.match(await ask('ping'), { ok: false, error: { code: 'busy' } })
  const gone = new Promise((resolve) => idle[0]?.once('close', resolve))
  idle[0]?.destroy()
  await gone
  let answer = await ask('ping')
  while (!answer.ok) answer = await ask('ping')
  t.strictSame(answer, { ok: true, value: 'pong' })
})

t.test(
  'an idle asker is cut off after a minute, one that waits for an answer is not',
  async (t) => {
    const clock = new VirtualClock()
    let answer: (value: string) => void = () => {}
    const waits = new Promise<string>((resolve) => {
      answer = resolve
    })
    const path = aPath(t)
    const serving = serveCommands({ path, name: 'x', verbs: { wait: () => waits }, log, clock })
    const server = await serving
    t.teardown(() => server.close())
    const idle = byHand(t, path)
    const waiting = byHand(t, path)
    waiting.socket.write('{"id":1,"verb":"wait"}\n')
    while (clock.waiting !== 1) await systemClock.sleep(5) // the one asker's clock was stopped
    await clock.advance(61_000)
    await idle.closed
    answer('late')
    t.strictSame(await waiting.answered(1), [{ id: 1, ok: 'late' }])
  },
)

t.test('a stream sends before it answers, and ends when the asker goes', async (t) => {
  let ended = false
  const { path } = await serve(t, {
    count: (_args, { next }) => {
      for (const i of [1, 2, 3]) next({ i })
      return 'done'
    },
    forever: async (_args, { next, signal }) => {
      next('first')
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      ended = true
    },
  })
  const seen: unknown[] = []
  const next = (value: unknown) => void seen.push(value)
  t.strictSame(await command(path, 'count', {}, { ...PATIENT, next }), { ok: true, value: 'done' })
  t.strictSame(seen, [{ i: 1 }, { i: 2 }, { i: 3 }])

  const stop = new AbortController()
  const answer = await command(
    path,
    'forever',
    {},
    {
      timeoutMs: Infinity,
      clock: systemClock,
      signal: stop.signal,
      next: () => stop.abort(),
    },
  )
  t.match(answer, { ok: false, error: { code: 'cancelled' } })
  while (!ended) await systemClock.sleep(5)
})

t.test('an asker is never left waiting', async (t) => {
  const path = aPath(t)
  t.match(await command(path, 'x', {}, PATIENT), { error: { code: 'not-running' } })

  const clock = new VirtualClock()
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket)).listen(path)
  t.teardown(() => server.close())
  const silent = command(path, 'x', {}, { timeoutMs: 2000, clock })
  while (sockets.length === 0) await systemClock.sleep(5)
  await clock.advance(2001)
  t.match(await silent, { error: { code: 'timeout' } })
  t.equal(clock.waiting, 0)

  const dies = command(path, 'x', {}, PATIENT)
  while (sockets.length < 2) await systemClock.sleep(5)
  sockets[1]?.destroy()
  t.match(await dies, { error: { code: 'gone' } })

  const babbles = command(path, 'x', {}, PATIENT)
  while (sockets.length < 3) await systemClock.sleep(5)
  sockets[2]?.write('hello\n')
  t.match(await babbles, { error: { code: 'bad-answer' } })

  const long = '/tmp/'.padEnd(120, 'x')
  t.match(await command(long, 'x', {}, PATIENT), { error: { text: /at most 107/ } })
})

t.test("a dead process's socket is replaced, a living one's is not", async (t) => {
  const { path, server } = await serve(t, { who: () => 'first' })
  const options = { path, name: 'x', verbs: { who: () => 'second' }, log, clock: systemClock }
  await t.rejects(serveCommands(options), { message: /served by a running process/ })
  await server.close()
  t.notOk(existsSync(path))

  const stale = createServer().listen(path)
  await new Promise((resolve) => stale.once('listening', resolve))
  const copy = `${path}.copy`
  linkSync(path, copy)
  await new Promise((resolve) => stale.close(resolve))
  renameSync(copy, path)
  const second = await serveCommands(options)
  t.teardown(() => second.close())
  t.strictSame(await command(path, 'who', {}, PATIENT), { ok: true, value: 'second' })
})
