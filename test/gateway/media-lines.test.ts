import t from 'tap'
import { ADD_A, aCall, aHost, STREAM } from './a-host.ts'

const ADD_LINE = { op: 'add-line', context: 'c', termination: 'l', line: 'fxs-1' } as const

t.test('DESIGN §5 media takes part in the audio of a line, once', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  t.strictSame(await peer.ask(ADD_LINE), {})
  t.strictSame(await peer.ask(ADD_LINE), {})
  t.equal(site.library.totals().terminations, 3)
  t.equal(await peer.ask({ ...ADD_LINE, line: 'fxs-2' }), 'conflict')
  t.equal(await peer.ask({ ...ADD_A, termination: 'l' }), 'conflict')
  t.equal(await peer.ask({ ...ADD_LINE, termination: 'a' }), 'conflict')
  t.equal(await peer.ask({ ...ADD_LINE, termination: 'm' }), 'line-busy')
  t.equal(await peer.ask({ ...ADD_LINE, termination: 'm', line: 'fxs-9' }), 'no-such-line')
  t.equal(await peer.ask({ op: 'stream', termination: 'l', stream: STREAM }), 'not-supported')
  t.equal(await peer.ask({ op: 'hook', termination: 'l', state: 'off' }), 'not-supported')
  t.match(await peer.ask({ op: 'inventory' }), {
    contexts: [{ terminations: [{ port: Number }, {}, { termination: 'l', line: 'fxs-1' }] }],
  })
  await peer.ask({ op: 'subtract', termination: 'l' })
  t.equal(await peer.ask(ADD_LINE), 'gone')
  t.strictSame(await peer.ask({ ...ADD_LINE, termination: 'm' }), {})
})

t.test('a progress detector tells which tone it hears, under its own name', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const detect = {
    op: 'detect',
    termination: 'a',
    attachment: 'p',
    side: 'from',
    what: 'progress',
  } as const
  t.strictSame(await peer.ask(detect), {})
  t.equal(await peer.ask({ ...detect, what: 'dtmf' }), 'conflict')
  t.equal(await peer.ask({ ...detect, attachment: 'q', what: 'music' }), 'bad-request')
  const [termination = 0] = site.library.terminationHandles
  const [attachment = 0] = site.library.detectors
  site.library.tell({ kind: 'progress', termination, attachment, side: 'from', heard: 'busy' })
  await peer.exchange()
  const heard = { kind: 'progress', termination: 'a', attachment: 'p', side: 'from', heard: 'busy' }
  t.strictSame(peer.events, [{ event: 1, ...heard }])
  await peer.ask({ op: 'stop', attachment: 'p' })
  site.library.tell({ kind: 'progress', termination, attachment, side: 'from', heard: 'dial' })
  await peer.exchange()
  t.equal(peer.events.length, 1, 'of one that is stopped nothing is told')
})

t.test('a voice detector tells who begins to speak, and who has ended', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const detect = { op: 'detect', termination: 'a', attachment: 'v', side: 'from' } as const
  t.strictSame(await peer.ask({ ...detect, what: 'voice' }), {})
  const [termination = 0] = site.library.terminationHandles
  const [attachment = 0] = site.library.detectors
  const voice = { kind: 'voice', termination, attachment, side: 'from' } as const
  site.library.tell({ ...voice, speaks: true })
  site.library.tell({ ...voice, speaks: false })
  await peer.exchange()
  const told = { kind: 'voice', termination: 'a', attachment: 'v', side: 'from' }
  t.strictSame(peer.events, [
    { event: 1, ...told, speaks: true },
    { event: 2, ...told, speaks: false },
  ])
})
