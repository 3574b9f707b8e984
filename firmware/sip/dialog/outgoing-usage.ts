import type { ExtraHeaders, Flow, InviteListener, OutgoingInvite } from '../contract.ts'
import type { Incoming } from '../incoming.ts'
import { buildRequest, readOwn } from '../message/build.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { formatNameAddress } from '../message/name-address.ts'
import { randomWord } from '../random.ts'
import type { Stack } from '../stack.ts'
import { contactHeader } from '../stack.ts'
import type { ClientRequest } from '../transaction/client-transaction.ts'
import { Challenges } from './challenges.ts'
import type { ClientInviteEvents } from './client-invite.ts'
import { ClientInvite } from './client-invite.ts'
import { dialogOfResponse } from './dialog.ts'
import { EarlyDialogs } from './early-dialogs.ts'
import { abilities, repeatInvite } from './invite-text.ts'
import { bodyOf } from './peer-offers.ts'
import { Redirections } from './redirections.ts'
import type { Negotiation, Session } from './session.ts'
import { askedTimer } from './session-timer.ts'
import { Usage } from './usage.ts'
import type { UsageSnapshot } from './usage-snapshot.ts'

/** A usage that begins with an INVITE of ours (RFC 3261 §13.2). */
export class OutgoingUsage extends Usage {
  readonly direction = 'out'
  override readonly isReliable = false
  readonly localTag: string
  readonly callId: string
  #text: string
  #invite: SipRequest | undefined
  /** The INVITE; stays for 2xx of other branches. Undefined while a redirection waits for its policy. */
  #client: ClientInvite | undefined
  /** Tags of dialogs that were dropped as soon as they were made: their 2xx get an ACK, but no second BYE. */
  readonly #dropped = new Set<string | undefined>()
  #cancelHeaders: ExtraHeaders | undefined
  readonly #early: EarlyDialogs
  #challenges: Challenges | undefined
  #redirections: Redirections | undefined
  /** A 2xx with an offer, whose answer is being made. */
  #unanswered: SipResponse | undefined

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
    this.#early = new EarlyDialogs({
      listener: () => this.listener,
      open: (response) =>
        this.newSession(dialogOfResponse(this.invite, response, this.flow), this.begins),
      reopen: (dialog) => this.newSession(dialog, this.begins),
      giveUp: () => this.cancel(),
    })
  }

  /** Sends the INVITE. The usage must be enrolled between making and starting it, hence `start`. */
  static begin(stack: Stack, invite: OutgoingInvite, id: string, listener: InviteListener) {
    const { flow, contactUser, options = {} } = invite
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
      contact: contactHeader(stack, flow, contactUser, invite.target),
      routes: invite.routes ?? [],
      product: stack.product,
      headers: [...abilities(options), ...(invite.headers ?? [])],
      body: invite.body,
    })
    const base = { id, listener, flow, contactUser, options: invite.options }
    const usage = new OutgoingUsage(stack, base, 'calling', text, ids)
    const request = { method: 'INVITE', branch, flow, text }
    usage.#client = new ClientInvite(stack, request, usage.#events(text), options.silenceMs)
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
    usage.restoreSession(snapshot)
    const { client, flow, early, tried, state } = snapshot
    if (early) usage.#early.restore(early)
    if (tried) usage.#redirections = new Redirections(tried)
    if (client) {
      const whole = { ...client, text: snapshot.invite }
      usage.#client = ClientInvite.restore(
        stack,
        { flow },
        whole,
        usage.#events(snapshot.invite),
        snapshot.options?.silenceMs,
      )
    } else if (state === 'calling' || state === 'proceeding') {
      stack.wheel.after(0, () => usage.#end(480, undefined)) // who was to decide on a redirection is gone
    }
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

  protected override get begins(): Negotiation {
    return this.invite.body ? 'ours' : 'none'
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
    if (this.#unanswered) this.#give(this.#unanswered, 487)
    else if (this.#client) this.#client.cancel(headers, () => this.listener.changed())
    else this.#end(487, undefined)
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

  /** PRACK is for who answers. */
  protected override pracked(incoming: Incoming): void {
    incoming.respond(481)
  }

  protected override earlyWay(session: Session): 'update' | undefined {
    return this.#early.mayOffer(session) && !this.#unanswered ? 'update' : undefined
  }

  protected override earlySession(request: SipRequest): Session | undefined {
    return this.#early.find(request.fromTag)
  }

  protected override hasEarly(tag: string): boolean {
    return this.#early.find(tag) !== undefined
  }

  protected override get earlyTag(): string | undefined {
    return this.#early.latestTag
  }

  protected override latestEarly(): Session | undefined {
    return this.#early.latest
  }

  protected override dropEarly(session: Session): void {
    this.#early.drop(session.dialog.remoteTag)
  }

  protected override describe(): Partial<UsageSnapshot> {
    const isOpen = this.state === 'calling' || this.state === 'proceeding'
    if (!isOpen) return {}
    const early = this.#early.snapshot(this.begins)
    const tried = this.#redirections?.tried
    return {
      ...(this.#client && { client: { ...this.#client.snapshot(), text: '' } }),
      ...(early && { early }),
      ...(tried && { tried }),
    }
  }

  /** `text`: the INVITE; a 2xx that comes late may be for an earlier one. */
  #events(text: string): ClientInviteEvents {
    return {
      heard: () => {
        if (this.flow.transport !== 'udp') this.listener.changed() // over UDP a repeated INVITE finds it out again
      },
      provisional: (response) => this.#provisional(response),
      accepted: (response) => this.#answered(response),
      refused: (status, response) => {
        const isOver = this.state === 'ended' || this.#client?.isCancelling
        if (!isOver && response && this.#again(status, response, text)) return
        this.#end(status, response)
      },
    }
  }

  #end(status: number, response: SipResponse | undefined): void {
    if (this.state === 'ended') return
    this.finish()
    this.listener.changed()
    this.listener.rejected(status, response)
  }

  protected override finish(): void {
    super.finish()
    this.#early.stop()
  }

  /**
   * RFC 6026 would have other branches' 2xx acknowledged for another while. But its transaction would hold the whole call in
   * memory for that long, and a branch that gets no ACK gives up by itself.
   */
  protected override dismiss(): void {
    if (this.dialog) this.#client?.abandon()
    super.dismiss()
  }

  #provisional(response: SipResponse): void {
    if (this.state === 'calling') {
      this.enter('proceeding')
      this.listener.changed()
    }
    if (this.state !== 'proceeding' || this.#unanswered) return
    const early = this.#early.of(response)
    if (early && !early.takes(response)) return
    this.listener.provisional(response)
    early?.acknowledge(response)
    if (response.status === 199) this.#early.drop(response.toTag) // RFC 6228
  }

  // ---- once more ----

  /** Whether a refusal is one after which the INVITE is sent once more, changed (RFC 3261 §8.1.3.4, §8.1.3.5). */
  #again(status: number, response: SipResponse, text: string): boolean {
    if (status === 401 || status === 407) {
      this.#challenges ??= new Challenges(this.listener.credentials)
      if (!this.#challenges.answer(response, text)) return false
      this.#repeat(this.#challenges.headers)
      return true
    }
    if (status === 422) {
      if (this.options.timer === 'off' || !this.tooShort(response)) return false
      this.#repeat(askedTimer(this.options, this.leastSeconds))
      return true
    }
    return status < 400 && this.#redirect(response)
  }

  #redirect(response: SipResponse): boolean {
    if (!this.listener.redirected) return false
    this.#redirections ??= new Redirections([this.invite.uri])
    const contacts = this.#redirections.open(response)
    if (contacts.length === 0) return false
    this.#client = undefined
    this.#early.clear()
    this.listener.changed()
    const waits = () => this.#client === undefined && this.state !== 'ended'
    this.listener.redirected(response, contacts, {
      follow: (target, flow) => {
        if (!waits()) return
        if (!this.#redirections?.follow(target)) this.#end(response.status, response)
        else this.#repeat([], target, flow)
      },
      refuse: () => {
        if (waits()) this.#end(response.status, response)
      },
    })
    return true
  }

  #repeat(headers: ExtraHeaders, uri = this.invite.uri, flow: Flow = this.flow): void {
    this.flow = flow
    const { stack } = this
    const branch = `z9hG4bK${randomWord()}`
    const contact = this.contact()
    const product = stack.product
    const text = repeatInvite(this.invite, { uri, flow, branch, contact, product, headers })
    this.#text = text
    this.#invite = undefined
    this.#early.clear()
    this.enter('calling')
    const request: ClientRequest = { method: 'INVITE', branch, flow, text }
    this.#client = new ClientInvite(stack, request, this.#events(text), this.options.silenceMs)
    this.listener.changed()
    this.#client.start()
  }

  // ---- the answer ----

  #answered(response: SipResponse): void {
    if (this.dialog) {
      if (response.toTag === this.dialog.remoteTag) this.repeated(response)
      else this.#drop(response)
    } else if (this.state === 'ended') {
      this.#drop(response)
    } else if (this.#client?.isCancelling) {
      this.#give(response, 487)
    } else if (this.#unanswered) {
      if (response.toTag !== this.#unanswered.toTag) this.#drop(response)
    } else {
      this.#take(response)
    }
  }

  #take(response: SipResponse): void {
    const session = this.#sessionOf(response)
    const body = bodyOf(response)
    if (session.negotiation !== 'none' || body === undefined) {
      const answer = session.negotiation === 'done' ? '' : (bodyOf(response) ?? '')
      this.#confirm(session, response, answer)
      return
    }
    this.#unanswered = response
    const once = (act: () => void) => {
      if (this.#unanswered === response && this.state !== 'ended') act()
    }
    const answer = {
      accept: (sdp: string) => once(() => this.#confirm(session, response, '', sdp)),
      refuse: () => once(() => this.#give(response, 488)),
    }
    this.listener.offered(body, answer, response.toTag)
  }

  #sessionOf(response: SipResponse): Session {
    const dialog = dialogOfResponse(this.invite, response, this.flow)
    const early = this.#early.take(response.toTag)
    if (!early) return this.newSession(dialog, this.begins)
    early.confirm(dialog)
    return early
  }

  #confirm(session: Session, response: SipResponse, answer: string, ackSdp?: string): void {
    this.#unanswered = undefined
    session.negotiation = 'done'
    session.hear(response)
    this.enter('confirmed', session)
    this.refreshed(response)
    this.#early.stop()
    this.listener.changed()
    session.ack(response.cseq.sequence, ackSdp)
    this.listener.accepted(response, answer)
    this.confirmed()
  }

  /** The call is given up although it has been answered. */
  #give(response: SipResponse, status: number): void {
    this.#unanswered = undefined
    this.finish()
    this.listener.changed()
    this.#drop(response)
    this.listener.rejected(status, undefined)
  }

  /** Another branch has answered as well, or one that was cancelled: ACK, then BYE (RFC 3261 §13.2.2.4). */
  #drop(response: SipResponse): void {
    const dialog = dialogOfResponse(this.invite, response, this.flow)
    const session = this.newSession(dialog, 'done')
    session.ack(response.cseq.sequence)
    if (this.#dropped.has(response.toTag)) return
    this.#dropped.add(response.toTag)
    const headers = this.#cancelHeaders
    session.send('BYE', { headers }, { response: () => {}, failed: () => {} })
  }
}
