import { fork } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { openHot } from '../../firmware/store/hot.ts'
import { aDirectory } from './a-store.ts'

t.test('hot state keeps what msgpack can hold, under keys with a prefix', async (t) => {
  const hot = openHot({ run: aDirectory(t) })
  const record = {
    tags: ['a', 'b'],
    cseq: 2 ** 33,
    held: false,
    body: Buffer.from([0, 255]),
    none: null,
  }
  hot.put('call/2', record)
  hot.put('call/1', 'one')
  hot.put('call', 'not below')
  hot.put('call0', 'not below')
  t.same(hot.get('call/2'), record)
  t.strictSame(
    hot.entries('call/').map(([key]) => key),
    ['call/1', 'call/2'],
  )
  hot.remove('call/1')
  t.equal(hot.get('call/1'), undefined)
  await hot.close()
})

t.test('a transaction is all or nothing', async (t) => {
  const hot = openHot({ run: aDirectory(t) })
  hot.put('a', 1)
  const oops = () =>
    hot.transaction(() => {
      hot.put('a', 2)
      hot.put('b', 2)
      throw new Error('oops')
    })
  t.throws(oops, /oops/)
  t.strictSame(hot.entries(''), [['a', 1]])
  hot.transaction(() => {
    hot.put('a', 3)
    hot.remove('a')
    hot.put('b', 3)
  })
  t.strictSame(hot.entries(''), [['b', 3]])
  await hot.close()
})

t.test('hot state outlives kill -9 at any moment, and each transaction is whole', async (t) => {
  const run = aDirectory(t)
  for (let round = 0; round < 5; round++) {
    const writer = fork(new URL('hot-writer.ts', import.meta.url), [run])
    let acknowledged = 0
    writer.on('message', (number) => {
      acknowledged = Number(number)
      if (acknowledged >= 200 + round * 37) writer.kill('SIGKILL')
    })
    const [, signal] = await once(writer, 'exit')
    t.equal(signal, 'SIGKILL')
    const hot = openHot({ run })
    const [left, right] = [hot.get<number>('left') ?? 0, hot.get<number>('right') ?? 0]
    t.equal(left, right, 'both or none')
    t.ok(left >= acknowledged, `${left} written, ${acknowledged} acknowledged`)
    t.same(hot.get('body/1'), { number: 1, text: 'x'.repeat(3000) })
    await hot.close()
  }
})
