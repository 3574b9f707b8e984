import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { Packr } from 'msgpackr'
import { type Amendment, amended } from './amend.ts'
import type { Hot } from './hot.ts'
import type { Place } from './hot-frames.ts'
import {
  AMEND,
  AMEND_JSON,
  entryLength,
  Frame,
  isJson,
  PUT,
  PUT_JSON,
  REMOVE,
  readFrames,
  SHAPES,
} from './hot-frames.ts'
import { worldError } from './store-error.ts'

/** The file is written anew when it is larger than this, and four times what of it still counts. */
const SMALLEST_TO_REWRITE = 8 * 1024 * 1024
const REWRITE_FACTOR = 4
/** Keys; each has some three values to be read. */
const MOST_READ_SINGLY = 500
const FRAME_OF_REWRITE = 1024 * 1024
/** Objects of more shapes than this describe themselves. */
const MOST_SHAPES = 512
/** Names of the fields of each shape. */
type Shapes = readonly (readonly string[])[]

/** Where a value stands: as it was put, and what has been amended since. */
interface Places {
  put: Place
  readonly amendments: Place[]
}

/** What the open transaction writes of a key: a value, or more of the one that is there. */
interface Pending {
  readonly put?: Place
  readonly amendments: Place[]
}

const plain = new Packr({ useRecords: false })
const NONE: readonly Place[] = []
const NOTHING = new Uint8Array(0)

/**
 * The hot store: a log on tmpfs, appended to by one write a transaction, and written anew when most of it has been overtaken
 * (docs/decisions/0014). What dies in the middle of a write loses that transaction and nothing else.
 */
export class HotLog implements Hot {
  readonly #path: string
  readonly #frame = new Frame()
  /** Where the value of each key stands in the file. */
  readonly #places = new Map<string, Places>()
  /** What the open transaction has written, in the frame, and removed. */
  readonly #pending = new Map<string, Pending | undefined>()
  #file = -1
  #size = 0
  /** Octets of entries that count. */
  #living = 0
  #rewriteAt = SMALLEST_TO_REWRITE
  #within = false
  readonly unreadable = new Set<string>()
  /** Its shapes of objects; in the file they stand before whatever refers to them. */
  #shapes: Shapes = []
  #hasNewShapes = false
  #packr: Packr

