import { isDeepStrictEqual } from 'node:util'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import type { Credentials, Flow, IncomingRequest } from '../../sip/contract.ts'
import type { LiveTrunk } from './live-trunk.ts'
import type { TrunkAccount, TrunkWorld } from './trunk-line.ts'
import { TrunkLine } from './trunk-line.ts'

export interface SipTrunksOptions extends Omit<TrunkWorld, 'changed'> {
  /** As configured now. */
  readonly accounts: () => readonly TrunkAccount[]
  /** Calls that a trunk has now. */
  readonly calls: (trunk: string) => number
  /** A trunk may be in another state; undefined: it is gone. */
  readonly changed: (id: string, live: LiveTrunk | undefined) => void
}

/** All SIP trunks of the office: follows the configuration, and knows whose a request is. */
export class SipTrunks {
  readonly #options: SipTrunksOptions
  readonly #lines = new Map<string, TrunkLine>()
  #isRunning = false

  constructor(options: SipTrunksOptions) {
    this.#options = options
  }

  /** The SIP sockets are open: registers, and begins to ask. */
  start(): void {
    this.#isRunning = true
    for (const line of this.#lines.values()) line.start()
    this.refresh()
  }

  /** Ends without a word to anybody: the next process goes on. */
  stop(): void {
    this.#isRunning = false
    for (const line of this.#lines.values()) line.stop()
  }

  /** Takes over what is configured; trunks that have not changed go on untouched. Before `start` they are known, and nothing is sent. */
  refresh(): void {
    const wanted = new Map(this.#options.accounts().map((one) => [one.trunk.id, one]))
    for (const [id, line] of this.#lines) {
      if (isDeepStrictEqual(wanted.get(id), line.account)) continue
      this.#lines.delete(id)
      this.#end(line, wanted.get(id))
    }
    for (const [id, account] of wanted) if (!this.#lines.has(id)) this.#begin(id, account)
  }

  get all(): readonly TrunkLine[] {
    return [...this.#lines.values()]
  }

  line(id: string | undefined): TrunkLine | undefined {
    return id === undefined ? undefined : this.#lines.get(id)
  }

  /**
   * The trunk that a request comes from, known by its source address. Of several at one address the one whose account the
   * Request-URI names, which is what we have registered; else the one with that port; else the first.
   */
  identify({ message, flow }: Pick<IncomingRequest, 'message' | 'flow'>): SipTrunk | undefined {
    const { address } = flow.remote
    const here = this.all.filter((line) => line.isAt(address)).map(({ trunk }) => trunk)
    if (here.length < 2) return here[0]
    const named = message.requestUri.user ?? ''
    return (
      here.find(({ userId }) => userId !== '' && userId === named) ??
      here.find(
        ({ serverPort, server }) => server === address && serverPort === flow.remote.port,
      ) ??
      here[0]
    )
  }

  /** Answers challenges to the legs of a trunk, over a flow that leads there. */
  credentials(device: string | undefined, flow: Flow | undefined): Credentials | undefined {
    return flow && this.line(device)?.credentials(flow)
  }

  /** How each is now, in the order of the configuration. */
  live(): readonly LiveTrunk[] {
    return this.all.map((line) => line.live(this.#options.calls(line.trunk.id)))
  }

  #begin(id: string, account: TrunkAccount): void {
    const line = new TrunkLine({ ...this.#options, changed: (one) => this.#changed(one) }, account)
    this.#lines.set(id, line)
    if (this.#isRunning) line.start()
    this.#changed(line)
  }

  /** Another password or address for the same account goes on with the registration; whatever else was there is taken back. */
  #end(line: TrunkLine, next: TrunkAccount | undefined): void {
    const same = next?.trunk.inService && sameRegistration(line.trunk, next.trunk)
    if (same) line.stop()
    else void line.remove().catch(() => {}) // the provider forgets it by itself in the end
    if (!next) this.#options.changed(line.trunk.id, undefined)
  }

  #changed(line: TrunkLine): void {
    const { id } = line.trunk
    if (this.#lines.get(id) !== line) return
    this.#options.changed(id, line.live(this.#options.calls(id)))
  }
}

/** What the provider keeps of us is the same. */
function sameRegistration(one: SipTrunk, other: SipTrunk): boolean {
  const key = ({ kind, registration, userId, loginId, registrar, server, transport }: SipTrunk) => [
    kind,
    registration,
    userId,
    loginId,
    registrar,
    server,
    transport,
  ]
  return isDeepStrictEqual(key(one), key(other))
}
