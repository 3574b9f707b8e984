import type { Clock } from '../clock/clock.ts'
import type { Address, Flow } from '../sip/contract.ts'
import { formatHostPort } from '../sip/message/uri.ts'

/** One arrow of a call's ladder. */
export interface Rung {
  /** UTC, ms. */
  readonly at: number
  /** Ours is `exchange`; telephones by their address, analog lines by their name. */
  readonly from: string
  readonly to: string
  /** `INVITE`, `180 Ringing`; `with SDP` behind it where there is a body. */
  readonly text: string
}

/** A message as it is kept: little enough for every one. */
interface Kept {
  readonly at: number
  readonly direction: 'in' | 'out'
  /** Where it came from or went to; of a line its name. */
  readonly remote: Address | string
  /** Start line, or what happened on the line. */
  readonly text: string
  readonly hasBody: boolean
}

const MOST_DIALOGS = 2000
const MOST_RUNGS = 60 // of one dialog: an ordinary call has 8

/** The signalling of the last calls, in memory: for the ladder of a call. Bounded in dialogs and in messages of each. */
export class LadderRecorder {
  readonly #clock: Clock
  readonly #dialogs = new Map<string, Kept[]>()
  readonly #calls = new Map<string, Set<string>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Of every SIP message as its octets; kept are those of dialogs that began with an INVITE. Runs for each: no parsing. */
  note(direction: 'in' | 'out', flow: Flow, callId: string, octets: string): void {
    const rungs = this.#dialogs.get(callId) ?? this.#begin(callId, octets)
    if (!rungs || rungs.length >= MOST_RUNGS) return
    rungs.push({
      at: this.#clock.now(),
      remote: flow.remote,
      direction,
      text: octets.slice(0, octets.indexOf('\r\n')),
      hasBody: !octets.endsWith('\r\n\r\n'),
    })
  }

  /** What happened on an analog line of a call, or was done there: `off hook`, `ring`. */
  noteLine(call: string, direction: 'in' | 'out', line: string, text: string): void {
    const key = `${call}/${line}`
    this.tie(key, call)
    let rungs = this.#dialogs.get(key)
    if (!rungs) {
      rungs = []
      this.#dialogs.set(key, rungs)
      forgetOldest(this.#dialogs, MOST_DIALOGS)
    }
    if (rungs.length >= MOST_RUNGS) return
    rungs.push({ at: this.#clock.now(), direction, remote: line, text, hasBody: false })
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
      .map(rungOf)
  }

  #begin(callId: string, octets: string): Kept[] | undefined {
    if (!octets.startsWith('INVITE ')) return undefined
    const rungs: Kept[] = []
    this.#dialogs.set(callId, rungs)
    forgetOldest(this.#dialogs, MOST_DIALOGS)
    return rungs
  }
}

function rungOf({ at, remote, direction, text, hasBody }: Kept): Rung {
  const party = typeof remote === 'string' ? remote : formatHostPort(remote)
  const [from, to] = direction === 'in' ? [party, 'exchange'] : ['exchange', party]
  if (typeof remote === 'string') return { at, from, to, text }
  return { at, from, to, text: hasBody ? `${shortened(text)} (SDP)` : shortened(text) }
}

/** `INVITE` out of a request line, `180 Ringing` out of a status line. */
function shortened(startLine: string): string {
  if (startLine.startsWith('SIP/2.0 ')) return startLine.slice('SIP/2.0 '.length)
  return startLine.slice(0, startLine.indexOf(' '))
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  if (map.size <= most) return
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}
