import type { InviteListener } from '../contract.ts'
import type { SipResponse } from '../message/message.ts'
import type { Dialog } from './dialog.ts'
import type { EarlySnapshot } from './early-dialog.ts'
import { EarlyDialog, reliableSequence } from './early-dialog.ts'
import type { Negotiation, Session } from './session.ts'

/** Early dialogs of one INVITE that are kept apart; what forks further is heard, but not acknowledged. */
const MOST = 12

/** What early dialogs need of their usage. */
export interface EarlyDialogsGround {
  listener(): InviteListener
  /** The session of a dialog that this response begins. */
  open(response: SipResponse): Session
  reopen(dialog: Dialog): Session
  giveUp(): void
}

/** The early dialogs of an INVITE that has been forked, or not (RFC 3261 §12.1.2, §13.2.2.1), by the peer's tag. */
export class EarlyDialogs {
  readonly #ground: EarlyDialogsGround
  /** First response of each; what nobody needs as a dialog never becomes one. Made with the first. */
  #heard: Map<string, SipResponse> | undefined
  #dialogs: Map<string, EarlyDialog> | undefined

  constructor(ground: EarlyDialogsGround) {
    this.#ground = ground
  }

  /** The one that was heard of last. */
  get latest(): Session | undefined {
    return this.find(this.latestTag)
  }

  get latestTag(): string | undefined {
    return [...(this.#heard?.keys() ?? []), ...(this.#dialogs?.keys() ?? [])].at(-1)
  }

  /** The dialog of a response; undefined where it need not be known (it is not reliable) or cannot. */
  of(response: SipResponse): EarlyDialog | undefined {
    const { toTag } = response
    if (toTag === undefined) return undefined
    const known = this.#dialogs?.get(toTag)
    if (known) {
      known.session.hear(response)
      return known
    }
    if (reliableSequence(response) !== undefined) return this.#make(toTag, response)
    this.#heard ??= new Map()
    if (!this.#heard.has(toTag) && this.#heard.size < MOST) this.#heard.set(toTag, response)
    return undefined
  }

  find(tag: string | undefined): Session | undefined {
    if (tag === undefined) return undefined
    const heard = this.#heard?.get(tag)
    const dialog = this.#dialogs?.get(tag) ?? (heard && this.#make(tag, heard))
    return dialog?.session
  }

  /** RFC 3311 §5.1: its answer came reliably, and our PRACK has been answered. */
  mayOffer(session: Session): boolean {
    const early = this.#dialogs?.get(session.dialog.remoteTag ?? '')
    return (
      early?.session === session &&
      !early.isOpen &&
      session.negotiation === 'done' &&
      session.updates
    )
  }

  /** It has been answered: its session, which is the usage's from now on. */
  take(tag: string | undefined): Session | undefined {
    const early = this.#dialogs?.get(tag ?? '')
    this.#dialogs?.delete(tag ?? '')
    return early?.session
  }

  drop(tag: string | undefined): void {
    this.take(tag)?.stop()
    this.#heard?.delete(tag ?? '')
  }

  /** All others end with the final response. */
  stop(): void {
    for (const { session } of this.#dialogs?.values() ?? []) {
      session.stop()
      session.refuse(487)
    }
    this.clear()
  }

  clear(): void {
    this.#dialogs = undefined
    this.#heard = undefined
  }

  snapshot(usual: Negotiation): readonly EarlySnapshot[] | undefined {
    return this.#dialogs && [...this.#dialogs.values()].map((early) => early.snapshot(usual))
  }

  restore(snapshots: readonly EarlySnapshot[]): void {
    this.#dialogs = new Map()
    for (const snapshot of snapshots) {
      const session = this.#ground.reopen(snapshot.dialog)
      const early = EarlyDialog.restore(session, snapshot, this.#ground)
      this.#dialogs.set(snapshot.dialog.remoteTag ?? '', early)
    }
  }

  #make(tag: string, response: SipResponse): EarlyDialog | undefined {
    this.#dialogs ??= new Map()
    if (this.#dialogs.size >= MOST) return undefined
    const session = this.#ground.open(response)
    session.hear(response)
    const early = new EarlyDialog(session, this.#ground)
    this.#heard?.delete(tag)
    this.#dialogs.set(tag, early)
    return early
  }
}
