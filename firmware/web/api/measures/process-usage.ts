import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'

const TICKS_A_SECOND = 100 // USER_HZ, the same on every Linux that Node runs on
const PAGE = 4096
const PSS_EVERY_MS = 55_000 // the kernel walks all pages for it: 1 to 3 ms a process

/** What /proc tells of a process. */
export interface Usage {
  /** Since the look before, of all cores together, 0 to 100; 0 at the first look. */
  readonly cpuPercent: number
  /** Octets. */
  readonly memory: number
}

interface Known {
  /** Of the process, in ticks since boot: another one has another, though it may have the same pid. */
  readonly startedAt: number
  readonly ticks: number
  /** Uptime, ms. */
  readonly at: number
  readonly pss: number | undefined
  readonly pssAt: number
}

/** CPU and memory of processes, by looking at them again and again. */
export class ProcessUsage {
  readonly #proc: string
  readonly #cores: number
  readonly #known = new Map<number, Known>()

  /** @param proc where the files of processes are; another one in tests */
  constructor(proc = '/proc', cores = availableParallelism()) {
    this.#proc = proc
    this.#cores = cores
  }

  /** @param uptime ms. Undefined: there is no such process (any more) */
  async look(pid: number, uptime: number): Promise<Usage | undefined> {
    const stat = await this.#stat(pid)
    if (!stat) {
      this.#known.delete(pid)
      return undefined
    }
    const known = this.#known.get(pid)
    const same = known?.startedAt === stat.startedAt ? known : undefined
    const due = !same || uptime - same.pssAt >= PSS_EVERY_MS
    const pss = due ? await this.#pss(pid) : same.pss
    const pssAt = due ? uptime : same.pssAt
    const { startedAt, ticks } = stat
    this.#known.set(pid, { startedAt, ticks, at: uptime, pss, pssAt })
    return { cpuPercent: this.#cpuPercent(same, ticks, uptime), memory: pss ?? stat.rss }
  }

  /** Forgets all but these. */
  keep(pids: ReadonlySet<number>): void {
    for (const pid of this.#known.keys()) if (!pids.has(pid)) this.#known.delete(pid)
  }

  #cpuPercent(before: Known | undefined, ticks: number, uptime: number): number {
    if (!before || uptime <= before.at) return 0
    const seconds = (ticks - before.ticks) / TICKS_A_SECOND
    const percent = (seconds / ((uptime - before.at) / 1000) / this.#cores) * 100
    return Math.min(100, Math.max(0, Math.round(percent * 10) / 10))
  }

  /** proc(5), /proc/pid/stat: the name in parentheses may hold anything, so fields are counted from behind it. */
  async #stat(pid: number) {
    const text = await this.#read(pid, 'stat')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const field = (number: number) => Number(fields[number - 3]) // the first behind the name is number 3
    const [ticks, startedAt, rss] = [field(14) + field(15), field(22), field(24) * PAGE]
    return Number.isFinite(ticks + startedAt + rss) ? { ticks, startedAt, rss } : undefined
  }

  async #pss(pid: number): Promise<number | undefined> {
    const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(await this.#read(pid, 'smaps_rollup')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  }

  async #read(pid: number, name: string): Promise<string> {
    try {
      return await readFile(`${this.#proc}/${pid}/${name}`, 'latin1')
    } catch {
      return '' // it has ended, or the kernel does not tell
    }
  }
}
