/** The piece that is played on hold: a slow melody over broken chords, all sines, in the telephone's band. Pure. */

export const SAMPLE_RATE = 16_000

/** MOH-11: hold music is recorded at an average of -22 dB; the louder one for paths where that is too quiet (MOH-4). */
export const LEVELS_DBM0 = { supplied: -22, louder: -16 } as const

const BEAT_SECONDS = 0.5
const BEATS_A_BAR = 4
const FULL_SCALE_DBM0 = 3.14 // of a sine with peak 32768, ITU-T G.711 table 5

/** Of each bar: the chord from its lowest note, and the melody above it, one note a beat (0: the one before goes on). MIDI note numbers. */
const BARS: readonly { readonly chord: readonly number[]; readonly melody: readonly number[] }[] = [
  { chord: [60, 64, 67], melody: [76, 0, 79, 0] },
  { chord: [57, 60, 64], melody: [81, 0, 79, 76] },
  { chord: [53, 57, 60], melody: [77, 0, 76, 74] },
  { chord: [55, 59, 62], melody: [74, 0, 71, 0] },
  { chord: [52, 55, 59], melody: [71, 74, 76, 0] },
  { chord: [57, 60, 64], melody: [76, 0, 72, 0] },
  { chord: [50, 53, 57], melody: [69, 72, 74, 77] },
  { chord: [55, 59, 62], melody: [74, 0, 0, 0] },
  { chord: [60, 64, 67], melody: [79, 76, 72, 0] },
  { chord: [59, 62, 67], melody: [79, 0, 77, 76] },
  { chord: [57, 60, 64], melody: [76, 0, 81, 0] },
  { chord: [53, 57, 60], melody: [77, 81, 84, 0] },
  { chord: [60, 64, 67], melody: [79, 0, 76, 0] },
  { chord: [50, 53, 57], melody: [74, 0, 77, 74] },
  { chord: [55, 59, 65], melody: [71, 0, 74, 71] },
  { chord: [60, 64, 67], melody: [72, 0, 0, 0] },
]

/** A note that is struck and dies away: fundamental and two overtones. */
interface Note {
  readonly key: number
  readonly beat: number
  readonly beats: number
  readonly loudness: number
}

/** Half a minute whose end goes over into its beginning. */
export function piece(levelDbm0: number): Int16Array {
  const length = Math.round(BARS.length * BEATS_A_BAR * BEAT_SECONDS * SAMPLE_RATE)
  const sound = new Float64Array(length)
  for (const note of notes()) strike(sound, note)
  const power = sound.reduce((sum, sample) => sum + sample * sample, 0) / length
  const scale = (32768 / Math.SQRT2 / Math.sqrt(power)) * 10 ** ((levelDbm0 - FULL_SCALE_DBM0) / 20)
  return Int16Array.from(sound, (sample) => clipped(sample * scale))
}

function clipped(sample: number): number {
  return Math.max(-32767, Math.min(32767, Math.round(sample)))
}

function notes(): Note[] {
  return BARS.flatMap(({ chord, melody }, bar) => {
    const first = bar * BEATS_A_BAR
    const broken = Array.from({ length: 2 * BEATS_A_BAR }, (_, half) => ({
      key: (chord[[0, 1, 2, 1][half % 4] ?? 0] ?? 0) + (half === 0 ? -12 : 0),
      beat: first + half / 2,
      beats: 2,
      loudness: half === 0 ? 0.5 : 0.3,
    }))
    const sung = melody.flatMap((key, beat) =>
      key === 0 ? [] : [{ key, beat: first + beat, beats: held(melody, beat), loudness: 1 }],
    )
    return [...broken, ...sung]
  })
}

/** For how many beats a note of the melody goes on. */
function held(melody: readonly number[], beat: number): number {
  const next = melody.findIndex((key, at) => at > beat && key !== 0)
  return (next < 0 ? melody.length : next) - beat + 1
}

/** What is left of a note at the end sounds at the beginning: the piece is played in a loop. */
function strike(sound: Float64Array, { key, beat, beats, loudness }: Note): void {
  const hz = 440 * 2 ** ((key - 69) / 12)
  const from = Math.round(beat * BEAT_SECONDS * SAMPLE_RATE)
  const count = Math.round((beats * BEAT_SECONDS + 0.3) * SAMPLE_RATE)
  for (let i = 0; i < count; i++) {
    const seconds = i / SAMPLE_RATE
    const left = (count - i) / SAMPLE_RATE
    const envelope =
      Math.min(seconds / 0.02, 1) * Math.exp(-seconds * 1.6) * Math.min(left / 0.1, 1)
    const turn = 2 * Math.PI * hz * seconds
    const tone = Math.sin(turn) + 0.35 * Math.sin(2 * turn) + 0.12 * Math.sin(3 * turn)
    const at = (from + i) % sound.length
    sound[at] = (sound[at] ?? 0) + loudness * envelope * tone
  }
}