  /** Takes up what an earlier process left, into a file of its own: should that process still live, it writes where nobody reads. @throws as fs */
  constructor(path: string) {
    this.#path = path
    const octets = contents(path)
    readFrames(octets, ({ kind, key, at, length }) => {
      const place = { at, length, isJson: isJson(kind) }
      if (kind === SHAPES) this.#shapes = plain.unpack(octets.subarray(at, at + length))
      else if (kind === PUT || kind === PUT_JSON) this.#set(key, place)
      else if (kind === AMEND || kind === AMEND_JSON) this.#grow(key, [place])
      else this.#delete(key)
    })
    this.#packr = new Packr({
      maxSharedStructures: MOST_SHAPES,
      getStructures: () => this.#shapes.map((names) => [...names]) as unknown as object[],
      saveStructures: (shapes) => {
        this.#shapes = (shapes as unknown as Shapes).map((names) => [...names])
        this.#hasNewShapes = true
      },
    })
    this.#rewrite((place) => piece(octets, place))
  }

  get<T>(key: string): T | undefined {
    const isPending = this.#pending.has(key)
    const pending = this.#pending.get(key)
    if (isPending && !pending) return undefined
    const places = pending?.put ? undefined : this.#places.get(key)
    const base: unknown = pending?.put
      ? this.#decode(this.#frame.value(pending.put), pending.put)
      : places && this.#read(key, places)
    if (base === undefined) return undefined
    const more = pending?.amendments ?? NONE
    let value: unknown = base
    for (const place of more) {
      value = amended(value, this.#decode(this.#frame.value(place), place) as Amendment)
    }
    return value as T
  }

  put(key: string, value: unknown, as?: 'json'): void {
    this.transaction(() => {
      const put =
        as === 'json'
          ? this.#frame.addText(PUT_JSON, key, JSON.stringify(value))
          : this.#frame.add(PUT, key, this.#packr.pack(value))
      this.#pending.set(key, { put, amendments: [] })
    })
  }

  amend(key: string, amendment: Amendment, whole: unknown): void {
    const pending = this.#pending.get(key)
    if (!pending && (this.#pending.has(key) || !this.#places.has(key))) {
      this.put(key, whole, 'json')
      return
    }
    this.transaction(() => {
      const place = this.#frame.addText(AMEND_JSON, key, JSON.stringify(amendment))
      if (pending) pending.amendments.push(place)
      else this.#pending.set(key, { amendments: [place] })
    })
  }

  remove(key: string): void {
    this.transaction(() => {
      this.#frame.add(REMOVE, key, NOTHING)
      this.#pending.set(key, undefined)
    })
  }

  entries<T>(prefix: string): [key: string, value: T][] {
    const keys = [...this.#places.keys()].filter((key) => key.startsWith(prefix)).sort()
    return keys
      .map((key): [string, T] => [key, this.get<T>(key) as T])
      .filter(([key]) => !this.unreadable.has(key))
  }

  transaction<R>(write: () => R): R {
    if (this.#within) return write()
    this.#within = true
    try {
      const result = write()
      this.#commit()
      return result
    } finally {
      this.#within = false
      this.#frame.clear()
      this.#pending.clear()
    }
  }

  async close(): Promise<void> {
    closeSync(this.#file)
  }

  /** @throws StoreError `full` or the like; nothing of the transaction is in the file then */
  #commit(): void {
    if (this.#frame.isEmpty) return
    if (this.#hasNewShapes) this.#append(shapesFrame(this.#shapes))
    this.#hasNewShapes = false
    const base = this.#size
    this.#append(this.#frame.seal())
    for (const [key, pending] of this.#pending) {
      if (!pending) {
        this.#delete(key)
        continue
      }
      const { put, amendments } = pending
      if (put) this.#set(key, moved(put, base))
      if (amendments.length > 0)
        this.#grow(
          key,
          amendments.map((place) => moved(place, base)),
        )
    }
    if (this.#size > this.#rewriteAt) this.#tryToRewrite()
  }

  #append(octets: Buffer): void {
    try {
      const written = writeSync(this.#file, octets, 0, octets.length, this.#size)
      if (written < octets.length) throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
      this.#size += octets.length
    } catch (error) {
      ftruncateSync(this.#file, this.#size)
      throw worldError(error, this.#path)
    }
  }

  /** Changes what is known of the key in its place: a map that is deleted from and added to is built anew every so often. */
  #set(key: string, put: Place): void {
    const before = this.#places.get(key)
    this.#living += entryLength(key.length, put.length)
    if (!before) {
      this.#places.set(key, { put, amendments: [] })
      return
    }
    this.#living -= livingOf(key, before)
    before.put = put
    before.amendments.length = 0
  }

  #grow(key: string, more: readonly Place[]): void {
    const before = this.#places.get(key)
    if (!before) return // of a value that is not there, nothing comes
    for (const place of more) {
      this.#living += entryLength(key.length, place.length)
      before.amendments.push(place)
    }
  }

  #delete(key: string): void {
    const before = this.#places.get(key)
    if (!before) return
    this.#living -= livingOf(key, before)
    this.#places.delete(key)
  }

  #read(key: string, places: Places): unknown {
    try {
      const value = this.#unpackAt(places.put)
      return places.amendments.reduce(
        (sum: unknown, place) => amended(sum, this.#unpackAt(place) as Amendment),
        value,
      )
    } catch {
      this.unreadable.add(key)
      return undefined
    }
  }

  #unpackAt(place: Place): unknown {
    return this.#decode(this.#octetsAt(place), place)
  }

  #octetsAt({ at, length }: Place): Buffer {
    const octets = Buffer.allocUnsafe(length)
    readSync(this.#file, octets, 0, length, at)
    return octets
  }

  #decode(octets: Buffer, { isJson }: Place): unknown {
    return isJson ? JSON.parse(octets.toString()) : this.#packr.unpack(octets)
  }

  /** A log that cannot be shortened now grows on: calls come first. */
  #tryToRewrite(): void {
    try {
      // Few values are read one by one: that the file is some hundred times as large is no concern of theirs.
      const octets = this.#places.size > MOST_READ_SINGLY ? contents(this.#path) : undefined
      this.#rewrite((place) => (octets ? piece(octets, place) : this.#octetsAt(place)))
    } catch {
      this.#rewriteAt = this.#size * 2
    }
  }

  /** Writes what counts to a new file in place of this one, whose octets `read` hands over. */
  #rewrite(read: (place: Place) => Buffer): void {
    const next = `${this.#path}.new`
    const file = openSync(next, 'w+', 0o600)
    const frame = new Frame()
    const places = new Map<string, Places>()
    let size = 0
    const write = () => {
      const sealed = frame.seal()
      if (writeSync(file, sealed, 0, sealed.length, size) < sealed.length)
        throw new Error('no room')
      size += sealed.length
      frame.clear()
    }
    try {
      frame.add(SHAPES, '', plain.pack(this.#shapes))
      const copy = (kind: number, key: string, place: Place) =>
        moved(frame.add(kind, key, read(place)), size)
      for (const [key, { put, amendments }] of this.#places) {
        places.set(key, {
          put: copy(put.isJson ? PUT_JSON : PUT, key, put),
          amendments: amendments.map((each) => copy(each.isJson ? AMEND_JSON : AMEND, key, each)),
        })
        if (frame.length > FRAME_OF_REWRITE) write()
      }
      if (!frame.isEmpty) write()
      renameSync(next, this.#path)
    } catch (error) {
      closeSync(file)
      throw error
    }
    for (const [key, place] of places) this.#places.set(key, place)
    if (this.#file >= 0) closeSync(this.#file)
    this.#file = file
    this.#size = size
    this.#rewriteAt = Math.max(SMALLEST_TO_REWRITE, REWRITE_FACTOR * this.#living)
  }
}

function piece(octets: Buffer, { at, length }: Place): Buffer {
  return octets.subarray(at, at + length)
}

function moved({ at, length, isJson }: Place, by: number): Place {
  return { at: at + by, length, isJson }
}

/** Octets of the entries of a key. */
function livingOf(key: string, { put, amendments }: Places): number {
  let octets = entryLength(key.length, put.length)
  for (const { length } of amendments) octets += entryLength(key.length, length)
  return octets
}

function shapesFrame(shapes: Shapes): Buffer {
  const frame = new Frame()
  frame.add(SHAPES, '', plain.pack(shapes))
  return frame.seal()
}

/** Of the file; none where there is no file. */
function contents(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}
