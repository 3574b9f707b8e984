import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { until } from '../../../firmware/demo/wait.ts'

const PROBE = pathToFileURL(join(import.meta.dirname, 'memory-probe.ts')).href

/** For the environment of a server or a program whose memory is to be looked at. */
export const PROBED = { NODE_OPTIONS: `--import=${PROBE}` }

/** Megabytes that a process really needs: what is left when all garbage is collected. */
export interface Memory {
  /** JavaScript objects, and what they hold outside the heap. */
  readonly objects: number
  /** Memory of its own that is not the JavaScript heap's: libraries, stacks, code; free places in it included. */
  readonly native: number
}

/** The memory of a process that was started with `PROBED`, and has that run directory. */
export async function memoryOf(run: string, pid: number): Promise<Memory> {
  const file = join(run, `memory-${pid}`)
  rmSync(file, { force: true })
  process.kill(pid, 'SIGUSR2')
  await until(`the memory of ${pid}`, () => existsSync(file), 60_000)
  const { heapUsed, heapTotal, external } = JSON.parse(readFileSync(file, 'utf8'))
  const own = /^Pss_Anon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
  return {
    objects: (heapUsed + external) / 1e6,
    native: (Number(own?.[1]) * 1024 - heapTotal) / 1e6,
  }
}
