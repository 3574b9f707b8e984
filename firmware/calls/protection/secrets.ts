import { createHmac, randomBytes } from 'node:crypto'
import type { SrtpSuite } from '../../gateway/transport.ts'
import { SRTP_SUITES } from '../../gateway/transport.ts'

/** The secrets of one leg. All follow from one, so that a repeated description is the same, and an exchange that starts anew says no other keys. */
export class LegSecrets {
  #seed: string | undefined

  /** @param seed of an earlier process */
  constructor(seed?: string) {
    this.#seed = seed
  }

  /** To be kept; undefined while none was needed. */
  get seed(): string | undefined {
    return this.#seed
  }

  /** Base64 of our master key and salt. Each suite has its own: none says anything about another. */
  key(suite: SrtpSuite): string {
    return this.#derive(`srtp ${suite}`).subarray(0, SRTP_SUITES[suite]).toString('base64')
  }

  /** ICE credentials, RFC 8839 §5.4: others for each of the peer's, for new ones mean that ICE begins anew on both sides. */
  ice(remoteUfrag: string): { readonly ufrag: string; readonly password: string } {
    const letters = this.#derive(`ice ${remoteUfrag}`).toString('base64')
    return { ufrag: letters.slice(0, 8), password: letters.slice(8, 40) }
  }

  /** Those of our own offers. */
  iceOffered(): { readonly ufrag: string; readonly password: string } {
    return this.ice('')
  }

  #derive(purpose: string): Buffer {
    this.#seed ??= randomBytes(32).toString('base64')
    return createHmac('sha512', Buffer.from(this.#seed, 'base64')).update(purpose).digest()
  }
}
