import type { InviteUsage } from '../../sip/contract.ts'
import { sessionDescription } from '../../sip/message/multipart.ts'
import type { Phase } from '../leg.ts'

interface CallerGround {
  readonly usage: () => InviteUsage | undefined
  readonly phase: () => Phase
  readonly become: (phase: Phase) => void
  /** Our description towards the caller, its audio made. */
  readonly describe: () => Promise<string>
  readonly changed: () => void
  readonly mediaFailed: (error: unknown) => void
}

/** What a calling party is told until it is answered: that it rings, what is to be heard meanwhile, and the answer. */
export class LegCaller {
  readonly #ground: CallerGround
  #open: boolean

  constructor(ground: CallerGround, open: boolean = false) {
    this.#ground = ground
    this.#open = open
  }

  /** Audio towards it is open: a description has gone out. */
  get open(): boolean {
    return this.#open
  }

  alert(): void {
    const { usage, phase, become, changed } = this.#ground
    if (phase() !== 'offered') return
    become('alerting')
    const invited = usage()
    if (invited?.isReliable && !sessionDescription(invited.invite)) this.#ringWithOffer()
    else invited?.provisional(180)
    changed()
  }

  /** RFC 3262 §5: without an offer in the INVITE, the first reliable response must have ours. */
  #ringWithOffer(): void {
    const { usage, phase, describe, mediaFailed } = this.#ground
    describe().then((sdp) => {
      if (phase() === 'alerting') usage()?.provisional(180, describing(sdp))
    }, mediaFailed)
  }

  progress(): void {
    const { usage, describe, changed, mediaFailed } = this.#ground
    if (this.#open || !this.#waits) return
    this.#open = true
    describe().then((sdp) => {
      if (!this.#waits) return
      usage()?.provisional(183, describing(sdp))
      changed()
    }, mediaFailed)
  }

  async answer(): Promise<void> {
    const { usage, phase, become, describe, changed, mediaFailed } = this.#ground
    if (isDecided(phase())) return
    try {
      const sdp = await describe()
      if (isDecided(phase())) return
      become('answered')
      this.#open = true
      usage()?.accept(sdp)
      changed()
    } catch (error) {
      mediaFailed(error)
    }
  }

  get #waits(): boolean {
    const phase = this.#ground.phase()
    return phase === 'offered' || phase === 'alerting'
  }
}

function isDecided(phase: Phase): boolean {
  return phase === 'answered' || phase === 'released'
}

function describing(text: string) {
  return { body: { type: 'application/sdp', text } }
}
