import type { Clock } from '../clock/clock.ts'
import type { AttachmentId, TerminationId } from '../gateway/contract.ts'
import type { Call } from './call.ts'

/** Nobody has asked for so long: nobody looks any more. */
const LOOKED_AT_MS = 5000

interface Listening {
  readonly attachment: AttachmentId
  speaks: boolean
}

interface Watch {
  /** On whom somebody listens. */
  readonly legs: Map<TerminationId, Listening>
  askedAt: number
}

/**
 * Who speaks, in calls that somebody looks at: the media gateway listens only as long as it is asked again and again, for otherwise
 * packets pass it unheard. A gateway takes each name of a detector once, so every look has names of its own.
 */
export class Speakers {
  readonly #clock: Clock
  readonly #callWith: (leg: TerminationId) => Call | undefined
  readonly #watches = new Map<string, Watch>()

  constructor(clock: Clock, callWith: (leg: TerminationId) => Call | undefined) {
    this.#clock = clock
    this.#callWith = callWith
  }

  /** The legs of the call that speak; of one that is not looked at yet, nobody. */
  of(call: Call): readonly TerminationId[] {
    const now = this.#clock.uptime()
    const watch = this.#watches.get(call.id) ?? this.#begin(call.id)
    watch.askedAt = now
    for (const { id, phase } of call.legs) {
      if (phase !== 'answered' || watch.legs.has(id) || !call.context.has(id)) continue
      const attachment = `${id}/voice-${Math.floor(this.#clock.now()).toString(36)}`
      watch.legs.set(id, { attachment, speaks: false })
      call.context.detect(id, attachment, 'voice')
    }
    const here = new Set(call.legs.map(({ id }) => id))
    return [...watch.legs].filter(([id, { speaks }]) => speaks && here.has(id)).map(([id]) => id)
  }

  /** A detector tells. One that nobody looks at, left over from another process or another call, is stopped. */
  heard(leg: TerminationId, attachment: AttachmentId, speaks: boolean): void {
    for (const { legs } of this.#watches.values()) {
      const listening = legs.get(leg)
      if (listening?.attachment !== attachment) continue
      listening.speaks = speaks
      return
    }
    this.#callWith(leg)?.context.stop(attachment)
  }

  #begin(call: string): Watch {
    const watch: Watch = { legs: new Map(), askedAt: 0 }
    this.#watches.set(call, watch)
    this.#endLater(call, watch)
    return watch
  }

  #endLater(call: string, watch: Watch): void {
    this.#clock.after(LOOKED_AT_MS, () => {
      if (this.#clock.uptime() - watch.askedAt < LOOKED_AT_MS) {
        this.#endLater(call, watch)
        return
      }
      this.#watches.delete(call)
      for (const [leg, { attachment }] of watch.legs) {
        this.#callWith(leg)?.context.stop(attachment)
      }
    })
  }
}
