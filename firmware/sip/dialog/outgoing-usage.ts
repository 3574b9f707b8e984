import type { ExtraHeaders, InviteListener, OutgoingInvite } from '../contract.ts'
import type { Incoming } from '../incoming.ts'
import { buildRequest, readOwn } from '../message/build.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { formatNameAddress } from '../message/name-address.ts'
import { randomWord } from '../random.ts'
import type { Stack } from '../stack.ts'
import { contactHeader } from '../stack.ts'
import type { ClientInviteEvents } from './client-invite.ts'
import { ClientInvite } from './client-invite.ts'
import { dialogOfResponse } from './dialog.ts'
import { Usage } from './usage.ts'
import type { UsageSnapshot } from './usage-snapshot.ts'

/** A usage that begins with an INVITE of ours (RFC 3261 §13.2). */
export class OutgoingUsage extends Usage {
  readonly direction = 'out'
  readonly localTag: string
  readonly callId: string
  readonly #text: string
  #invite: SipRequest | undefined
  /** The first INVITE; stays for 2xx of other branches. */
  #client: ClientInvite | undefined
  /** Tags of dialogs that were dropped as soon as they were made: their 2xx get an ACK, but no second BYE. */
  readonly #dropped = new Set<string | undefined>()
  #cancelHeaders: ExtraHeaders | undefined

  private constructor(
    stack: Stack,
    base: ConstructorParameters<typeof Usage>[1],
    state: UsageSnapshot['state'],
    text: string,
    ids: { readonly callId: string; readonly localTag: string },
  ) {
    super(stack, base, state)
    this.#text = text
    this.callId = ids.callId
    this.localTag = ids.localTag
  }

  /** Sends the INVITE. The usage must be enrolled between making and starting it, hence `start`. */
  static begin(stack: Stack, invite: OutgoingInvite, id: string, listener: InviteListener) {
    const { flow, contactUser } = invite
    const ids = { callId: randomWord() + randomWord(), localTag: randomWord() }
    const branch = `z9hG4bK${randomWord()}`
    const text = buildRequest({
      method: 'INVITE',
      uri: invite.target,
      flow,
      branch,
      from: formatNameAddress(invite.from, ids.localTag),
      to: formatNameAddress(invite.to),
      callId: ids.callId,
      sequence: 1,
      contact: contactHeader(stack, flow, contactUser),
      product: stack.product,
      headers: invite.headers,
      body: invite.body,
    })
    const base = { id, listener, flow, contactUser }
    const usage = new OutgoingUsage(stack, base, 'calling', text, ids)
    const request = { method: 'INVITE', branch, flow, text }
    usage.#client = new ClientInvite(stack, request, usage.#events)
    return usage
  }

  static restore(
    stack: Stack,
    snapshot: UsageSnapshot,
    invite: SipRequest,
    listener: InviteListener,
  ): Usage {
    const ids = { callId: invite.callId, localTag: invite.fromTag ?? '' }
    const base = { ...snapshot, listener }
    const usage = new OutgoingUsage(stack, base, snapshot.state, snapshot.invite, ids)
    usage.#invite = invite
    usage.enter(snapshot.state, snapshot.dialog)
    const { client, flow } = snapshot
    if (client) {
      const whole = { ...client, text: snapshot.invite }
      usage.#client = ClientInvite.restore(stack, { flow }, whole, usage.#events)
    }
    usage.restoreOffers(snapshot)
    return usage
  }

  start(): void {
    this.listener.changed()
    this.#client?.start()
  }

  get invite(): SipRequest {
    this.#invite ??= readOwn(this.#text) as SipRequest
    return this.#invite
  }

  override provisional(): void {
    // for the answering side
  }

  override accept(): void {
    // for the answering side
  }

  override reject(): void {
    // for the answering side
  }

  override cancel(headers?: ExtraHeaders): void {
    if (this.state !== 'calling' && this.state !== 'proceeding') return
    if (this.#client?.isCancelling) return
    this.#cancelHeaders = headers
    this.#client?.cancel(headers, () => this.listener.changed())
  }

  protected override giveUp(headers: ExtraHeaders | undefined): void {
    this.cancel(headers)
  }

  /** A callee may not do so (RFC 3261 §15), unless its 2xx was lost: what comes of the INVITE will tell. */
  protected override byeBeforeAnswer(incoming: Incoming): void {
    incoming.respond(200)
    this.cancel()
  }

  protected override acknowledgeFirst(): void {
    // the first INVITE was ours
  }

  protected override describe(): Partial<UsageSnapshot> {
    const isOpen = this.state === 'calling' || this.state === 'proceeding'
    return isOpen && this.#client ? { client: { ...this.#client.snapshot(), text: '' } } : {}
  }

  readonly #events: ClientInviteEvents = {
    heard: () => {
      if (this.flow.transport !== 'udp') this.listener.changed() // over UDP a repeated INVITE finds it out again
    },
    provisional: (response) => {
      if (this.state === 'calling') {
        this.enter('proceeding')
        this.listener.changed()
      }
      if (this.state === 'proceeding') this.listener.provisional(response)
    },
    accepted: (response) => this.#answered(response),
    refused: (status, response) => {
      this.finish()
      this.listener.changed()
      this.listener.rejected(status, response)
    },
  }

  /**
   * RFC 6026 would have other branches' 2xx acknowledged for another while. But its transaction would hold the whole call in
   * memory for that long, and a branch that gets no ACK gives up by itself.
   */
  protected override dismiss(): void {
    if (this.dialog) this.#client?.abandon()
    super.dismiss()
  }

  #answered(response: SipResponse): void {
    if (this.dialog) {
      if (response.toTag === this.dialog.remoteTag) this.repeated(response)
      else this.#drop(response)
    } else if (this.state === 'ended') {
      this.#drop(response)
    } else if (this.#client?.isCancelling) {
      this.finish()
      this.listener.changed()
      this.#drop(response)
      this.listener.rejected(487, undefined)
    } else {
      const dialog = dialogOfResponse(this.invite, response, this.flow)
      this.enter('confirmed', dialog)
      this.listener.changed()
      this.sendAck(dialog, response.cseq.sequence)
      this.listener.accepted(response)
      this.confirmed()
    }
  }

  /** Another branch has answered as well, or one that was cancelled: ACK, then BYE (RFC 3261 §13.2.2.4). */
  #drop(response: SipResponse): void {
    const dialog = dialogOfResponse(this.invite, response, this.flow)
    this.sendAck(dialog, response.cseq.sequence)
    if (this.#dropped.has(response.toTag)) return
    this.#dropped.add(response.toTag)
    this.dropDialog(dialog, this.#cancelHeaders)
  }
}
