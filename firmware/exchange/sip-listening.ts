import { isDeepStrictEqual } from 'node:util'
import type { Clock, Timer } from '../clock/clock.ts'
import type { Environment } from '../environment.ts'
import type { Log } from '../log.ts'
import { readAuthorities } from '../model/authorities.ts'
import type { ServerSettings } from '../model/server-settings.ts'
import type { Program } from '../program.ts'
import type { UserAgent } from '../sip/contract.ts'
import { condition } from '../words/condition.ts'
import type { MorePorts } from './sip-listens.ts'
import { planListens } from './sip-listens.ts'

export interface SipListeningOptions {
  readonly clock: Clock
  readonly log: Log
  readonly environment: Environment
  readonly userAgent: () => Pick<UserAgent, 'setListen'>
  readonly settings: () => ServerSettings
  /** The addresses to listen on as they are now. */
  readonly addresses: () => readonly string[]
  readonly raise: Program['raise']
  readonly clear: Program['clear']
}

/** A lease may bring another address, a cable come later; ports that are taken may be given back. */
const LOOK_MS = 5000

/**
 * Keeps the sockets of SIP as they are configured, over changes of addresses and settings. What cannot be opened is a condition, and
 * tried again; calls on other sockets do not notice.
 */
export class SipListening {
  readonly #options: SipListeningOptions
  /** Ports of the settings since the start: one that is taken out stays until the next (VOIP-24). */
  #kept: MorePorts = { udp: [], tcp: [] }
  #asked: unknown
  #isWhole = true
  #turn: Promise<void> = Promise.resolve()
  #timer: Timer | undefined
  #isStopped = false

  constructor(options: SipListeningOptions) {
    this.#options = options
  }

  /** Opens everything that can be opened beside the main port; then follows until `stop`. */
  async start(): Promise<void> {
    await this.look()
    this.#lookLater()
  }

  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  /** CAs whose certificates are believed beside those of the system, in PEM. */
  get authorities(): readonly string[] {
    const read = readAuthorities(this.#options.settings().sipAuthorities)
    return read.ok ? read.value : []
  }

  /** Compares what is open with what should be, one call after the other. Never rejects. */
  look(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#look())
    return this.#turn
  }

  async #look(): Promise<void> {
    if (this.#isStopped) return
    const { environment, settings, addresses, userAgent, log } = this.#options
    const now = settings()
    const { listens, problems } = planListens(environment, now, addresses(), this.#kept)
    const asked = [listens, problems, now.sipAuthorities]
    if (this.#isWhole && isDeepStrictEqual(asked, this.#asked)) return
    const isNew = !isDeepStrictEqual(asked, this.#asked)
    this.#asked = asked
    this.#keep(now)
    try {
      const troubles = await userAgent().setListen(listens)
      this.#isWhole = troubles.length === 0
      this.#tell([...troubles, ...problems])
      if (isNew) log.info({ addresses: listens.map(({ address }) => address) }, 'SIP listens')
    } catch (error) {
      this.#isWhole = false
      this.#tell([error instanceof Error ? error.message : String(error)])
    }
  }

  #keep({ sipUdpPorts, sipTcpPorts }: ServerSettings): void {
    this.#kept = {
      udp: [...new Set([...this.#kept.udp, ...sipUdpPorts])],
      tcp: [...new Set([...this.#kept.tcp, ...sipTcpPorts])],
    }
  }

  #tell(troubles: readonly string[]): void {
    const { raise, clear } = this.#options
    if (troubles.length === 0) clear('sip-ports')
    else raise(condition('sip-ports', { why: troubles.join(' ') }))
  }

  #lookLater(): void {
    this.#timer = this.#options.clock.after(LOOK_MS, () => {
      void this.look() // what it cannot do it tells as a condition
      this.#lookLater()
    })
  }
}
