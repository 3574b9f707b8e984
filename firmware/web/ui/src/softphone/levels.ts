import { shareOf } from './level-share.ts'

/** Of the two directions of a call, 0 to 1. */
export interface Levels {
  readonly here: number
  readonly there: number
}

const SIZE = 512

/** How loud both sides are, when somebody looks. */
export class LevelMeter {
  #context: AudioContext | undefined
  #here: AnalyserNode | undefined
  #there: AnalyserNode | undefined

  here(stream: MediaStream): void {
    this.#here = this.#listen(stream)
  }

  there(stream: MediaStream): void {
    this.#there = this.#listen(stream)
  }

  now(): Levels {
    return { here: levelOf(this.#here), there: levelOf(this.#there) }
  }

  stop(): void {
    void this.#context?.close()
    this.#context = undefined
    this.#here = undefined
    this.#there = undefined
  }

  #listen(stream: MediaStream): AnalyserNode {
    this.#context ??= new AudioContext()
    const analyser = this.#context.createAnalyser()
    analyser.fftSize = SIZE
    this.#context.createMediaStreamSource(stream).connect(analyser)
    return analyser
  }
}

function levelOf(analyser: AnalyserNode | undefined): number {
  if (!analyser) return 0
  const samples = new Float32Array(SIZE)
  analyser.getFloatTimeDomainData(samples)
  return shareOf(samples)
}
