import type { ExtraHeaders, IncomingRequest } from '../../sip/contract.ts'
import type { SipResponse } from '../../sip/message/message.ts'
import type { SipLegSnapshot } from './contract.ts'

interface HandingWorld {
  /** A request in the leg's dialog; undefined when there is none any more. */
  readonly send: (
    method: string,
    parts: { headers: ExtraHeaders },
  ) => Promise<SipResponse> | undefined
  readonly changed: () => void
}

/** What has become of a REFER of ours: the status of the new call, undefined while nobody knows. */
export interface Handing {
  readonly status: number | undefined
}

/** We ask the far end of a leg to call somebody else itself (RFC 3515): the transfer of two parties behind one trunk, SADV-4. */
export class HandingOver {
  readonly #world: HandingWorld
  #handing: Handing | undefined

  constructor(world: HandingWorld, handing?: Handing) {
    this.#world = world
    this.#handing = handing
  }

  /** Final status (200 or more) of what the far end does, once it has told. */
  get status(): number | undefined {
    return this.#handing?.status
  }

  /** A repetition does nothing: what an earlier process has asked for is not asked for again. */
  ask(referTo: string): void {
    if (this.#handing) return
    this.#handing = { status: undefined }
    this.#world.changed()
    const sent = this.#world.send('REFER', { headers: [['Refer-To', referTo]] })
    if (!sent) {
      this.#end(481)
      return
    }
    sent.then(
      ({ status }) => {
        if (status >= 300) this.#end(status)
      },
      () => this.#end(481),
    )
  }

  /** Forgets how it went: another one may be asked for. */
  forget(): void {
    this.#handing = undefined
    this.#world.changed()
  }

  /** A NOTIFY of the far end. False: it is none that we have asked for. */
  heard({ message }: IncomingRequest): boolean {
    const event = message.header('Event') ?? ''
    if (!this.#handing || !/^refer\b/i.test(event.trim())) return false
    const [, digits] = /^SIP\/2\.0 (\d{3})\b/.exec(message.body.toString()) ?? []
    const status = Number(digits ?? 0)
    const isOver = /^\s*terminated\b/i.test(message.header('Subscription-State') ?? '')
    if (status >= 200) this.#end(status)
    else if (isOver) this.#end(487) // it will not tell how it ended
    return true
  }

  snapshot(): Pick<SipLegSnapshot, 'handing'> {
    return this.#handing ? { handing: this.#handing } : {}
  }

  #end(status: number): void {
    if (!this.#handing || this.#handing.status !== undefined) return
    this.#handing = { status }
    this.#world.changed()
  }
}
