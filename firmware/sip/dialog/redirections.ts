import type { SipResponse } from '../message/message.ts'

/** How often one INVITE follows a redirection (RFC 3261 §8.1.3.4 wants a limit). */
const MOST = 5

/** Where the redirections of one INVITE have led. */
export class Redirections {
  readonly #tried: string[]

  constructor(tried: readonly string[]) {
    this.#tried = [...tried]
  }

  /** Request-URIs that were tried, the first one included. */
  get tried(): readonly string[] {
    return this.#tried
  }

  /** The targets of a 3xx that were not tried yet, those with the higher q first; none when it has been enough. */
  open(response: SipResponse): readonly string[] {
    const { contacts } = response
    if (contacts === '*' || this.#tried.length > MOST) return []
    const weight = (q: string | undefined) => (q === undefined ? 1 : Number(q) || 0)
    return [...contacts]
      .sort((a, b) => weight(b.params.get('q')) - weight(a.params.get('q')))
      .map(({ uri }) => uri)
      .filter((uri, at, all) => !this.#tried.includes(uri) && all.indexOf(uri) === at)
  }

  /** False: this one was tried, or it has been enough. */
  follow(target: string): boolean {
    if (this.#tried.length > MOST || this.#tried.includes(target)) return false
    this.#tried.push(target)
    return true
  }
}
