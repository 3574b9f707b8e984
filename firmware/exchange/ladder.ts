import type { Clock } from '../clock/clock.ts'
import type { Flow } from '../sip/contract.ts'
import type { SipMessage } from '../sip/message.ts'
import { formatHostPort } from '../sip/uri.ts'

/** One arrow of a call's ladder. */
export interface Rung {
  /** UTC, ms. */
  readonly at: number
  /** Ours is `exchange`; the others by address. */
  readonly from: string
  readonly to: string
  /** `INVITE`, `180 Ringing`; `with SDP` behind it where there is a body. */
  readonly text: string
}

const MOST_DIALOGS = 2000
const MOST_RUNGS = 60 // of one dialog: an ordinary call has 8

/** The signalling of the last calls, in memory: for the ladder of a call. Bounded in dialogs and in messages of each. */
export class LadderRecorder {
  readonly #clock: Clock
  readonly #dialogs = new Map<string, Rung[]>()
  readonly #calls = new Map<string, Set<string>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Of every SIP message; those of calls only are kept. */
  note(direction: 'in' | 'out', flow: Flow, message: SipMessage): void {
    const { method } = message.cseq
    if (method === 'REGISTER' || method === 'OPTIONS') return
    let rungs = this.#dialogs.get(message.callId)
    if (!rungs) {
      rungs = []
      this.#dialogs.set(message.callId, rungs)
      forgetOldest(this.#dialogs, MOST_DIALOGS)
    }
    if (rungs.length >= MOST_RUNGS) return
    const phone = formatHostPort(flow.remote)
    rungs.push({
      at: this.#clock.now(),
      from: direction === 'in' ? phone : 'exchange',
      to: direction === 'in' ? 'exchange' : phone,
      text: textOf(message),
    })
  }

  /** Says that a SIP dialog belongs to a call. */
  tie(callId: string, call: string): void {
    let dialogs = this.#calls.get(call)
    if (!dialogs) {
      dialogs = new Set()
      this.#calls.set(call, dialogs)
      forgetOldest(this.#calls, MOST_DIALOGS)
    }
    dialogs.add(callId)
  }

  /** All messages of a call in order; undefined for one that is not (or no longer) known. */
  of(call: string): readonly Rung[] | undefined {
    const dialogs = this.#calls.get(call)
    if (!dialogs) return undefined
    return [...dialogs]
      .flatMap((callId) => this.#dialogs.get(callId) ?? [])
      .sort((a, b) => a.at - b.at)
  }
}

function textOf(message: SipMessage): string {
  const text = message.kind === 'request' ? message.method : `${message.status} ${message.reason}`
  return message.body ? `${text} (SDP)` : text
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  if (map.size <= most) return
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}
