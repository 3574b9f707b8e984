import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { openMedia } from '../../hal/ffi/media.ts'

/** Voices that speak like nobody in the office, men and women, in the product's languages. */
export const VOICES = ['en-us+m3', 'en-us+f2', 'es-419+m1', 'es-419+f3', 'fr+m2', 'fr+f1'] as const

const WORDS =
  'one seven zero please hold the line somebody will be with you shortly ninety nine eighty our office is open from Monday until Friday press star information telephone conference dos siete quizás mañana señor teléfono oficina une deux trois bonjour veuillez rester en ligne merci beaucoup maintenant Illinois Wyoming ooh aah eee yellow wheel money email hallelujah'.split(
    ' ',
  )

/** The same words in every run, no two sentences alike. */
function sentence(seed: number): string {
  let state = seed * 7919 + 17
  return Array.from({ length: 40 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return WORDS[state % WORDS.length]
  }).join(' ')
}

/** One sentence, spoken at another speed and pitch each time. */
function speak(folder: string, seed: number): string {
  const path = join(folder, `${seed}.wav`)
  const voice = VOICES[seed % VOICES.length] ?? VOICES[0]
  const how = ['-s', String(130 + ((seed * 37) % 90)), '-p', String((seed * 29) % 99)]
  const { status, error } = spawnSync('espeak-ng', [
    '-v',
    voice,
    ...how,
    '-w',
    path,
    sentence(seed),
  ])
  if (status !== 0) throw error ?? new Error(`espeak-ng ended with ${status}`)
  return path
}

export interface TalkOff {
  readonly seconds: number
  readonly digits: readonly string[]
  readonly tones: readonly string[]
}

/** What the detectors of libmedia take speech for. Time is stepped: an hour of it takes a minute. */
export async function talkOff(folder: string, seconds: number): Promise<TalkOff> {
  const digits: string[] = []
  const tones: string[] = []
  let over = true
  const options = {
    maxTerminations: 4,
    ports: { low: 20_000, high: 60_000 },
    dscp: 0,
    rtpLostMs: 0,
  }
  const media = openMedia({ ...options, stepped: true }, (event) => {
    if (event.kind === 'digit') digits.push(event.digit)
    if (event.kind === 'progress' && event.heard !== 'sound' && event.heard !== 'silence')
      tones.push(event.heard)
    if (event.kind === 'played') over = true
  })
  try {
    const studio = media.addStudio(media.addContext())
    media.detectDtmf(studio, 'from')
    media.detectProgress(studio, 'from')
    media.detectSignals(studio, 'from')
    let spoken = 0
    for (let seed = 1; spoken < seconds; seed++) {
      over = false
      media.playFiles(studio, 'from', { paths: [speak(folder, seed)], times: 1, fromMs: 0 })
      while (!over) {
        media.step(50)
        spoken++
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    return { seconds: spoken, digits, tones }
  } finally {
    media.close()
  }
}
