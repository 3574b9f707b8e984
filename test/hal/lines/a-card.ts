import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Test } from 'tap'
import { openLines } from '../../../hal/ffi/lines.ts'
import type { LinesEvent, LinesLibrary } from '../../../hal/ffi/lines-library.ts'

const TURNS = 50 // of the event loop: more than the event pipe needs

/** A stepped libhal with simulated lines for one test; closed when it ends. */
export class Card {
  readonly library: LinesLibrary
  readonly audioPath: string
  readonly events: LinesEvent[] = []

  constructor(t: Test, lines = 'sim:fxs=2,fxo=2') {
    const folder = mkdtempSync(join(tmpdir(), 'lines-'))
    this.audioPath = join(folder, 'line-audio')
    const options = { lines, audioPath: this.audioPath, lifelineAfterMs: 2000, seed: 7 }
    this.library = openLines({ ...options, stepped: true }, (event) => this.events.push(event))
    t.teardown(() => {
      this.library.close()
      rmSync(folder, { recursive: true })
    })
  }

  /** Milliseconds go by on the lines; all events have come when this resolves. */
  async pass(ms: number): Promise<void> {
    for (let left = ms / 10; left > 0; ) left -= this.library.step(left)
    let seen = -1
    while (seen < this.events.length) {
      seen = this.events.length
      for (let i = 0; i < TURNS; i++) await turn()
    }
  }

  /** Kinds of the events since this was asked last. */
  news(): string[] {
    return this.events.splice(0).map(({ kind }) => kind)
  }
}
