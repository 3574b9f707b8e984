import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { ToneName, Tones } from '../../firmware/calls/country-tones.ts'
import { toneOf, tonesOf } from '../../firmware/calls/country-tones.ts'
import type { Signal, TonePart } from '../../firmware/gateway/contract.ts'
import { TONE_PLANS } from '../../firmware/model/tone-plans.ts'
import { openMedia } from '../../hal/ffi/media.ts'
import { levelAt, loudness } from '../hal/audio.ts'

type Sequence = Extract<Signal, { kind: 'tones' }>
type Tone = Extract<Signal, { kind: 'tone' }>

const LONGEST_MS = 12_000
const STEP_MS = 5
const SILENT_DBM0 = -50

/** Spec 73, CPT values by country, word for word: dial, ringback, busy, reorder, call waiting. */
const SPECIFIED: Readonly<Record<string, readonly string[]>> = {
  IL: ['414', '414 1000/3000', '414 500/500', '414 250/250', '414 100/100/100/100/600/3000'],
  CN: ['450', '450 1000/4000', '450 350/350', '450 700/700', '450 400/4000'],
  FR: ['440', '440 1500/3500', '440 500/500', '440 250/250', '440 300/10000'],
  DE: ['425', '425 1000/4000', '425 480/480', '425 240/240', '425 200/200/200/5000'],
  NL: ['425', '425 1000/4000', '425 500/500', '425 250/250', '425 500/9500'],
  GB: ['350+440', '400+450 400/200/400/2000', '400 375/375', '400 400/350/225/525', '400 100/4000'],
  BR: ['425', '425 1000/4000', '425 250/250', '425 250/250/750/250', '425 50/1000'],
  IT: [
    '425 200/200/600/1000',
    '425 1000/4000',
    '425 500/500',
    '425 200/200',
    '425 400/100/250/100/150/14000',
  ],
  AR: ['425', '425 1000/4000', '425 300/200', '425 300/400', '425 200/600/200/10000'],
  PT: ['425', '425 1000/5000', '425 500/500', '425 200/200', '440 300/10000'],
  RU: ['425', '425 1000/4000', '425 350/350', '425 175/175', '425 200/5000'],
  AU: [
    '413+438',
    '413+438 400/200/400/2000',
    '425 375/375',
    '425 375/375, 425@-10 375/375',
    '425 200/200/200/4400',
  ],
  US: ['350+440', '440+480 2000/4000', '480+620 500/500', '480+620 250/250', '440 300/10000'],
  IN: ['400x25', '400x25 400/200/400/2000', '400 750/750', '400 250/250', '400 200/100/200/7500'],
}
const COLUMNS = ['dial', 'ringback', 'busy', 'congestion', 'waiting'] as const

t.test('DFEA-72 the plans of the specification are those of its table', async (t) => {
  for (const [country, tones] of Object.entries(SPECIFIED)) {
    t.strictSame(
      COLUMNS.map((column) => TONE_PLANS[country]?.[column]),
      tones,
      country,
    )
  }
  t.strictSame(tonesOf('CA'), tonesOf('US'))
  t.strictSame(tonesOf('XX').dial, tonesOf('NL').dial, 'elsewhere as E.180 recommends')
})

t.test('a tone is read as the tables write it', async (t) => {
  const sound = (hz: number[], levelDbm0: number, ms: number) => ({ hz, levelDbm0, ms })
  const silence = (ms: number) => sound([], -63, ms)
  const tone = { kind: 'tone', totalMs: 0 } as const
  t.strictSame(toneOf('425', -10), { ...tone, hz: [425], levelDbm0: -10, cadenceMs: [] })
  t.strictSame(toneOf('480+620 250/250', -21), {
    ...tone,
    hz: [480, 620],
    levelDbm0: -24,
    cadenceMs: [250, 250],
  })
  t.strictSame(toneOf('440 100/100 | 425@-10 50, 0 60', -10), {
    kind: 'tones',
    parts: [sound([440], -10, 100), silence(100), sound([425], -20, 50), silence(60)],
    again: 2,
  })
  t.strictSame(toneOf('400x25', -10), {
    kind: 'tones',
    parts: [{ hz: [400], modulatedHz: 25, levelDbm0: -11, ms: 0 }],
    again: 0,
  })
})

/** A plain tone as a sequence. */
function sequenceOf(signal: Tone | Sequence): Sequence {
  if (signal.kind === 'tones') return signal
  const { hz, levelDbm0, cadenceMs } = signal
  const parts = cadenceMs.map((ms, at) => ({ hz: at % 2 === 0 ? hz : [], levelDbm0, ms }))
  return { kind: 'tones', parts: parts.length > 0 ? parts : [{ hz, levelDbm0, ms: 0 }], again: 0 }
}

