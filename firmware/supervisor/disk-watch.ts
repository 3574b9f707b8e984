import { statfsSync } from 'node:fs'
import type { Clock } from '../clock/clock.ts'
import type { RaisedCondition } from '../conditions.ts'
import type { Log } from '../log.ts'
import { condition, conditionId } from '../words/condition.ts'

/** Octets of a file system, as a program that is not root may use them. */
export interface Space {
  readonly free: number
  readonly total: number
}

export interface DiskWatchOptions {
  /** Directories to watch, by what they are to people. */
  readonly disks: Readonly<Record<'data' | 'run', string>>
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly raise: (condition: RaisedCondition) => void
  readonly clear: (id: string) => void
  readonly spaceOf?: (path: string) => Space
}

export type Fullness = 'free' | 'nearly-full' | 'full'

const EVERY_MS = 5000 // a disk fills within seconds; a look costs microseconds
const MB = 1_000_000
const FULL = { share: 0.02, octets: 50 * MB }
const NEARLY_FULL = { share: 0.1, octets: 200 * MB }
/** What must be free beyond the bound before it counts as mended: a disk at its bound must not ring the bell all day. */
const HYSTERESIS = 1.2

/** Shows file systems that fill up, until there is room again. Ends with the signal. */
export async function watchDisks(options: DiskWatchOptions): Promise<void> {
  const { disks, clock, log, signal, spaceOf = spaceOn } = options
  const known = new Map<string, Fullness>()
  const unknown = new Set<string>()
  while (!signal.aborted) {
    for (const [disk, path] of Object.entries(disks)) {
      try {
        const space = spaceOf(path)
        const fullness = fullnessOf(space, known.get(disk) ?? 'free')
        if (fullness !== known.get(disk)) log.info({ disk, path, ...space, fullness }, 'disk')
        known.set(disk, fullness)
        unknown.delete(disk)
        tell(options, disk, path, space, fullness)
      } catch (error) {
        // It is not made yet, or its card was pulled: others tell that.
        if (!unknown.has(disk)) log.warn({ path, error }, 'nobody can tell how full it is')
        unknown.add(disk)
      }
    }
    await clock.sleep(EVERY_MS, signal).catch(() => {}) // woken to stop
  }
}

/** How full a file system is, given how full it was. Small ones (a run directory of 64 MB) are judged by their share alone. */
export function fullnessOf(space: Space, before: Fullness): Fullness {
  if (isBelow(space, FULL, before === 'full')) return 'full'
  return isBelow(space, NEARLY_FULL, before !== 'free') ? 'nearly-full' : 'free'
}

function isBelow({ free, total }: Space, { share, octets }: typeof FULL, was: boolean): boolean {
  const isSmall = octets > total / 2
  const least = isSmall ? share * total : Math.max(share * total, octets)
  return free < (was ? least * HYSTERESIS : least)
}

function tell(
  { raise, clear }: DiskWatchOptions,
  disk: string,
  path: string,
  { free, total }: Space,
  fullness: Fullness,
): void {
  const values = { disk, path, free: inMB(free), total: inMB(total) }
  if (fullness === 'free') clear(conditionId('disk-full', values))
  else raise(condition(`disk-${fullness}`, values))
}

/** To two figures, so that a condition is not published anew with every file. */
function inMB(octets: number): number {
  return Number((octets / MB).toPrecision(2))
}

function spaceOn(path: string): Space {
  const { bavail, blocks, bsize } = statfsSync(path)
  return { free: bavail * bsize, total: blocks * bsize }
}
