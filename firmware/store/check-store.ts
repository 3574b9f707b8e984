import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Verdict } from './verify.ts'

const PROGRAM = fileURLToPath(new URL('verify-main.ts', import.meta.url))
const LIMIT_MS = 60_000
const DAMAGED = 3

/**
 * Reads everything stored below `data`, in a process of its own (damage to LMDB's tree may end whoever reads it), while others use
 * it. A check that died has found damage. When `signal` fires the process is killed at once and nothing was found; it does not outlive this one either.
 */
export function checkStore(data: string, signal?: AbortSignal): Promise<Verdict> {
  return new Promise((resolve) => {
    const options = { timeout: LIMIT_MS, killSignal: 'SIGKILL', ...(signal && { signal }) } as const
    const words = [PROGRAM, data, String(process.pid)]
    execFile(process.execPath, words, options, (error, stdout, stderr) => {
      if (signal?.aborted) resolve({ values: 0, damage: [] })
      else if (!error || error.code === DAMAGED) resolve(JSON.parse(stdout))
      else
        resolve({
          values: 0,
          damage: [`The check of ${data} ended: ${stderr.trim() || error.message}`],
        })
    })
  })
}
