/**
 * A telephone on the network that is not set up here (live topic `found`, newest first, at most 100; as the exchange's verb `found` answers it). Nothing is created until somebody adopts it:
 * the page creates the handset by `POST /config`, and the entry goes away by itself. `POST /found/{id}/dismiss` hides it until it changes.
 */
export interface FoundPhone {
  readonly id: string
  /**
   * `announced`: it asked the network for its configuration (SIP multicast, RFC 6080 §5.1.2 and the phones' common practice). `unknown-user`:
   * it registers as somebody whom nobody has. `wrong-password`: it registers as a handset of ours and fails.
   */
  readonly how: 'announced' | 'unknown-user' | 'wrong-password'
  /** Twelve hexadecimal digits in lower case, where it told. */
  readonly mac?: string
  /** What it calls itself, from User-Agent or Event parameters; a stranger's text. */
  readonly userAgent: string
  readonly vendor?: string
  readonly model?: string
  readonly version?: string
  readonly address: string
  readonly transport: string
  /** User that it tried to register. */
  readonly user?: string
  /** With `wrong-password`: id of that handset. */
  readonly handset?: string
  readonly tries: number
  readonly firstSeen: number
  readonly lastSeen: number
}
