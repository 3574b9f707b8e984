import type { Clock } from './clock/clock.ts'

/** By then a program has loaded what it needs. */
const SETTLED_MS = 5000
const LOOK_MS = 30_000
/** Of one core: at less, nobody waits for the pause of a collection. */
const IDLE = 0.03
/** A heap that has grown by less is left alone. */
const WORTH_OCTETS = 16 * 1024 * 1024

/** What is asked of the process; its own unless given. */
export interface OwnMemory {
  /** Octets that the heap has taken of the system. */
  heap(): number
  /** CPU until now, us. */
  cpu(): number
  collect(): void
}

/**
 * Gives the system back what loading took, and what a busy hour did: V8 collects its old generation for itself only when that is several
 * hundred MB, and then keeps the pages. Needs `--expose-gc`; a collection takes 20 ms after the start and some 60 ms after load (2026-11-23), so
 * it waits for a quiet half minute.
 */
export function giveBackMemory(clock: Clock, own: OwnMemory = ownMemory): void {
  let least = 0
  let cpu = 0
  const collect = () => {
    own.collect()
    least = own.heap()
  }
  const look = () => {
    const before = cpu
    cpu = own.cpu()
    const isIdle = (cpu - before) / 1000 < LOOK_MS * IDLE
    if (isIdle && own.heap() > least + WORTH_OCTETS) collect()
    clock.after(LOOK_MS, look)
  }
  clock.after(SETTLED_MS, () => {
    collect()
    cpu = own.cpu()
    clock.after(LOOK_MS, look)
  })
}

const ownMemory: OwnMemory = {
  heap: () => process.memoryUsage().heapTotal,
  cpu: () => {
    const { user, system } = process.cpuUsage()
    return user + system
  },
  collect: () => globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' }),
}
