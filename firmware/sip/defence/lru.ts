/** A map of so many entries at most: what was not used for longest goes first. */
export class Lru<Key, Value> {
  readonly #most: number
  readonly #entries = new Map<Key, Value>()

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#entries.size
  }

  /** Looks without using. */
  peek(key: Key): Value | undefined {
    return this.#entries.get(key)
  }

  use(key: Key): Value | undefined {
    const value = this.#entries.get(key)
    if (value !== undefined) this.set(key, value)
    return value
  }

  /** The key that had to go for it, if one had to. */
  set(key: Key, value: Value): Key | undefined {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#most) return undefined
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest)
      return oldest
    }
    return undefined
  }

  delete(key: Key): boolean {
    return this.#entries.delete(key)
  }

  entries(): Iterable<readonly [Key, Value]> {
    return this.#entries
  }
}