/** What should be heard, part by part, for at most LONGEST_MS. */
function* expected({ parts, again }: Sequence): Generator<TonePart & { from: number; to: number }> {
  let at = 0
  for (let index = 0; at < LONGEST_MS; index++) {
    const part =
      parts[index < parts.length ? index : again + ((index - again) % (parts.length - again))]
    if (!part) return
    const ms = part.ms || LONGEST_MS
    const to = Math.min(at + ms, LONGEST_MS)
    yield { ...part, from: at, to }
    at += ms
  }
}

/** Where sound begins and ends, in ms. */
function edges(samples: Int16Array): number[] {
  const found: number[] = []
  const step = STEP_MS * 8
  let on = false
  for (let at = 0; at + step <= samples.length; at += step) {
    const loud = loudness(samples.subarray(at, at + step)) > SILENT_DBM0
    if (loud !== on) found.push(at / 8)
    on = loud
  }
  return found
}

function expectedEdges(parts: readonly { hz: readonly number[]; from: number }[]): number[] {
  const found: number[] = []
  let on = false
  for (const { hz, from } of parts) {
    if (hz.length > 0 !== on) found.push(from)
    on = hz.length > 0
  }
  return found
}

/** The frequencies that a part is made of, with their levels. */
function lines({ hz, modulatedHz, levelDbm0 }: TonePart): [hz: number, dbm0: number][] {
  const [carrier = 0] = hz
  if (modulatedHz === undefined) return hz.map((one) => [one, levelDbm0])
  return [
    [carrier, levelDbm0],
    [carrier - modulatedHz, levelDbm0 - 6.94],
    [carrier + modulatedHz, levelDbm0 - 6.94],
  ]
}

function complaints(signal: Sequence, samples: Int16Array): string[] {
  const parts = [...expected(signal)]
  const [heard, wanted] = [edges(samples), expectedEdges(parts)]
  const found = heard.flatMap((at, i) => {
    const off = Math.abs(at - (wanted[i] ?? -1000))
    return off <= 20 ? [] : [`edge ${i} at ${at} ms, not ${wanted[i]}`]
  })
  if (heard.length !== wanted.length) found.push(`${heard.length} edges, not ${wanted.length}`)
  for (const part of parts) {
    if (part.to - part.from < 40 || part.hz.length === 0) continue
    // A whole number of periods of the differences: 40 ms are of 25, 50, 75 … Hz.
    const length = part.to - part.from
    const inner = samples.subarray(
      (part.from + 2) * 8,
      (part.from + 2 + Math.min(length - 4, 1000)) * 8,
    )
    const total = lines(part).reduce((sum, [, dbm0]) => sum + 10 ** (dbm0 / 10), 0)
    const off = Math.abs(loudness(inner) - 10 * Math.log10(total))
    if (off > 1.2) found.push(`${part.from} ms: ${off.toFixed(1)} dB off`)
    if (length < 300) continue
    for (const [hz, dbm0] of lines(part)) {
      const level = levelAt(inner, hz)
      if (Math.abs(level - dbm0) > 1.2)
        found.push(`${part.from} ms: ${hz} Hz at ${level.toFixed(1)}`)
    }
  }
  return found
}

t.test(
  'DFEA-72 every tone of every country is heard as its plan says, to 20 ms and 1.2 dB',
  async (t) => {
    const folder = t.testdir({})
    const options = {
      maxTerminations: 4,
      ports: { low: 20_000, high: 60_000 },
      dscp: 0,
      rtpLostMs: 0,
    }
    const media = openMedia({ ...options, stepped: true }, () => {})
    t.teardown(() => media.close())
    const context = media.addContext()
    const studio = media.addStudio(context)
    const ear = media.addStudio(context)
    const plans: [string, Tones][] = [...Object.keys(TONE_PLANS), 'XX'].map((country) => [
      country,
      tonesOf(country),
    ])
    const seen = new Set<string>()
    for (const [country, tones] of plans) {
      for (const [name, signal] of Object.entries(tones) as [ToneName, Tone | Sequence][]) {
        const key = JSON.stringify(signal)
        if (seen.has(key)) continue
        seen.add(key)
        const path = join(folder, `${country}-${name}.wav`)
        const recorder = media.record(ear, 'to', { path, maxMs: LONGEST_MS })
        const player =
          signal.kind === 'tones'
            ? media.playTones(studio, 'from', signal)
            : media.playTone(studio, 'from', signal)
        media.step(LONGEST_MS / 20 + 1)
        media.stop(player)
        media.step(1)
        t.throws(() => media.stop(recorder), { code: 'ENOENT' }, 'it has ended by itself')
        const bytes = readFileSync(path).subarray(44)
        const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1)
        t.equal(samples.length, LONGEST_MS * 8)
        t.strictSame(complaints(sequenceOf(signal), samples), [], `${country} ${name}`)
      }
    }
    t.comment(`${plans.length} plans, ${seen.size} tones that differ`)
  },
)
