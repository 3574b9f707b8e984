import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import t from 'tap'

/** The seeds of each run differ, and a failure names its own: `new Mutator(seed)` shows the same messages again. */
const MESSAGES = Number(process.env.STROWGER_FUZZ_MESSAGES ?? 10_000_000)
const ROUND = 100_000
const WORKERS = 2

t.setTimeout(3 * 3600 * 1000)

interface Report {
  readonly sound: number
  readonly growth: number
  readonly failure?: string
}

function fuzz(seeds: readonly number[]): Promise<Report> {
  return new Promise((resolve, reject) => {
    const file = join(import.meta.dirname, '../sip/message/fuzz-worker.ts')
    const worker = new Worker(file, { workerData: { seeds, messages: ROUND } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

t.test(
  'SECURITY rows 5, 7, 15: ten million mutated messages make nothing throw, leak or lie',
  async (t) => {
    const first = (Date.now() & 0x3fffffff) >>> 0
    const rounds = Array.from({ length: Math.ceil(MESSAGES / ROUND) }, (_, n) => first + 2 * n)
    const shares = Array.from({ length: WORKERS }, (_, n) =>
      rounds.filter((_, at) => at % WORKERS === n),
    )
    const reports = await Promise.all(shares.map(fuzz))
    for (const { failure, growth, sound } of reports) {
      t.equal(failure, undefined)
      t.ok(sound > 0, `${sound} were still messages`)
      t.ok(growth < 4_000_000, `the heap grew by ${growth} octets`)
    }
  },
)
