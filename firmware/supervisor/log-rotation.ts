import { copyFileSync, readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'

const LARGEST = 2 * 2 ** 20 // bytes; with its predecessor a log takes twice that of the tmpfs
const EVERY_MS = 10_000

/**
 * Keeps every `*.log` of a folder below `largest` bytes: its text goes to `*.log.1` and the file begins anew. The writers go on in
 * the same file, which they have open for appending, so they need not know; what they write during the copy may be lost.
 */
export function rotateOnce(folder: string, largest = LARGEST): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!name.endsWith('.log') || statSync(path).size < largest) continue
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
  }
}

/** Looks every 10 s until `signal` fires. */
export async function rotateLogs(
  folder: string,
  { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    try {
      rotateOnce(folder)
    } catch (error) {
      log.warn({ error }, 'logs could not be rotated')
    }
    await clock.sleep(EVERY_MS, signal).catch(() => {}) // stopped: the loop sees it
  }
}
