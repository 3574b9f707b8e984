import { isDeepStrictEqual } from 'node:util'
import type { Signal, TonePart } from '../gateway/contract.ts'
import type { TonePlan } from '../model/tone-plans.ts'
import { RECOMMENDED, TONE_PLANS } from '../model/tone-plans.ts'

/** Every tone of a country that calls may need. */
export type ToneName = keyof Required<TonePlan>
export type Tones = Readonly<Record<ToneName, Signal>>

const INFO = '950 330, 1400 330, 1800 330, 0 1000' // E.180 §7
const RECORD = '1400 500/15000'

/** Of all frequencies together, dBm0: GR-506-CORE where the tones are North American, E.180 §3 elsewhere. */
const NORTH_AMERICAN: Readonly<Record<ToneName, number>> = {
  dial: -10,
  recall: -10,
  ringback: -16,
  busy: -21,
  congestion: -21,
  waiting: -13,
  info: -13,
  record: -16,
}
const ELSEWHERE: typeof NORTH_AMERICAN = {
  ...NORTH_AMERICAN,
  ringback: -13,
  busy: -13,
  congestion: -13,
}

const made = new Map<string, Tones>()

/** @param country ISO 3166 code; of one that has no plan: what E.180 recommends */
export function tonesOf(country: string): Tones {
  const known = made.get(country)
  if (known) return known
  const plan = TONE_PLANS[country] ?? RECOMMENDED
  const levels = plan === TONE_PLANS.US ? NORTH_AMERICAN : ELSEWHERE
  const texts: Required<TonePlan> = {
    recall: `${burst(plan.dial)} | ${plan.dial}`,
    info: INFO,
    record: RECORD,
    ...plan,
  }
  const tones = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, toneOf(text, levels[name as ToneName])]),
  ) as unknown as Tones
  made.set(country, tones)
  return tones
}

/** Three short ones of what dial tone begins with. */
function burst(dial: string): string {
  return `${dial.split(/[ ,]/)[0]} 100/100/100/100/100/100`
}

/** A tone as the plans write it. The plans are ours, and a test reads them all: one that cannot be read is a defect. */
export function toneOf(text: string, levelDbm0: number): Signal {
  const [once = [], always] = text.split('|').map((part) => partsOf(part.trim(), levelDbm0))
  if (!always) return plainly(once) ?? { kind: 'tones', parts: once, again: 0 }
  return { kind: 'tones', parts: [...once, ...always], again: once.length }
}

/** As one tone with a cadence, where it is no more than that: most are. */
function plainly(parts: readonly TonePart[]): Signal | undefined {
  const [first] = parts
  const cadenceMs = parts.map(({ ms }) => ms)
  const isOneTone = parts.every(
    ({ hz, levelDbm0, modulatedHz }, at) =>
      modulatedHz === undefined &&
      (at % 2 === 1
        ? hz.length === 0
        : levelDbm0 === first?.levelDbm0 && isDeepStrictEqual(hz, first.hz)),
  )
  if (!first || !isOneTone || parts.length > 6 || (parts.length > 1 && parts.length % 2 === 1)) {
    return undefined
  }
  const { hz, levelDbm0 } = first
  return { kind: 'tone', hz, levelDbm0, cadenceMs: first.ms === 0 ? [] : cadenceMs, totalMs: 0 }
}

function partsOf(text: string, levelDbm0: number): TonePart[] {
  return text.split(',').flatMap((group) => groupOf(group.trim(), levelDbm0))
}

const SILENCE = { hz: [], levelDbm0: -63 } as const

/** `400+450@-10 400/200/400/2000` */
function groupOf(text: string, levelDbm0: number): TonePart[] {
  const [tone = '', cadence = '0'] = text.split(' ')
  const [frequencies = '', weaker = '0'] = tone.split('@')
  const level = levelDbm0 + Number(weaker)
  return cadence.split('/').map((ms, at) => ({
    ...(at % 2 === 1 || frequencies === '0' ? SILENCE : sound(frequencies, level)),
    ms: Number(ms),
  }))
}

function sound(frequencies: string, totalDbm0: number): Omit<TonePart, 'ms'> {
  const [carrier, modulator] = frequencies.split('x').map(Number)
  if (carrier !== undefined && modulator !== undefined) {
    return { hz: [carrier], modulatedHz: modulator, levelDbm0: totalDbm0 - 1 } // the sidebands are a third of its power
  }
  const hz = frequencies.split('+').map(Number)
  return { hz, levelDbm0: totalDbm0 - Math.round(10 * Math.log10(hz.length)) }
}
