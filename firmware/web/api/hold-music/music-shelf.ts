import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../clock/clock.ts'
import { HoldMusicSource } from '../../../model/hold-music-source.ts'
import { uploadedMusic } from '../../../prompts/hold-music.ts'
import { syncDirectory, writeDurably } from '../../../store/durable-file.ts'
import type { Store } from '../../../store/store.ts'
import type { KeptMusic } from '../../contract.ts'
import type { Converted, Measured } from './convert.ts'

export const MOST_BYTES = 250_000_000 // MOH-7
const KEPT_MS = 30 * 86_400_000 // as deleted objects: undo brings the music back
const FRESH_MS = 86_400_000 // somebody may still be about to save the form
const AT_ONCE = 500 // revisions read in one go
const MARK = /^[0-9a-f]{64}$/

/** Recordings as files, each named by the SHA-256 of its octets, with what it is like beside it. */
export class MusicShelf {
  readonly #directory: string
  readonly #clock: Pick<Clock, 'now'>

  constructor(data: string, clock: Pick<Clock, 'now'>) {
    this.#directory = uploadedMusic(data)
    this.#clock = clock
  }

  /** Once it is on the disk; undefined when there is no room. */
  put({ wav, ...measured }: Converted): KeptMusic | undefined {
    const recording = createHash('sha256').update(wav).digest('hex')
    if (!this.#has(recording)) {
      if (this.used + wav.length > MOST_BYTES) return undefined
      mkdirSync(this.#directory, { recursive: true, mode: 0o770 })
      this.#write(`${recording}.json`, Buffer.from(JSON.stringify(measured)))
      this.#write(`${recording}.wav`, wav)
      syncDirectory(this.#directory)
    }
    return { recording, ...measured }
  }

  get(mark: string): Buffer | undefined {
    return MARK.test(mark) && this.#has(mark)
      ? readFileSync(join(this.#directory, `${mark}.wav`))
      : undefined
  }

  /** Octets of all recordings. */
  get used(): number {
    return this.#marks().reduce((sum, mark) => sum + this.#stat(mark).size, 0)
  }

  all(): KeptMusic[] {
    return this.#marks().map((recording) => ({ recording, ...this.#measured(recording) }))
  }

  /** Takes away what nobody has, nor had in the last 30 days. */
  sweep(store: Store): void {
    const now = this.#clock.now()
    const present = store.all(HoldMusicSource).map(({ recording }) => recording)
    const wanted = new Set([...present, ...past(store, now - KEPT_MS)])
    for (const mark of this.#marks()) {
      if (wanted.has(mark) || now - this.#stat(mark).mtimeMs < FRESH_MS) continue
      for (const ending of ['wav', 'json']) {
        rmSync(join(this.#directory, `${mark}.${ending}`), { force: true })
      }
    }
  }

  #write(name: string, octets: Buffer): void {
    const path = join(this.#directory, name)
    rmSync(`${path}.new`, { force: true })
    writeDurably(`${path}.new`, octets, 0o640)
    renameSync(`${path}.new`, path)
  }

  #has(mark: string): boolean {
    return this.#marks().includes(mark)
  }

  #stat(mark: string) {
    return statSync(join(this.#directory, `${mark}.wav`))
  }

  #measured(mark: string): Measured {
    const path = join(this.#directory, `${mark}.json`)
    return JSON.parse(readFileSync(path, 'utf8')) as Measured
  }

  #marks(): string[] {
    try {
      const names = readdirSync(this.#directory)
      return names.filter((name) => name.endsWith('.wav')).map((name) => name.slice(0, -4))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }
}

/** Marks that changes since then put in or took out. */
function past(store: Store, since: number): string[] {
  const marks: string[] = []
  for (let end = store.revision(); end > 0; end -= AT_ONCE) {
    const first = Math.max(0, end - AT_ONCE)
    const some = store.revisions({ since: first, limit: end - first })
    for (const { at, changes } of some.toReversed()) {
      if (at < since) return marks
      for (const { fields } of changes) {
        const { before, after } = fields.recording ?? {}
        marks.push(String(before ?? ''), String(after ?? ''))
      }
    }
  }
  return marks
}
