import type { MetricFamily } from '../metrics.ts'
import { family, Histogram } from '../metrics.ts'
import type { CallEvent } from '../records/call-event.ts'

const SET_UP_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32]
const MOST_OPEN = 10_000 // calls whose end is not seen are forgotten

interface OpenCall {
  readonly startedAt: number
  hasRung: boolean
  isAnswered: boolean
}

/** Counts calls by how they ended, out of their events, and how long people waited until something rang. */
export class CallMeasures {
  readonly #open = new Map<string, OpenCall>()
  readonly #setUp = new Histogram(SET_UP_SECONDS)
  #begun = 0
  #answered = 0
  #unanswered = 0

  note(events: readonly Pick<CallEvent, 'call' | 'at' | 'kind'>[]): void {
    for (const event of events) this.#note(event)
  }

  families(): readonly MetricFamily[] {
    const ended = this.#answered + this.#unanswered
    return [
      family('counter', 'calls_begun', 'Calls that began', this.#begun),
      family('counter', 'calls_ended', 'Calls that are over', [
        { labels: { outcome: 'answered' }, value: this.#answered },
        { labels: { outcome: 'unanswered' }, value: this.#unanswered },
      ]),
      family(
        'gauge',
        'call_answer_ratio',
        'Part of the calls since the start that were answered',
        ended === 0 ? 0 : this.#answered / ended,
      ),
      this.#setUp.family(
        'call_set_up_seconds',
        'From the beginning of a call until it rings or is answered',
      ),
    ]
  }

  #note({ call, at, kind }: Pick<CallEvent, 'call' | 'at' | 'kind'>): void {
    if (kind === 'began') {
      this.#begun++
      this.#open.set(call, { startedAt: at, hasRung: false, isAnswered: false })
      if (this.#open.size > MOST_OPEN) this.#forgetOldest()
      return
    }
    const open = this.#open.get(call)
    if (!open) return
    const rings = kind === 'ringing' || kind === 'early-media' || kind === 'answered'
    if (rings && !open.hasRung) {
      open.hasRung = true
      this.#setUp.add(Math.max(0, at - open.startedAt) / 1000)
    }
    if (kind === 'answered') open.isAnswered = true
    if (kind !== 'released') return
    this.#open.delete(call)
    if (open.isAnswered) this.#answered++
    else this.#unanswered++
  }

  #forgetOldest(): void {
    for (const call of this.#open.keys()) {
      this.#open.delete(call)
      return
    }
  }
}
