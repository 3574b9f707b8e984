import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../clock/clock.ts'
import { PublicContact } from '../../../model/public-contact.ts'
import { User } from '../../../model/user.ts'
import { syncDirectory, writeDurably } from '../../../store/durable-file.ts'
import type { Store } from '../../../store/store.ts'
import type { Photo } from './clean-photo.ts'

const KEPT_MS = 30 * 86_400_000 // as deleted objects: undo brings a picture back
const FRESH_MS = 86_400_000 // somebody may still be about to save the form
const MOST = 6000 // pictures: 5 of a person of the largest network would be too many already
const AT_ONCE = 500 // revisions read in one go

const ENDINGS = { 'image/jpeg': '.jpg', 'image/png': '.png' } as const

/** Pictures as files, each named by the SHA-256 of its octets: what is put twice is there once, and none ever changes. */
export class PhotoShelf {
  readonly #directory: string
  readonly #clock: Pick<Clock, 'now'>

  constructor(data: string, clock: Pick<Clock, 'now'>) {
    this.#directory = join(data, 'photos')
    this.#clock = clock
  }

  /** Its mark, once it is on the disk; undefined when the shelf is full. */
  put({ type, bytes }: Photo): string | undefined {
    const mark = createHash('sha256').update(bytes).digest('hex')
    if (this.get(mark)) return mark
    if (this.#names().length >= MOST) return undefined
    mkdirSync(this.#directory, { recursive: true, mode: 0o770 })
    const path = join(this.#directory, mark + ENDINGS[type])
    rmSync(`${path}.new`, { force: true })
    writeDurably(`${path}.new`, bytes, 0o640)
    renameSync(`${path}.new`, path)
    syncDirectory(this.#directory)
    return mark
  }

  get(mark: string): Photo | undefined {
    if (!/^[0-9a-f]{64}$/.test(mark)) return undefined
    for (const [type, ending] of Object.entries(ENDINGS)) {
      try {
        const bytes = readFileSync(join(this.#directory, mark + ending))
        return { type: type as Photo['type'], bytes }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
    }
    return undefined
  }

  /** Takes away what nobody has, nor had in the last 30 days. */
  sweep(store: Store): void {
    const now = this.#clock.now()
    const wanted = new Set([...present(store), ...past(store, now - KEPT_MS)])
    for (const name of this.#names()) {
      const path = join(this.#directory, name)
      if (wanted.has(name.split('.')[0] ?? '') || now - statSync(path).mtimeMs < FRESH_MS) continue
      rmSync(path, { force: true })
    }
  }

  #names(): string[] {
    try {
      return readdirSync(this.#directory)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }
}

function present(store: Store): string[] {
  const all = [...store.all(User), ...store.all(PublicContact)]
  return all.map(({ photo }) => photo).filter(Boolean)
}

/** Marks that changes since then put in or took out. */
function past(store: Store, since: number): string[] {
  const marks: string[] = []
  for (let end = store.revision(); end > 0; end -= AT_ONCE) {
    const first = Math.max(0, end - AT_ONCE)
    for (const { at, changes } of store
      .revisions({ since: first, limit: end - first })
      .toReversed()) {
      if (at < since) return marks
      for (const { fields } of changes) {
        marks.push(String(fields.photo?.before ?? ''), String(fields.photo?.after ?? ''))
      }
    }
  }
  return marks
}
