import type { Clock, Timer } from '../clock/clock.ts'
import type { ConfigTables } from './config-tables.ts'
import type { Trouble } from './group-commit.ts'
import { latestRescue, RESCUE_EVERY, writeRescue } from './rescue.ts'

export interface RescueKeeperOptions {
  readonly tables: ConfigTables
  /** Where the files are. */
  readonly directory: string
  readonly clock: Clock
  /** Hears of a file that cannot be written. The changes themselves stand. */
  readonly trouble?: Trouble | undefined
}

const GATHER_MS = 1000 // of a run of changes there is one file
const PAUSE_MS = 10 // so that a request meets one piece of the work, not all

/**
 * Has a rescue file written after every tenth revision: not while somebody waits for a change, but a second after it. So the latest file is
 * never more than ten revisions and a few seconds old. What a crash prevents is made up for when the store is opened next.
 */
export class RescueKeeper {
  readonly #options: RescueKeeperOptions
  /** Tens of revisions that files are there for. */
  #done: number
  #revision = 0
  #timer: Timer | undefined
  #writing: Promise<void> | undefined
  #hurry = false
  #goOn: (() => void) | undefined

  constructor(options: RescueKeeperOptions) {
    this.#options = options
    this.#done = tens(latestRescue(options.directory))
  }

  /** The configuration is at this revision now. */
  at(revision: number): void {
    this.#revision = revision
    if (this.#isDue()) this.#timer ??= this.#options.clock.after(GATHER_MS, this.#begin)
  }

  /** Resolves when nothing is due any more, or cannot be written. Never rejects. */
  async flush(): Promise<void> {
    this.#hurry = true
    this.#goOn?.()
    await this.#writing
    this.#timer?.cancel()
    this.#timer = undefined
    if (this.#isDue()) {
      this.#begin()
      await this.#writing
    }
    this.#hurry = false
  }

  #isDue(): boolean {
    return tens(this.#revision) > this.#done
  }

  /** Time does not pass for whoever waits for `flush`. */
  #pause = (): Promise<void> =>
    new Promise((resolve) => {
      if (this.#hurry) {
        setImmediate(resolve)
        return
      }
      const timer = this.#options.clock.after(PAUSE_MS, resolve)
      this.#goOn = () => {
        timer.cancel()
        resolve()
      }
    })

  #begin = (): void => {
    this.#timer = undefined
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined
    })
  }

  async #write(): Promise<void> {
    const { tables, directory, trouble } = this.#options
    const upTo = tens(this.#revision)
    try {
      await writeRescue(tables, directory, this.#pause)
      this.#done = Math.max(this.#done, upTo)
    } catch (error) {
      trouble?.(error as Error) // tried again after the next change
      return
    }
    this.at(this.#revision) // it may have gone on meanwhile
  }
}

const tens = (revision: number) => Math.floor(revision / RESCUE_EVERY)
