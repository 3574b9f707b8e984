import type { ContextId, Operation, OrphanPolicy, ReplyValue } from '../gateway/contract.ts'

/** A call lives for hours without its controller, not for ever: then nobody is left to hang up. */
const ORPHAN: OrphanPolicy = { keep: true, maxAgeSeconds: 6 * 3600 }

const TRIES = 4 // a gateway that restarts in between answers the next one

type Request = (operation: Operation) => Promise<ReplyValue>

/** What one media context says to its gateway. */
export class MediaRequests {
  readonly #context: ContextId
  readonly #request: Request
  readonly #failed: (error: unknown) => void
  #used = false

  /** `failed` hears of requests that nobody waits for. */
  constructor(context: ContextId, request: Request, failed: (error: unknown) => void) {
    this.#context = context
    this.#request = request
    this.#failed = failed
  }

  /** The gateway may know of the context. */
  get used(): boolean {
    return this.#used
  }

  /** It was said before this process began. */
  usedBefore(): void {
    this.#used = true
  }

  /** Makes the context too, where it is not there yet. */
  inContext(operations: readonly Operation[]): Operation {
    const context: Operation = { op: 'context', context: this.#context, orphan: ORPHAN }
    return { op: 'batch', operations: [context, ...operations] }
  }

  /** The answers to all of them; throws if one is refused. */
  async batch(operations: readonly Operation[]): Promise<readonly ReplyValue[]> {
    const reply = await this.#request({ op: 'batch', operations })
    return (reply as { results: readonly ReplyValue[] }).results
  }

  /**
   * What `operations` gives is made in the context, and made again as it is then for a gateway that restarts meanwhile,
   * while `isWanted`. Answers the results, and how many tries it took.
   */
  async make(
    operations: () => readonly Operation[],
    isWanted: () => boolean = () => true,
  ): Promise<{ readonly results: readonly ReplyValue[]; readonly tries: number }> {
    this.#used = true
    for (let tries = 1; ; tries++) {
      try {
        const reply = await this.#request(this.inContext(operations()))
        return { results: (reply as { results: readonly ReplyValue[] }).results.slice(1), tries }
      } catch (error) {
        if (!isRestart(error) || !isWanted() || tries === TRIES) throw error
      }
    }
  }

  /** A request whose answer changes nothing. After a restart of the gateway `resync` has said it again. */
  tell(operation: Operation, done = () => {}): void {
    this.#request(operation).then(done, (error: unknown) => this.failed(error))
  }

  /** The same in the context. */
  tellInContext(operations: readonly Operation[]): void {
    this.#used = true
    this.tell(this.inContext(operations))
  }

  /** Said to a gateway that may know nothing of what it is about, and need not. */
  mention(operation: Operation): void {
    this.#request(operation).catch(() => {})
  }

  failed(error: unknown): void {
    if (!isRestart(error)) this.#failed(error)
  }
}

function isRestart(error: unknown): boolean {
  return (error as { code?: string }).code === 'gateway-restarted'
}
