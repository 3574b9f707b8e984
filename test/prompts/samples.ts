import type { Message, MessageId } from '../../firmware/prompts/catalogue/catalogue.ts'
import { declared } from '../../firmware/prompts/catalogue/catalogue.ts'
import type { Kind } from '../../firmware/prompts/values.ts'

const AT = Date.UTC(2026, 10, 23, 19, 5)

/** Values that reach every form of a kind. */
function valuesOf(kind: Kind): readonly unknown[] {
  if (kind.startsWith('count ') || kind === 'number') return [0, 1, 2, 21, 101, 1_000_000]
  const samples: Partial<Record<Kind, readonly unknown[]>> = {
    ordinal: [1, 2, 21, 80, 100],
    digits: ['0123456789', '*#', '192.168.1.20:8443', 'A-z'],
    phone: ['+16135550142', '5550142', '0142345678', '+33142345678'],
    day: [
      { year: 2026, month: 1, day: 1 },
      { year: 1905, month: 8, day: 21 },
    ],
    time: [
      { hour: 0, minute: 0 },
      { hour: 12, minute: 0 },
      { hour: 1, minute: 1 },
      { hour: 21, minute: 5 },
    ],
    moment: [
      { at: AT, now: AT, zone: 'America/Toronto' },
      { at: AT - 86_400_000, now: AT, zone: 'UTC' },
      { at: AT - 40 * 86_400_000, now: AT, zone: 'no/where' },
    ],
    duration: [0, 1, 61, 3661, 7322],
    money: [
      { hundredths: 1, currency: 'dollar' },
      { hundredths: 250, currency: 'dollar' },
      { hundredths: 102, currency: 'peso' },
      { hundredths: 200_000_000, currency: 'euro' },
    ],
    party: [{ extension: '204' }],
    presence: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    mode: ['day', 'night'],
  }
  return samples[kind] ?? []
}

/** A message with its values: each time other ones, until every sample of every value was used. */
export function samplesOf(id: MessageId): Message[] {
  const kinds = Object.entries(declared(id).values ?? {})
  const samples = kinds.map(([name, kind]) => [name, valuesOf(kind)] as const)
  const most = Math.max(1, ...samples.map(([, values]) => values.length))
  return Array.from({ length: most }, (_, i) => ({
    id,
    values: Object.fromEntries(samples.map(([name, values]) => [name, values[i % values.length]])),
  }))
}
