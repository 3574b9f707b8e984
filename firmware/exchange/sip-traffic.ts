import type { MetricFamily, Sample } from '../metrics.ts'
import { family } from '../metrics.ts'
import { METHODS } from '../sip/capabilities.ts'
import type { Flow } from '../sip/contract.ts'

const DIRECTIONS = ['in', 'out'] as const
const TRANSPORTS: readonly Flow['transport'][] = ['udp', 'tcp', 'tls', 'ws', 'wss']
const CLASSES = 6 // 1xx to 6xx
const STATUS_AT = 'SIP/2.0 '.length
const ZERO = 0x30
const OTHER = 'other'

/** Counts SIP messages by what they are. Runs for each of them: nothing is allocated. */
export class SipTraffic {
  readonly #methods: readonly string[] = [...METHODS, OTHER]
  /** By the first three letters, which tell all methods apart. */
  readonly #places = new Map(this.#methods.map((method, place) => [lettersOf(method), place]))
  readonly #requests = table(this.#methods.length)
  readonly #responses = table(CLASSES)

  note(direction: 'in' | 'out', { transport }: Flow, text: string): void {
    const row = DIRECTIONS.indexOf(direction) * TRANSPORTS.length + TRANSPORTS.indexOf(transport)
    if (text.charCodeAt(3) === 0x2f) {
      const place = text.charCodeAt(STATUS_AT) - ZERO - 1 // SIP/
      if (place >= 0 && place < CLASSES) count(this.#responses[row], place)
      return
    }
    const place = this.#places.get(lettersOf(text)) ?? this.#methods.length - 1
    count(this.#requests[row], place)
  }

  families(): readonly MetricFamily[] {
    return [
      family('counter', 'sip_requests', 'SIP requests, retransmissions too', [
        ...samples(this.#requests, (place) => ['method', this.#methods[place] ?? OTHER]),
      ]),
      family('counter', 'sip_responses', 'SIP responses, retransmissions too', [
        ...samples(this.#responses, (place) => ['class', `${place + 1}xx`]),
      ]),
    ]
  }
}

function lettersOf(text: string): number {
  return (text.charCodeAt(0) << 16) | (text.charCodeAt(1) << 8) | text.charCodeAt(2)
}

function table(width: number): Float64Array[] {
  return Array.from(
    { length: DIRECTIONS.length * TRANSPORTS.length },
    () => new Float64Array(width),
  )
}

function count(row: Float64Array | undefined, place: number): void {
  if (row) row[place] = (row[place] ?? 0) + 1
}

/** Those that are not 0. */
function* samples(
  rows: readonly Float64Array[],
  label: (place: number) => readonly [name: string, value: string],
): Generator<Sample> {
  for (const [row, counts] of rows.entries()) {
    const direction = DIRECTIONS[Math.floor(row / TRANSPORTS.length)] ?? 'in'
    const transport = TRANSPORTS[row % TRANSPORTS.length] ?? 'udp'
    for (const [place, value] of counts.entries()) {
      const [name, text] = label(place)
      if (value > 0) yield { labels: { direction, transport, [name]: text }, value }
    }
  }
}
