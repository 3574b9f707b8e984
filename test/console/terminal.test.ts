import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Terminal, type TerminalEnded } from '../../firmware/console/terminal/terminal.ts'
import { untilKey } from '../../firmware/console/until-key.ts'
import { Screen } from './screen.ts'

/** A terminal with somebody who types, and the screen that they see. */
function aTerminal() {
  const clock = new VirtualClock()
  const screen = new Screen()
  const wire = { unsent: 0, sent: 0, send: (text: string) => take(text) }
  const take = (text: string) => {
    wire.sent += text.length
    screen.write(text)
  }
  const terminal = new Terminal(wire, clock)
  const press = async (keys: string | Buffer) => {
    terminal.receive(Buffer.from(keys))
    await clock.advance(0)
  }
  return { clock, screen, wire, terminal, press }
}

t.test('what is typed stands on the screen', async (t) => {
  const { terminal, screen, press } = aTerminal()
  const line = terminal.readLine({ prompt: 'login: ' })
  await press('adminn')
  t.equal(screen.current, 'login: adminn')
  await press('\x7f')
  t.equal(screen.current, 'login: admin')
  await press('\x01X')
  t.equal(screen.current, 'login: Xadmin')
  t.equal(screen.column, 'login: X'.length)
  await press('\x04\r')
  t.equal(await line, 'Xdmin')
  t.equal(screen.current, '')
  t.strictSame(screen.strange, [])
})

t.test('a line longer than the screen moves under the cursor, on one row', async (t) => {
  const { terminal, screen, press } = aTerminal()
  const line = terminal.readLine({ prompt: '> ' })
  const text = Array.from({ length: 25 }, (_, n) => `word${n} `).join('')
  await press(text)
  t.equal(screen.row, 0)
  t.ok(screen.current.endsWith('word24'))
  await press('\x01')
  t.ok(screen.current.startsWith('> word0 word1'))
  t.equal(screen.column, 2)
  await press('\x05\r')
  t.equal(await line, text)
  t.equal(screen.row, 1)
})

t.test('a paste of many lines is several lines, and is drawn once each', async (t) => {
  const { terminal, wire, press } = aTerminal()
  await press(`${'a'.repeat(200)}\rsecond\rthird`)
  t.equal((await terminal.readLine({ prompt: '> ' }))?.length, 200)
  t.equal(await terminal.readLine({ prompt: '> ' }), 'second')
  const third = terminal.readLine({ prompt: '> ' })
  await press('\r')
  t.equal(await third, 'third')
  t.ok(wire.sent < 400, `${wire.sent} bytes`)
})

t.test('a line without end is refused, not cut short and done', async (t) => {
  const { terminal, screen, press } = aTerminal()
  const line = terminal.readLine({ prompt: '> ' })
  await press('x'.repeat(100_000))
  await press('\r')
  t.equal(await line, '')
  t.match(screen.text, /longer than 256 characters: nothing was done/)
})

t.test('nothing of a password is on the screen, not even how long it is', async (t) => {
  const { terminal, screen, press } = aTerminal()
  const line = terminal.readLine({ prompt: 'password: ', secret: true, history: ['earlier'] })
  for (const key of ['s', 'e', 'x', '\x7f', 'c', '\x1b[D', '\x05', '\x1b[A', 'ü']) await press(key)
  t.equal(screen.text, 'password:')
  t.equal(screen.column, 'password: '.length)
  await press('\r')
  t.equal(await line, 'secü')
  t.equal(screen.text, 'password:')
})

t.test('the arrows bring back earlier lines, and then the one that was begun', async (t) => {
  const { terminal, screen, press } = aTerminal()
  const line = terminal.readLine({ prompt: '> ', history: ['first', 'second'] })
  await press('beg')
  await press('\x1b[A')
  t.equal(screen.current, '> second')
  await press('\x1b[A\x1b[A\x1b[A')
  t.equal(screen.current, '> first')
  await press('\x1b[B\x1b[B\x1b[B')
  t.equal(screen.current, '> beg')
  await press('\x1b[A\r')
  t.equal(await line, 'second')
})

t.test('Tab completes as far as there is one way, then shows the ways', async (t) => {
  const { terminal, screen, press } = aTerminal()
  const complete = async (line: string) =>
    / /.test(line) ? ['101', '102'] : ['explain', 'exit', 'status']
  const line = terminal.readLine({ prompt: '> ', complete })
  await press('s\t')
  t.equal(screen.current, '> status')
  await press('\x15ex\t')
  t.equal(screen.rowText(0), '> ex')
  t.equal(screen.rowText(1), 'explain  exit')
  t.equal(screen.current, '> ex')
  await press('p\t')
  t.equal(screen.current, '> explain')
  await press('\t')
  t.equal(screen.current, '> explain 10')
  const bells = screen.bells
  await press('9\t')
  t.equal(screen.bells, bells + 1)
  await press('\x7f1\r')
  t.equal(await line, 'explain 101')
})

