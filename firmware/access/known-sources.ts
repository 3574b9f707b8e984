const MOST = 1000 // pairs in memory

/** From where people have signed in since this process started: a guesser elsewhere does not lock them out. */
export class KnownSources {
  readonly #pairs = new Set<string>()

  add(login: string, source: string): void {
    const pair = JSON.stringify([login, source])
    this.#pairs.delete(pair)
    this.#pairs.add(pair)
    for (const oldest of this.#pairs) {
      if (this.#pairs.size <= MOST) break
      this.#pairs.delete(oldest)
    }
  }

  has(login: string, source: string): boolean {
    return this.#pairs.has(JSON.stringify([login, source]))
  }
}
