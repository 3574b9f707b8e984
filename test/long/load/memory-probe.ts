/** Loaded into every process of a server under test by NODE_OPTIONS: at SIGUSR2 it collects all garbage and writes down what is left. */
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc') // the supervisor's are started so, others not
const collect = runInNewContext('gc') as NodeJS.GCFunction

process.on('SIGUSR2', () => {
  for (let time = 0; time < 2; time++) {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  }
  const { heapUsed, heapTotal, external } = process.memoryUsage()
  const file = join(process.env.STROWGER_RUN ?? '', `memory-${process.pid}`)
  writeFileSync(`${file}.new`, JSON.stringify({ heapUsed, heapTotal, external }))
  renameSync(`${file}.new`, file)
})
