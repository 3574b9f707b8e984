import type { Clock, Timer } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import { dialledNumber } from '../model/party-number.ts'
import { route } from '../numbers/dial-plan.ts'
import type { Bindings } from '../phones/bindings.ts'
import type { Program } from '../program.ts'
import type { UserAgent } from '../sip/contract.ts'
import type { BanSink } from '../sip/defence/ban-sink.ts'
import { Defence } from '../sip/defence/defence.ts'
import type { KeptBans } from '../sip/defence/kept-bans.ts'
import { Overload } from '../sip/defence/overload.ts'
import { OverloadWatch } from '../sip/defence/overload-watch.ts'
import type { Prefix } from '../sip/defence/source.ts'
import { parsePrefix } from '../sip/defence/source.ts'
import { condition } from '../words/condition.ts'
import type { Office } from './office.ts'

export interface EdgeOptions {
  readonly clock: Clock
  readonly log: Log
  readonly office: Office
  readonly bindings: Pick<Bindings, 'of' | 'handsets'>
  readonly userAgent: () => UserAgent
  readonly conditions: Pick<Program, 'raise' | 'clear'>
  /** Addresses of trunks: never banned. */
  readonly trusted?: () => readonly string[]
  readonly sink?: BanSink
  readonly kept?: KeptBans
}

const LOOK_MS = 5000
/** Messages not looked at in a minute that make an attack. */
const ATTACK = 300
const QUIET_MS = 10 * 60_000 // an attack is over after so long
const MOST_LOGGED = 20 // bans a minute

/** The edge of the network as the office has it: who is allowed, which devices are registered, and what people are told. */
export class Edge {
  readonly defence: Defence
  readonly overload = new Overload()
  readonly #options: EdgeOptions
  readonly #watch: OverloadWatch
  #timer: Timer | undefined
  #allowed: readonly Prefix[] = []
  #latest = ''
  #attackedAt = Number.NEGATIVE_INFINITY
  /** Dropped in all, at the looks of the last minute. */
  #totals: number[] = []
  #logged = 0
  #looks = 0

  constructor(options: EdgeOptions) {
    const { clock, office, userAgent, sink, kept } = options
    this.#options = options
    this.defence = new Defence({
      clock,
      overload: this.overload,
      allowed: () => this.#allowed,
      mayBan: () => office.settings.sipBans,
      isEmergency: (user) => route(dialledNumber(user), office).target.kind === 'emergency',
      banned: (source, reason, ms) => this.#banned(source, reason, ms),
      ...(sink && { sink }),
      ...(kept && { kept }),
    })
    this.#watch = new OverloadWatch({
      clock,
      overload: this.overload,
      received: () => userAgent().counters.received,
      queued: () => userAgent().queuedOctets,
    })
  }

  /** Before the sockets open: devices of an earlier process are ours. */
  start(): void {
    this.officeChanged()
    for (const handset of this.#options.bindings.handsets()) this.bindingsChanged(handset)
    this.#watch.start()
    this.#later()
  }

  stop(): void {
    this.#watch.stop()
    this.#timer?.cancel()
  }

  officeChanged(): void {
    const { office, trusted } = this.#options
    const networks = [...office.settings.sipAllowed, ...(trusted?.() ?? [])]
    this.#allowed = networks.flatMap((network) => parsePrefix(network) ?? [])
  }

  bindingsChanged(handset: string): void {
    const flows = this.#options.bindings.of(handset).map(({ flow }) => flow)
    this.defence.devices.set(handset, flows)
  }

  #banned(source: string, reason: string, ms: number): void {
    this.#latest = source
    this.#attackedAt = this.#options.clock.uptime()
    if (this.#logged++ >= MOST_LOGGED) return // a flood must not fill the disk
    const facts = { source, reason, seconds: Math.round(ms / 1000) }
    this.#options.log.warn(facts, 'a SIP source is banned')
  }

  #later(): void {
    this.#timer = this.#options.clock.after(LOOK_MS, () => {
      this.#look()
      this.#later()
    })
  }

  #look(): void {
    const { clock, conditions } = this.#options
    const { overload: _, unproven: __, ...dropped } = this.defence.dropped
    const total = Object.values(dropped).reduce((sum, count) => sum + count, 0)
    this.#totals = [...this.#totals, total].slice(-(60_000 / LOOK_MS) - 1)
    if (++this.#looks % (60_000 / LOOK_MS) === 0) this.#logged = 0
    const ofMinute = total - (this.#totals[0] ?? total)
    if (ofMinute >= ATTACK) this.#attackedAt = clock.uptime()
    const banned = this.defence.list().filter(({ reason }) => reason !== 'manual').length
    if (clock.uptime() - this.#attackedAt > QUIET_MS) conditions.clear('sip-attack')
    else {
      const address = this.#latest || this.defence.latestExcess
      conditions.raise(condition('sip-attack', { address, banned, dropped: ofMinute }))
    }
    const percent = Math.round(100 * this.overload.shed)
    if (percent === 0) conditions.clear('sip-overload')
    else conditions.raise(condition('sip-overload', { percent }))
  }
}
