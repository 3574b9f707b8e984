import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { Journal } from '../../firmware/calls/journal.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { type Amendment, amended, amendment } from '../../firmware/store/amend.ts'
import { openHot } from '../../firmware/store/hot.ts'
import { aDirectory } from './a-store.ts'

/** Few names and values, so that much stays the same; names that cannot stand in a path among them. */
const fields = fieldsNamed(fc.constantFrom('phase', 'usage', 'told', 'a.b', 'c+', 'd-', 'x'))

t.test('what a value was and what has changed of it make what it is', async (t) => {
  fc.assert(
    fc.property(fields, fields, (before, after) => {
      const change = amendment(before, after)
      if (!change) return
      t.same(plain(amended(structuredClone(before), plain(change) as Amendment)), plain(after))
    }),
    { numRuns: 5000 },
  )
})

t.test('only what differs stands in an amendment', async (t) => {
  const usage = { state: 'calling', invite: 'INVITE', flow: { local: { port: 1 } } }
  const before = { phase: 'calling', usage, told: [['1', 'calling']], gone: 1 }
  const after = {
    phase: 'answered',
    usage: { ...usage, state: 'confirmed' },
    told: [
      ['1', 'calling'],
      ['2', 'new'],
    ],
  }
  t.strictSame(amendment(before, after), [
    ...['phase', 'answered', 'usage.state', 'confirmed'],
    ...['told+', [['2', 'new']], 'gone-', 0],
  ])
  t.strictSame(amendment(after, structuredClone(after)), [], 'nothing, where nothing does')
  t.equal(amendment(undefined, after), undefined, 'the whole is to be written first')
})

t.test(
  'a journal of changes, cut anywhere, holds what its last whole transaction said',
  async (t) => {
    const key = fc.constantFrom('call/1', 'part/1/1.1', 'part/1/history')
    const turn = fc.array(fc.tuple(key, fc.option(fields, { nil: undefined })), {
      minLength: 1,
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { maxLength: 30 }), fc.nat(), async (turns, seed) => {
        const run = aDirectory(t)
        const log = join(run, 'hot', 'log')
        const hot = openHot({ run })
        const journal = new Journal(hot, new VirtualClock(), (error) => t.fail(String(error)))
        const now = new Map<string, unknown>()
        const moments = [{ size: readFileSync(log).length, holds: new Map<string, unknown>() }]
        for (const changes of turns) {
          for (const [journalKey, snapshot] of changes) now.set(journalKey, snapshot)
          for (const [journalKey] of changes) {
            journal.touch({ journalKey, isAmended: true, snapshot: () => now.get(journalKey) })
          }
          journal.flush()
          moments.push({ size: readFileSync(log).length, holds: new Map(now) })
        }
        await hot.close()

        const whole = readFileSync(log)
        const cut = (moments[0]?.size ?? 0) + (seed % (whole.length - (moments[0]?.size ?? 0) + 1))
        writeFileSync(log, whole)
        truncateSync(log, cut)
        const expected = moments.findLast(({ size }) => size <= cut)?.holds ?? new Map()
        for (let life = 0; life < 2; life++) {
          const left = openHot({ run }) // the second reads what the first has written anew
          t.same(left.unreadable.size, 0)
          t.same(
            left.entries('').map(([at, is]) => [at, plain(is)]),
            [...expected]
              .filter(([, is]) => is !== undefined)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([at, is]) => [at, plain(is)]),
          )
          await left.close()
        }
      }),
      { numRuns: 150 },
    )
  },
)

t.test('a value that is amended for hours is written whole from time to time', async (t) => {
  const run = aDirectory(t)
  const hot = openHot({ run })
  const journal = new Journal(hot, new VirtualClock(), (error) => t.fail(String(error)))
  let count = 0
  const text = 'x'.repeat(2000)
  const entry = { journalKey: 'a', isAmended: true as const, snapshot: () => ({ text, count }) }
  for (; count < 20_000; count++) {
    journal.touch(entry)
    journal.flush()
  }
  t.ok(readFileSync(join(run, 'hot', 'log')).length < 9_000_000, 'and the log is written anew')
  t.strictSame(hot.get('a'), { text, count: 19_999 })
  await hot.close()
})

function fieldsNamed(name: fc.Arbitrary<string>): fc.Arbitrary<Record<string, unknown>> {
  const leaf = fc.oneof(
    fc.constantFrom('calling', 'answered', '', undefined, null),
    fc.integer({ min: 0, max: 3 }),
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', maxDepth: 5 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    ),
  }))
  return fc.dictionary(name, value, { maxKeys: 5 })
}

/** As it comes out of a store that knows no undefined. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