t.test('Ctrl-C gives up a line, Ctrl-D leaves, Ctrl-L draws anew', async (t) => {
  const { terminal, screen, press } = aTerminal()
  const line = terminal.readLine({ prompt: '> ' })
  await press('factory-reset\x03')
  t.equal(await line, '')
  const left = terminal.readLine({ prompt: '> ' })
  await press('\x0c')
  t.equal(screen.text, '>')
  t.equal(screen.row, 0)
  await press('\x04')
  t.equal(await left, undefined)
})

t.test('Ctrl-C stops what is running, and what was typed ahead is forgotten', async (t) => {
  const { terminal, press } = aTerminal()
  const stopped = terminal.interruptible(async (signal) => {
    await press('logout\r')
    await press('\x03')
    return signal.aborted
  })
  t.ok(await stopped)
  const next = terminal.readLine({ prompt: '> ' })
  await press('x\r')
  t.equal(await next, 'x')
})

t.test('long output comes a screen at a time', async (t) => {
  const { terminal, screen, press } = aTerminal()
  const rows = Array.from({ length: 60 }, (_, n) => `row ${n}`)
  const all = terminal.page(rows)
  await press('')
  t.match(screen.current, /^-- more --/)
  t.equal(screen.rowText(0), 'row 0')
  t.equal(screen.rowText(21), 'row 21')
  await press('\r')
  t.equal(screen.rowText(22), 'row 22')
  t.match(screen.current, /^-- more --/)
  await press('z') // no answer
  t.notMatch(screen.text, /row 23/)
  await press(' ')
  t.match(screen.text, /row 44/)
  t.notMatch(screen.text, /row 45/)
  await press('q')
  t.notOk(await all)
  t.equal(screen.current, '')
  t.ok(await terminal.page(['one', 'two']))
})

t.test('whoever does not press a key for so long is gone', async (t) => {
  const { clock, terminal, press } = aTerminal()
  terminal.idleMs = 600_000
  const line = terminal.readLine({ prompt: '> ' })
  const ended = line.catch((error: TerminalEnded) => error.why)
  await clock.advance(599_000)
  await press('x')
  await clock.advance(599_999)
  let over = false
  void ended.then(() => {
    over = true
  })
  await press('')
  t.notOk(over)
  await clock.advance(600_000)
  t.equal(await ended, 'idle')
  t.equal(clock.waiting, 0, 'no timer is left')
})

t.test('when the wire goes, everybody who waits for keys ends, now and later', async (t) => {
  const { terminal } = aTerminal()
  const line = terminal.readLine({ prompt: '> ' }).catch((error: TerminalEnded) => error.why)
  terminal.end()
  t.equal(await line, 'gone')
  await t.rejects(terminal.key(), /the wire is gone/)
  await t.rejects(
    untilKey({ terminal }, async () => {}),
    /the wire is gone/,
  )
})

t.test('a terminal that takes nothing costs no memory', async (t) => {
  const { terminal, wire } = aTerminal()
  wire.unsent = 10_000_000
  for (let n = 0; n < 1000; n++) terminal.line('x')
  terminal.picture(['x'], false)
  t.equal(wire.sent, 0)
})

t.test('something live ends with a key, or by itself', async (t) => {
  const { clock, terminal, press } = aTerminal()
  let rounds = 0
  const live = untilKey({ terminal }, async (signal) => {
    while (!signal.aborted) {
      rounds++
      await clock.sleep(100, signal).catch(() => {})
    }
  })
  await clock.advance(250)
  await press('q')
  await live
  t.equal(rounds, 3)
  await untilKey({ terminal }, async () => {})
  const next = terminal.readLine({ prompt: '> ' })
  await press('a\r')
  t.equal(await next, 'a', 'the key of before is not typed')
})

t.test('a live picture stays in its place', async (t) => {
  const { terminal, screen } = aTerminal()
  terminal.line('before')
  terminal.picture(['one', 'two two', 'three'], true)
  terminal.picture(['1', '2'], false)
  t.strictSame(screen.text, '1\n2')
  terminal.picture(
    Array.from({ length: 40 }, () => 'x'.repeat(200)),
    false,
  )
  t.equal(screen.past.length, 0, 'it never scrolls')
})
