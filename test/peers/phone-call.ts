import { until } from '../../firmware/demo/wait.ts'
import type { Law } from './g711.ts'
import type { RtpStream } from './rtp-stream.ts'
import type { Direction, Session } from './sdp.ts'
import { mirrored, readSdp, writeSdp } from './sdp.ts'
import type { Place, SipSocket } from './sip-socket.ts'
import type { Header, SipText } from './sip-text.ts'
import {
  branchOf,
  header,
  headersOf,
  methodOf,
  parameter,
  statusOf,
  token,
  uriOf,
} from './sip-text.ts'

const ALLOW: Header = ['Allow', 'INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY']

/** What a call knows of its telephone. */
export interface Telephone {
  readonly sip: SipSocket
  readonly aor: string
  readonly contact: string
  readonly options: {
    readonly codecs?: readonly Law[]
    readonly sends?: { readonly hz: number; readonly level: number }
    readonly describes?: (usual: string, theirs: string) => string
  }
  /** The header that answers a challenge, if it is one and can be answered. */
  credentials(response: SipText, method: string, uri: string): Header | undefined
}

interface Parties {
  readonly callId: string
  /** From or To with our tag. */
  readonly ours: string
  /** The same of the far end; without a tag before it has answered. */
  readonly theirs: string
  /** Its Contact, or before that the URI that was dialled. */
  readonly target: string
  readonly routes: readonly Header[]
}

/** One call of an `RtpPhone`, outgoing or incoming. */
export class PhoneCall {
  readonly rtp: RtpStream
  /** Every response to our first INVITE, challenges that we answer aside. */
  readonly responses: SipText[] = []
  /** Every request that came within the call. */
  readonly requests: SipText[] = []
  /** The far end's latest description. */
  session: Session | undefined
  /** What our latest description says. */
  direction: Direction = 'sendrecv'
  established = false
  /** Somebody hung up, gave up or refused. */
  ended = false
  /** The far end's latest description as it stands. */
  described = ''
  /** It refuses new offers with this: `488 Not Acceptable Here`. */
  refusesOffers: string | undefined
  readonly #phone: Telephone
  #parties: Parties
  #invite: SipText | undefined
  /** What the script wanted in it. */
  #asked: readonly Header[] = []
  #cseq = 1
  #version = 1
  #acknowledged = true
  #challenged = false

  private constructor(phone: Telephone, rtp: RtpStream, parties: Parties) {
    this.#phone = phone
    this.rtp = rtp
    this.#parties = parties
  }

  /** For `RtpPhone.call`. */
  static outgoing(phone: Telephone, rtp: RtpStream, uri: string): PhoneCall {
    const ours = `<${phone.aor}>;tag=${token()}`
    const theirs = `<${uri}>`
    return new PhoneCall(phone, rtp, { callId: token(), ours, theirs, target: uri, routes: [] })
  }

  /** For `RtpPhone`, when an INVITE comes. */
  static incoming(phone: Telephone, rtp: RtpStream, invite: SipText): PhoneCall {
    const call = new PhoneCall(phone, rtp, {
      callId: header(invite, 'Call-ID'),
      ours: `${header(invite, 'To')};tag=${token()}`,
      theirs: header(invite, 'From'),
      target: uriOf(header(invite, 'Contact')),
      routes: headersOf(invite, 'Record-Route').map(([, value]) => ['Route', value]),
    })
    call.#invite = invite
    if (invite.body) call.#describedBy(invite.body)
    return call
  }

  get callId(): string {
    return this.#parties.callId
  }

