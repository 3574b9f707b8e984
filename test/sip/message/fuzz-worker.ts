import { parentPort, workerData } from 'node:worker_threads'
import { examine, heapInUse, Mutator } from './mutator.ts'

/** A thread of test/long/sip-fuzz.test.ts: some rounds of messages, a seed each. */
const { seeds, messages } = workerData as { seeds: readonly number[]; messages: number }

function run(): { sound: number; growth: number; failure?: string } {
  let sound = 0
  let before = 0
  for (const [round, seed] of seeds.entries()) {
    const mutator = new Mutator(seed)
    for (let n = 0; n < messages; n++) {
      const text = mutator.next()
      try {
        if (examine(text)) sound++
      } catch (error) {
        const failure = `seed ${seed}, message ${n}: ${(error as Error).message} ${JSON.stringify(text)}`
        return { sound, growth: 0, failure }
      }
    }
    if (round === 0) before = heapInUse()
  }
  return { sound, growth: heapInUse() - before }
}

parentPort?.postMessage(run())
