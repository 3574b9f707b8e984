/** Does one work on the disk that is recorded: arguments WORK (its name), STEP (prepare or run), DATA directory, FIFO for marks, SEED. */
import { openSync, writeSync } from 'node:fs'
import { Chance } from '../../virtual/chance.ts'
import { WORKS } from './works.ts'

const [name = '', step = '', data = '', fifo = '', seed = '1'] = process.argv.slice(2)
const work = WORKS[name]
if (!work) throw new Error(`there is no work ${name}`)
if (step === 'prepare') await work.prepare?.(data)
else {
  const marks = openSync(fifo, 'w')
  const tell = (what: string, values = {}) => {
    writeSync(marks, `${JSON.stringify({ what, ...values })}\n`)
  }
  await work.run(data, tell, new Chance(Number(seed)))
}
