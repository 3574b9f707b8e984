import t from 'tap'
import { examine, heapInUse, Mutator } from './mutator.ts'

const MESSAGES = 100_000

t.test(
  'SECURITY rows 5, 7, 15: 100,000 mutated messages make nothing throw, leak or lie',
  async (t) => {
    const mutator = new Mutator(3261)
    let sound = 0
    let before = 0
    for (let n = 0; n < MESSAGES; n++) {
      const text = mutator.next()
      if (n === MESSAGES / 5) before = heapInUse()
      try {
        if (examine(text)) sound++
      } catch (error) {
        t.fail(`message ${n}: ${(error as Error).message}`, { text: JSON.stringify(text) })
        return
      }
    }
    t.ok(sound > MESSAGES / 10, `${sound} were still messages`)
    const grown = heapInUse() - before
    t.ok(grown < 2_000_000, `the heap grew by ${grown} octets`)
  },
)
