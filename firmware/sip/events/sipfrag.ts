import type { Body, ExtraHeaders } from '../contract.ts'
import { reasonPhrase } from '../message/build.ts'

/** The status line of what a REFER has led to, RFC 3515 §2.4.5. */
export function sipfrag(status: number, reason = reasonPhrase(status)): Body {
  return { type: 'message/sipfrag;version=2.0', text: `SIP/2.0 ${status} ${oneWord(reason)}\r\n` }
}

function oneWord(reason: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get out
  return reason.replace(/[\x00-\x1f\x7f]+/g, ' ').slice(0, 128)
}

/** Sends a request in the dialog that the REFER came in: an INVITE usage's `request`, or a dialog of its own. */
export type SendInDialog = (
  method: 'NOTIFY',
  parts: { readonly headers: ExtraHeaders; readonly body: Body },
) => void

export interface ReferOptions {
  readonly send: SendInDialog
  /** CSeq number of the REFER: tells the subscriptions of one dialog apart (RFC 3515 §2.4.6). Undefined for the first. */
  readonly id?: number | undefined
  /** Seconds until the transferor hears no more. */
  readonly expires?: number
}

/**
 * The subscription that a REFER makes, RFC 3515 §2.4.4: 100 at once, what the new call says as it says it, and the end with its
 * final status. Without one (`norefersub`, RFC 4488) nothing is sent.
 */
export class ReferProgress {
  readonly #options: ReferOptions
  #told: number | undefined
  #over = false

  constructor(options: ReferOptions) {
    this.#options = options
  }

  /** The new call has come so far. After a final status (200 or more) nothing is sent any more. */
  tell(status: number, reason?: string): void {
    if (this.#over || status === this.#told) return
    this.#told = status
    this.#over = status >= 200
    const { send, id, expires = 180 } = this.#options
    const state = this.#over ? 'terminated;reason=noresource' : `active;expires=${expires}`
    send('NOTIFY', {
      headers: [
        ['Event', id === undefined ? 'refer' : `refer;id=${id}`],
        ['Subscription-State', state],
      ],
      body: sipfrag(status, reason),
    })
  }

  get isOver(): boolean {
    return this.#over
  }
}
