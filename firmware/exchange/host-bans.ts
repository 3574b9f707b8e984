import { command } from '../bus/command.ts'
import type { Program } from '../program.ts'
import { commandSocket } from '../run-directory.ts'
import type { BanSink } from '../sip/defence/ban-sink.ts'
import { shownSource } from './edge-verbs.ts'

const MOST_WAITING = 1000
const TIMEOUT_MS = 2000

type Ask = (args: { source: string; seconds: number }) => Promise<string | undefined>

/**
 * Has the host agent drop what comes from banned sources, one request after the other. What it cannot do is done by the exchange all the same: where
 * it says that this is not here, it is not asked again.
 */
export class HostBans implements BanSink {
  readonly #ask: Ask
  readonly #waiting = new Map<string, number>()
  #isBusy = false
  #isHere = true

  /** `ask` resolves with the code of a refusal, and never rejects. */
  constructor(ask: Ask) {
    this.#ask = ask
  }

  add(source: string, ms: number): void {
    this.#set(source, Math.ceil(ms / 1000))
  }

  remove(source: string): void {
    this.#set(source, 0)
  }

  #set(source: string, seconds: number): void {
    if (!this.#isHere || this.#waiting.size >= MOST_WAITING) return
    this.#waiting.set(source, seconds)
    if (!this.#isBusy) void this.#work()
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    for (const [source, seconds] of this.#waiting) {
      this.#waiting.delete(source)
      const refusal = await this.#ask({ source: shownSource(source), seconds })
      if (refusal !== 'not-here') continue
      this.#isHere = false
      this.#waiting.clear()
    }
    this.#isBusy = false
  }
}

/** The host agent of this unit. */
export function hostBans({ environment, clock, stopping }: Program): HostBans {
  return new HostBans(async (args) => {
    const path = commandSocket(environment.run, 'host')
    const options = { timeoutMs: TIMEOUT_MS, clock, signal: stopping }
    const answer = await command(path, 'source-ban', args, options)
    return answer.ok ? undefined : answer.error.code
  })
}
