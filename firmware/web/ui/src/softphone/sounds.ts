import { clock } from '../clock.ts'
import { sinkOf } from './devices.ts'

/** Two tones, on for `onMs` and off for `offMs`: North American ringing, and what a caller hears of it. */
const RINGING = { frequencies: [480, 620], onMs: 1000, offMs: 2000, level: 0.25 }
const RINGBACK = { frequencies: [440, 480], onMs: 2000, offMs: 4000, level: 0.1 }

type Sound = typeof RINGING

/** Plays one cadence at a time. */
export class Sounds {
  #context: AudioContext | undefined
  #stop: (() => void) | undefined
  #playing: 'ring' | 'ringback' | undefined

  /** undefined: silence. */
  play(what: 'ring' | 'ringback' | undefined): void {
    if (this.#playing === what) return
    this.#playing = what
    this.#stop?.()
    this.#stop = undefined
    if (what) this.#stop = this.#begin(what === 'ring' ? RINGING : RINGBACK, what)
  }

  #begin({ frequencies, onMs, offMs, level }: Sound, what: 'ring' | 'ringback'): () => void {
    this.#context ??= new AudioContext()
    const context = this.#context
    void context.resume()
    const gain = context.createGain()
    gain.gain.value = 0
    const out = context.createMediaStreamDestination()
    gain.connect(out)
    const tones = frequencies.map((frequency) => {
      const tone = context.createOscillator()
      tone.frequency.value = frequency
      tone.connect(gain)
      tone.start()
      return tone
    })
    const player = new Audio()
    player.srcObject = out.stream
    void sinkOf(player, what === 'ring' ? 'ring' : 'speaker')
    void player.play().catch(() => {}) // a browser that nobody has clicked in yet stays silent; the page shows the call
    const once = () => {
      const { currentTime } = context
      gain.gain.setValueAtTime(level, currentTime)
      gain.gain.setValueAtTime(0, currentTime + onMs / 1000)
    }
    once()
    const end = clock.every(onMs + offMs, once)
    return () => {
      end()
      player.pause()
      player.srcObject = null
      for (const tone of tones) tone.stop()
      gain.disconnect()
    }
  }
}
