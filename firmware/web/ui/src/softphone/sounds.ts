import type { BrowserPass, HeardTone } from '../../../contract.ts'
import { clock } from '../clock.ts'
import { type Burst, bellOf, burstsUntil, type Place } from './cadence.ts'
import { sinkOf } from './devices.ts'
import type { SoundName } from './which-sound.ts'

const AHEAD_S = 4 // what is laid ready: browsers wake pages that nobody sees once a second at most
const LOUD = { ring: 0.25, tone: 0.1 }

/** Plays one sound at a time, each as it is in the country of the office. */
export class Sounds {
  #context: AudioContext | undefined
  #tones: BrowserPass['tones'] | undefined
  #stop: (() => void) | undefined
  #playing: SoundName | undefined

  /** From the next sound on. */
  use(tones: BrowserPass['tones']): void {
    this.#tones = tones
  }

  /** undefined: silence. */
  play(what: SoundName | undefined): void {
    if (this.#playing === what) return
    this.#playing = what
    this.#stop?.()
    this.#stop = undefined
    if (what && this.#tones) this.#stop = this.#begin(what, this.#tones)
  }

  #begin(what: SoundName, tones: BrowserPass['tones']): () => void {
    this.#context ??= new AudioContext()
    const context = this.#context
    void context.resume()
    const isBell = what === 'ring'
    const gain = context.createGain()
    gain.gain.value = isBell ? LOUD.ring : LOUD.tone
    const out = context.createMediaStreamDestination()
    gain.connect(out)
    const player = new Audio()
    player.srcObject = out.stream
    void sinkOf(player, isBell ? 'ring' : 'speaker')
    void player.play().catch(() => {}) // a browser that nobody has clicked in yet stays silent; the page shows the call
    const end = lay(context, gain, isBell ? bellOf(tones.ringback) : tones[what])
    return () => {
      end()
      player.pause()
      player.srcObject = null
      gain.disconnect()
    }
  }
}

/** Lays a tone ready, always some seconds of it, until the answer is called. */
function lay(context: AudioContext, into: AudioNode, tone: HeardTone): () => void {
  let place: Place | undefined = { part: 0, at: context.currentTime }
  const more = () => {
    const laid = burstsUntil(tone, place, context.currentTime + AHEAD_S)
    place = laid.place
    for (const burst of laid.bursts) sound(context, into, burst)
  }
  more()
  return clock.every(1000, more)
}

function sound(
  context: AudioContext,
  into: AudioNode,
  { hz, modulatedHz, at, until }: Burst,
): void {
  const oscillate = (frequency: number, to: AudioNode | AudioParam) => {
    const tone = context.createOscillator()
    tone.frequency.value = frequency
    if (to instanceof AudioParam) tone.connect(to)
    else tone.connect(to)
    tone.start(at)
    if (until !== undefined) tone.stop(until)
  }
  const swell = context.createGain()
  swell.connect(into)
  if (modulatedHz !== undefined) {
    swell.gain.value = 0.55
    const depth = context.createGain()
    depth.gain.value = 0.45
    depth.connect(swell.gain)
    oscillate(modulatedHz, depth)
  }
  for (const frequency of hz) oscillate(frequency, swell)
}