  /** The INVITE that made the call: theirs, or ours with the credentials. */
  get invite(): SipText {
    if (!this.#invite) throw new Error('the call has not begun')
    return this.#invite
  }

  /** The first response to our INVITE with at least this status. */
  async status(atLeast: number, limitMs?: number): Promise<SipText> {
    return until(
      `a response of ${atLeast} or more to ${this.invite.start}`,
      () => this.responses.find((response) => statusOf(response) >= atLeast),
      limitMs,
    )
  }

  /** Resolves when the far end has answered. @throws Error when it refuses */
  async answered(limitMs?: number): Promise<void> {
    const response = await this.status(200, limitMs)
    if (statusOf(response) >= 300) throw new Error(`refused: ${response.start}`)
  }

  /** Gives up an outgoing call that is not answered yet. */
  async cancel(): Promise<SipText> {
    const request = this.#phone.sip.build('CANCEL', this.invite.start.split(' ')[1] ?? '', {
      callId: this.callId,
      from: this.#parties.ours,
      to: header(this.invite, 'To'),
      cseq: Number.parseInt(header(this.invite, 'CSeq'), 10),
      branch: branchOf(this.invite),
    })
    return this.#phone.sip.final(this.#phone.sip.send(request))
  }

  ring(): void {
    this.#reply('180 Ringing')
  }

  /** 183 with a description: the caller hears us before the answer. */
  progress(): void {
    this.#reply('183 Session Progress', this.#describe())
    this.#speak()
  }

  answer(): void {
    this.established = true
    this.#untilAcknowledged(this.#reply('200 OK', this.#describe()))
    this.#speak()
  }

  /** Refuses an incoming call: `486 Busy Here`, `603 Decline`, … */
  refuse(status: string): void {
    this.#untilAcknowledged(this.#reply(status))
    this.#end()
  }

  /** Hangs up an answered call; the final response to BYE. */
  async bye(): Promise<SipText> {
    this.#end()
    return this.inDialog('BYE')
  }

  async hold(): Promise<SipText> {
    return this.reinvite('sendonly')
  }

  async resume(): Promise<SipText> {
    return this.reinvite('sendrecv')
  }

  /** A new offer, and the final response to it. */
  async reinvite(direction: Direction): Promise<SipText> {
    this.direction = direction
    const response = await this.inDialog('INVITE', this.#describe())
    if (response.body) this.#describedBy(response.body)
    return response
  }

  /** Resolves when the far end has hung up or given up. */
  async over(limitMs?: number): Promise<void> {
    await until('the end of the call', () => this.ended, limitMs)
  }

  /** REFER to a URI, which is put in brackets; its final response. */
  async refer(uri: string, headers: readonly Header[] = []): Promise<SipText> {
    return this.inDialog('REFER', '', [['Refer-To', `<${uri}>`], ...headers])
  }

  /** The status of the new call, as each NOTIFY about our REFER has told it. */
  get referred(): readonly number[] {
    return this.requests
      .filter((one) => methodOf(one) === 'NOTIFY')
      .map((one) => statusOf({ ...one, start: one.body }))
  }

  /** Names this dialog to the far end, in a Replaces header. */
  get name(): string {
    const { callId, ours, theirs } = this.#parties
    return `${callId};to-tag=${parameter(theirs, 'tag')};from-tag=${parameter(ours, 'tag')}`
  }

  /** A request within the call, authenticated when asked; its final response. */
  async inDialog(method: string, body = '', headers: readonly Header[] = []): Promise<SipText> {
    const attempt = (credentials: readonly Header[]) =>
      this.#phone.sip.send(
        this.#build(method, this.#cseq++, [...headers, ...credentials], body),
        this.#nextHop(),
      )
    const response = await this.#phone.sip.final(attempt([]))
    const credentials = this.#phone.credentials(response, method, this.#parties.target)
    return credentials ? this.#phone.sip.final(attempt([credentials])) : response
  }

  /** For `RtpPhone.call`. */
  sendInvite(headers: readonly Header[]): void {
    this.#asked = headers
    const invite = this.#build('INVITE', this.#cseq++, [ALLOW, ...headers], this.#describe())
    this.#invite = invite
    this.#phone.sip.send(invite)
  }

  /** For `RtpPhone`: a response came to one of our INVITEs. Refusals are acknowledged already. */
  response(response: SipText): void {
    const status = statusOf(response)
    if (methodOf(response) !== 'INVITE') return
    if (branchOf(response) !== branchOf(this.invite)) {
      if (status >= 200 && status < 300) this.#acknowledge(response) // of a re-INVITE
      return
    }
    if (status >= 300 && this.#answerChallenge(response)) return
    const again = this.responses.some((one) => statusOf(one) === status)
    this.responses.push(response)
    if (status >= 300) this.#end()
    if (status < 300 && response.body && !again) this.#describedBy(response.body)
    if (status >= 200 && status < 300) this.#confirmed(response)
  }

  /** For `RtpPhone`: a request came within the call. */
  request(request: SipText): void {
    const method = methodOf(request)
    this.requests.push(request)
    if (method === 'ACK') this.#acknowledged = true
    else if (method === 'CANCEL') this.#cancelled(request)
    else if (method === 'INVITE') this.#offered(request)
    else {
      this.#phone.sip.reply(request, '200 OK')
      if (method === 'BYE') this.#end()
    }
  }

  #answerChallenge(response: SipText): boolean {
    const credentials = this.#phone.credentials(response, 'INVITE', this.#parties.target)
    if (!credentials || this.#challenged) return false
    this.#challenged = true
    this.sendInvite([...this.#asked, credentials])
    return true
  }

  #confirmed(response: SipText): void {
    this.established = true
    const routes = headersOf(response, 'Record-Route').map(([, value]): Header => ['Route', value])
    this.#parties = {
      ...this.#parties,
      theirs: header(response, 'To'),
      target: uriOf(header(response, 'Contact')),
      routes: routes.reverse(),
    }
    this.#acknowledge(response)
    this.#speak()
  }

  #acknowledge(response: SipText): void {
    const cseq = Number.parseInt(header(response, 'CSeq'), 10)
    this.#phone.sip.send(this.#build('ACK', cseq, []), this.#nextHop())
  }

  #nextHop(): Place | undefined {
    const { routes, target } = this.#parties
    const [, address, port] = /@([\d.]+):(\d+)/.exec(uriOf(routes[0]?.[1] ?? target)) ?? []
    return address === undefined ? undefined : { address, port: Number(port) }
  }

  #cancelled(request: SipText): void {
    this.#phone.sip.reply(request, '200 OK')
    if (!this.established) this.refuse('487 Request Terminated')
  }

  /** A new offer of the far end: taken, in the direction that it leaves us. */
  #offered(request: SipText): void {
    if (this.refusesOffers) {
      this.#untilAcknowledged(this.#phone.sip.reply(request, this.refusesOffers))
      return
    }
    if (request.body) this.#describedBy(request.body)
    this.direction = mirrored(this.session?.direction ?? 'sendrecv')
    const parts = { headers: [this.#contact()], body: this.#describe() }
    this.#untilAcknowledged(this.#phone.sip.reply(request, '200 OK', parts))
    this.#speak()
  }

  #build(method: string, cseq: number, headers: readonly Header[], body = ''): SipText {
    const { callId, ours, theirs, target, routes } = this.#parties
    const all = [...routes, ...(method === 'ACK' ? [] : [this.#contact()]), ...headers]
    const parts = { callId, from: ours, to: theirs, cseq, headers: all, body }
    return this.#phone.sip.build(method, target, parts)
  }

  #reply(status: string, body = ''): SipText {
    const tag = parameter(this.#parties.ours, 'tag')
    const headers = [this.#contact(), ALLOW]
    return this.#phone.sip.reply(this.invite, status, { tag, headers, body })
  }

  #untilAcknowledged(response: SipText): void {
    this.#acknowledged = false
    this.#phone.sip.repeatWhile(response, () => !this.#acknowledged)
  }

  #contact(): Header {
    return ['Contact', this.#phone.contact]
  }

  #describe(): string {
    const { eventType } = this.session ?? {}
    const usual = writeSdp({
      place: { address: this.#phone.sip.local.address, port: this.rtp.port },
      direction: this.direction,
      laws: this.#phone.options.codecs ?? ['pcmu', 'pcma'],
      version: this.#version++,
      eventType: eventType ?? 101,
    })
    return this.#phone.options.describes?.(usual, this.described) ?? usual
  }

  #describedBy(body: string): void {
    this.described = body
    this.session = readSdp(body)
    const ours = this.#phone.options.codecs ?? ['pcmu', 'pcma']
    const law = this.session?.laws.find((one) => ours.includes(one))
    if (law) this.rtp.law = law
    if (this.session?.eventType) this.rtp.eventType = this.session.eventType
    if (this.established) this.#speak()
  }

  /** Sends as far as both descriptions let us. */
  #speak(): void {
    const they = this.session?.direction
    const listens = they === 'sendrecv' || they === 'recvonly'
    const speaks = this.direction === 'sendrecv' || this.direction === 'sendonly'
    this.rtp.sendTo(listens && speaks ? this.session?.place : undefined)
    if (!this.ended) this.rtp.start(this.#phone.options.sends)
  }

  #end(): void {
    this.ended = true
    this.rtp.pause()
  }
}
