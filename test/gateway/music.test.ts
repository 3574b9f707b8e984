import t from 'tap'
import type { Signal } from '../../firmware/gateway/contract.ts'
import { aCall, aHost } from './a-host.ts'

const PIECE: Signal = { kind: 'music', paths: ['/m/1.wav', '/m/2.wav'] }

function playing(termination: string, attachment: string, signal: Signal = PIECE) {
  return { op: 'play', termination, attachment, side: 'to', signal } as const
}

t.test('MOH-1 MOH-12 all who hear a piece hear one source, and the last one ends it', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const { library } = site
  t.strictSame(await peer.ask(playing('a', 'm1')), {})
  t.strictSame(await peer.ask(playing('a', 'm1')), {}, 'once, however often it is said')
  t.strictSame(await peer.ask(playing('b', 'm2')), {})
  t.same(
    library.effects.map(({ kind, what }) => [kind, what.split(' ').length]),
    [
      ['files', 3],
      ['termination', 2],
      ['termination', 2],
    ],
    'the files are opened once',
  )
  t.equal(library.totals().contexts, 2)
  await peer.ask(playing('b', 'm3', { kind: 'music', paths: ['/m/3.wav'] }))
  t.equal(library.totals().contexts, 3, 'another piece is another source')
  await peer.ask({ op: 'stop', attachment: 'm1' })
  t.equal(library.totals().contexts, 3)
  await peer.ask({ op: 'subtract', termination: 'b' })
  t.equal(library.totals().contexts, 1, 'who leaves hears nothing any longer')
  t.strictSame(await peer.ask(playing('a', 'm4')), {})
  t.equal(library.totals().contexts, 2, 'and it begins again')
})

t.test('MOH-3 Line-In is what comes in on a line, for all who hear it', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const lineIn: Signal = { kind: 'line-in', line: 'fxo-1' }
  t.strictSame(await peer.ask(playing('a', 'm1', lineIn)), {})
  t.strictSame(await peer.ask(playing('b', 'm2', lineIn)), {})
  t.equal(site.library.totals().contexts, 2)
  t.equal(await peer.ask(playing('a', 'm3', { kind: 'line-in', line: 'fxo-9' })), 'no-such-line')
  t.equal(site.library.totals().contexts, 2, 'what failed leaves nothing behind')
})

t.test('music is asked for with paths and names that are some', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  for (const signal of [
    { kind: 'music' },
    { kind: 'music', paths: ['relative.wav'] },
    { kind: 'line-in', line: '../fxs-1' },
    { kind: 'tape' },
  ]) {
    t.equal(await peer.ask(playing('a', 'm', signal as Signal)), 'bad-request')
  }
  t.equal(await peer.ask(playing('x', 'm')), 'no-such-termination')
  t.equal(site.library.totals().contexts, 1)
})
