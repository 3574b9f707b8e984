import t from 'tap'
import { RING_TYPES, type RingType } from '../../firmware/model/extension.ts'
import { ringCadence } from '../../firmware/trunks/ring-cadence.ts'

/** As the table of the specification names them. */
const TABLE: Readonly<Record<RingType, string>> = {
  single: 'single',
  double: 'short, short',
  'type-1': 'short, long',
  'type-2': 'long, short',
  'type-3': 'long, long, long',
  'type-4': 'short, short, long',
  'type-5': 'short, long, short',
  'type-6': 'long, short, short',
}

const bursts = (type: RingType) => ringCadence(type).filter((_, at) => at % 2 === 0)
const pauses = (type: RingType) => ringCadence(type).filter((_, at) => at % 2 === 1)

t.test('RING-7 a single ring is 2 s of every 6, a double ring two short ones', async (t) => {
  t.strictSame(ringCadence('single'), [2000, 4000])
  t.strictSame(ringCadence('double'), [800, 400, 800, 4000])
})

for (const type of RING_TYPES) {
  t.test(`RING-3, RING-7 ${type}: ${TABLE[type]}`, async (t) => {
    const words = TABLE[type].split(', ')
    t.equal(bursts(type).length, words.length)
    const longs = bursts(type).filter((_, at) => words[at] === 'long')
    const shorts = bursts(type).filter((_, at) => words[at] === 'short')
    if (longs.length > 0 && shorts.length > 0) {
      t.ok(Math.min(...longs) >= 2 * Math.max(...shorts), 'an ear tells long from short')
    }
    const cycle = ringCadence(type).reduce((sum, ms) => sum + ms, 0)
    t.equal(cycle, 6000)
    t.ok(ringCadence(type).length <= 8, 'as a lines gateway takes it')
    t.ok(ringCadence(type).every((ms) => ms >= 200 && ms % 10 === 0))
    t.ok((pauses(type).at(-1) ?? 0) >= 3000, 'caller ID needs a silence')
  })
}

t.test('RING-1 no two ring types sound alike', async (t) => {
  t.equal(new Set(RING_TYPES.map((type) => ringCadence(type).join())).size, RING_TYPES.length)
})
