import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { openHot } from '../../firmware/store/hot.ts'
import { aDirectory } from './a-store.ts'

const logOf = (run: string) => join(run, 'hot', 'log')

t.test('what was put and removed is there after any number of restarts', async (t) => {
  const key = fc.constantFrom('a', 'b', 'call/1', 'call/2', 'käse')
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.record({ x: fc.integer(), y: fc.string() }, { requiredKeys: [] }),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.boolean()),
  )
  const step = fc.oneof(
    fc.record({ do: fc.constant('put' as const), key, value }),
    fc.record({ do: fc.constant('remove' as const), key }),
    fc.constant({ do: 'restart' as const }),
    fc.record({ do: fc.constant('fail' as const), key, value }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const run = aDirectory(t)
      const model = new Map<string, unknown>()
      let hot = openHot({ run })
      for (const each of steps) {
        if (each.do === 'put') {
          hot.put(each.key, each.value)
          model.set(each.key, each.value)
        } else if (each.do === 'remove') {
          hot.remove(each.key)
          model.delete(each.key)
        } else if (each.do === 'fail') {
          t.throws(() =>
            hot.transaction(() => {
              hot.put(each.key, each.value)
              throw new Error('oops')
            }),
          )
        } else {
          await hot.close()
          hot = openHot({ run })
        }
      }
      const wanted = [...model].sort(([a], [b]) => (a < b ? -1 : 1))
      t.same(hot.entries(''), wanted)
      await hot.close()
    }),
    { numRuns: 60 },
  )
})

t.test(
  'objects of hundreds of shapes, one in the other, are read by the next process',
  async (t) => {
    const run = aDirectory(t)
    const wanted = new Map<string, unknown>()
    for (let life = 0; life < 4; life++) {
      const hot = openHot({ run })
      for (let number = 0; number < 200; number++) {
        const name = `field${life}-${number}`
        const value = {
          id: number,
          [name]: { [`${name}a`]: 1, [`${name}b`]: [{ [`${name}c`]: null }] },
        }
        hot.put(`${life}/${number}`, value)
        wanted.set(`${life}/${number}`, value)
      }
      for (const [key, value] of wanted) t.same(hot.get(key), value, key)
      await hot.close()
    }
  },
)

t.test('a log of much that was overtaken is written anew, and the rest is in it', async (t) => {
  const run = aDirectory(t)
  const hot = openHot({ run })
  const text = 'x'.repeat(20_000)
  for (let round = 0; round < 1500; round++) {
    hot.put(`call/${round % 7}`, { round, text, [`shape${round % 40}`]: true })
  }
  t.ok(statSync(logOf(run)).size < 9 * 1024 * 1024, `${statSync(logOf(run)).size}`)
  await hot.close()
  const again = openHot({ run })
  const rounds = again.entries<{ round: number }>('call/').map(([, { round }]) => round % 7)
  t.strictSame(rounds, [0, 1, 2, 3, 4, 5, 6])
  t.same(again.get('call/0'), { round: 1498, text, [`shape${1498 % 40}`]: true })
  await again.close()
})

t.test('the log is written anew alike with few values in it and with many', async (t) => {
  for (const keys of [20, 700]) {
    const run = aDirectory(t)
    const hot = openHot({ run })
    const wanted = new Map<string, unknown>()
    const text = 'ä'.repeat(1000)
    for (let round = 0; round * keys < 6000; round++) {
      for (let number = 0; number < keys; number++) {
        const key = `call/${number}`
        const value = { number, text, phase: 'calling' }
        hot.put(key, value, number % 2 ? 'json' : undefined)
        hot.amend(key, ['phase', `round ${round}`, 'text-', 0], value)
        wanted.set(key, { number, phase: `round ${round}` })
      }
    }
    t.ok(statSync(logOf(run)).size < 9 * 1024 * 1024, `${statSync(logOf(run)).size}`)
    for (const [key, value] of wanted) t.same(hot.get(key), value)
    await hot.close()
    const again = openHot({ run })
    t.same(new Map(again.entries('')), wanted)
    await again.close()
  }
})

t.test('a write that was torn loses its transaction and nothing before it', async (t) => {
  const run = aDirectory(t)
  const first = openHot({ run })
  first.put('a', 1)
  first.put('a', 2)
  await first.close()
  const whole = statSync(logOf(run)).size
  for (const cut of [1, 5, 9]) {
    const octets = readFileSync(logOf(run))
    truncateSync(logOf(run), whole - cut)
    const hot = openHot({ run })
    t.equal(hot.get('a'), 1, `${cut} octets are missing`)
    await hot.close()
    writeFileSync(logOf(run), octets)
  }
  appendFileSync(logOf(run), Buffer.alloc(100, 0xff))
  const hot = openHot({ run })
  t.equal(hot.get('a'), 2, 'rubbish behind it')
  await hot.close()
})

t.test('within a transaction its own writes are read', async (t) => {
  const hot = openHot({ run: aDirectory(t) })
  hot.put('a', 1)
  hot.transaction(() => {
    hot.put('a', { b: 2 })
    t.same(hot.get('a'), { b: 2 })
    hot.remove('a')
    t.equal(hot.get('a'), undefined)
    hot.put('a', 3)
  })
  t.equal(hot.get('a'), 3)
  await hot.close()
})

t.test('a process that lives on writes where its successor does not read', async (t) => {
  const run = aDirectory(t)
  const old = openHot({ run })
  old.put('a', 'old')
  const next = openHot({ run })
  old.put('a', 'late')
  next.put('b', 'next')
  await next.close()
  const third = openHot({ run })
  t.same(third.entries(''), [
    ['a', 'old'],
    ['b', 'next'],
  ])
  await third.close()
  await old.close()
})

t.test('a value that cannot be read is as good as absent, and named', async (t) => {
  const run = aDirectory(t)
  const first = openHot({ run })
  first.put('a', 'good')
  first.put('b', 'xyz')
  const octets = readFileSync(logOf(run))
  octets.fill(0xc1, octets.indexOf('xyz') - 1, octets.indexOf('xyz') + 3) // no msgpack begins so
  writeFileSync(logOf(run), octets)
  t.same(first.entries(''), [['a', 'good']])
  t.strictSame([...first.unreadable], ['b'])
  await first.close()
})
