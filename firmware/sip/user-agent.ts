import assert from 'node:assert'
import { inspect } from './admission.ts'
import type {
  Address,
  ExtraHeaders,
  Flow,
  IncomingRequest,
  InviteListener,
  InviteOptions,
  InviteSnapshot,
  InviteUsage,
  Listen,
  Listening,
  OutgoingInvite,
  OutgoingRequest,
  SipCounters,
  UserAgent,
  UserAgentOptions,
  Visitor,
} from './contract.ts'
import type { Gate } from './defence/gate.ts'
import { refusedNow } from './defence/refused-now.ts'
import { answeringChallenges } from './dialog/challenges.ts'
import { IncomingUsage } from './dialog/incoming-usage.ts'
import { namedCall } from './dialog/named-call.ts'
import { OutgoingUsage } from './dialog/outgoing-usage.ts'
import { tooShort } from './dialog/session-timer.ts'
import { Usage } from './dialog/usage.ts'
import type { UsageSnapshot } from './dialog/usage-snapshot.ts'
import { onlyDialog } from './dialog/usage-snapshot.ts'
import { Incoming } from './incoming.ts'
import { localResponse } from './local-response.ts'
import { buildRequest, buildResponse, readOwn } from './message/build.ts'
import type { Problem, Read, SipMessage, SipRequest, SipResponse } from './message/message.ts'
import { formatNameAddress } from './message/name-address.ts'
import { randomWord } from './random.ts'
import type { DialogUser, Stack } from './stack.ts'
import { TimerWheel } from './timer-wheel.ts'
import { tracedText } from './traced-text.ts'
import { RFC_TIMES } from './transaction/machine.ts'
import type { ServerTransaction } from './transaction/server-transaction.ts'
import { TransactionLayer } from './transaction/transaction-layer.ts'
import { Transports } from './transport/transports.ts'

/** The SIP stack of one process, as contract.ts describes it. */
export function createUserAgent(options: UserAgentOptions): UserAgent {
  return new Agent(options)
}

/** What dialogs that are no calls are made with. Takes a user agent of `createUserAgent`. */
export function stackOf(agent: UserAgent): Stack {
  assert(agent instanceof Agent)
  return agent.stack
}

/** Methods that need no dialog although they may have a To tag: some clients repeat the one they got. */
const WITHOUT_DIALOG = new Set(['REGISTER', 'PUBLISH'])
/** Methods that mean nothing outside of one. */
const CALL_ID = '\r\nCall-ID: ' // as we write it
const IN_DIALOG_ONLY = new Set(['BYE', 'INFO', 'UPDATE', 'PRACK'])

class Agent implements UserAgent {
  readonly counters: SipCounters
  readonly #options: UserAgentOptions
  readonly #wheel: TimerWheel
  readonly #transports: Transports
  readonly #layer: TransactionLayer
  readonly #stack: Stack
  /** By local tag, which is ours and therefore unique. */
  readonly #usages = new Map<string, DialogUser>()

  constructor(options: UserAgentOptions) {
    const { clock, product } = options
    const times = options.timers ?? RFC_TIMES
    const wheel = new TimerWheel(clock)
    this.#options = options
    this.#wheel = wheel
    this.#transports = new Transports(wheel, options, {
      received: (read, flow) => this.#received(read, flow),
      failed: (error, text) => options.log.warn({ error: error.message }, text),
    })
    const ground = {
      wheel,
      times,
      out: (flow: Flow, text: string, failed: () => void, target?: Address) =>
        this.#out(flow, text, failed, target),
      countRetransmission: () => {
        this.counters.retransmitted++
      },
    }
    this.#layer = new TransactionLayer(ground, product, {
      request: (request, transaction) => this.#request(this.#incoming(request, transaction)),
      merged: (request, transaction) => this.#incoming(request, transaction).respond(482),
      cancel: (cancel, transaction, invite) => this.#cancel(cancel, transaction, invite),
      ack: (ack) => this.#ack(ack),
      stray: (response, flow) => this.#stray(response, flow),
    })
    this.#stack = {
      product,
      times,
      wheel,
      layer: this.#layer,
      uptime: () => clock.uptime(),
      send: (flow, text, target) => this.#out(flow, text, () => {}, target),
      contactFor: (flow) => this.contactFor(flow),
      enroll: (usage) => void this.#usages.set(usage.localTag, usage),
      dismiss: (usage) => void this.#usages.delete(usage.localTag),
      newFlow: (usage, incoming) => options.handler.newFlow(usage, incoming),
    }
    this.counters = this.#makeCounters()
  }

  #makeCounters(): SipCounters {
    const layer = this.#layer
    const usages = this.#usages
    return {
      received: 0,
      sent: 0,
      malformed: 0,
      retransmitted: 0,
      dropped: 0,
      get transactions() {
        return layer.size
      },
      get usages() {
        return usages.size
      },
    }
  }

  start(): Promise<void> {
    return this.#transports.start(this.#options.listen)
  }

  async stop(): Promise<void> {
    this.#layer.stop()
    this.#usages.clear()
    await this.#transports.stop()
    this.#wheel.stop()
  }

  get stack(): Stack {
    return this.#stack
  }

  get local(): readonly Address[] {
    return this.#transports.local
  }

  get listening(): readonly Listening[] {
    return this.#transports.listening
  }

  get queuedOctets(): number {
    return this.#transports.queuedOctets
  }

  setListen(listen: readonly (Address | Listen)[]): Promise<readonly string[]> {
    return this.#transports.setListen(listen)
  }

  contactFor(flow: Flow): Address {
    return this.#transports.contactFor(flow)
  }

  flowTo(...how: Parameters<UserAgent['flowTo']>): Promise<Flow> {
    return this.#transports.flowTo(...how)
  }

  takeIn(visitor: Visitor): Flow | undefined {
    return this.#transports.takeIn(visitor)
  }

  zoneOf(flow: Flow): string | undefined {
    return this.#transports.zoneOf(flow)
  }

  namesOf(flow: Flow): readonly string[] {
    return this.#transports.namesOf(flow)
  }

  keepAlive(flow: Flow, seconds: number, lost: () => void): { cancel(): void } {
    return this.#transports.keepAlive(flow, seconds, lost)
  }

  adopt(
    request: IncomingRequest,
    id: string,
    listener: InviteListener,
    options?: InviteOptions,
  ): InviteUsage {
    assert(request instanceof Incoming && request.message.method === 'INVITE')
    assert(request.transaction.isOpen, 'an INVITE is adopted before it is answered')
    if (request.transaction.isSilent) request.respond(100)
    const usage = IncomingUsage.adopt(this.#stack, request, id, listener, options)
    this.#stack.enroll(usage)
    usage.insist()
    return usage
  }

  invite(invite: OutgoingInvite, id: string, listener: InviteListener): InviteUsage {
    const usage = OutgoingUsage.begin(this.#stack, invite, id, listener)
    this.#stack.enroll(usage)
    usage.start()
    return usage
  }

  restore(snapshot: InviteSnapshot, listener: InviteListener): InviteUsage {
    const inside = snapshot as unknown as UsageSnapshot
    const invite = readOwn(inside.invite) as SipRequest
    const kind = snapshot.direction === 'in' ? IncomingUsage : OutgoingUsage
    if (inside.state === 'ended' && !inside.bye) {
      return kind.restore(this.#stack, onlyDialog(inside), invite, listener)
    }
    const usage = kind.restore(this.#stack, inside, invite, listener)
    this.#stack.enroll(usage)
    return usage
  }

  find(callId: string, localTag: string, remoteTag: string): InviteUsage | undefined {
    const user = this.#usages.get(localTag)
    return user instanceof Usage && user.callId === callId && user.talksWith(remoteTag)
      ? user
      : undefined
  }

  request(request: OutgoingRequest, signal?: AbortSignal): Promise<SipResponse> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    const build = this.#builder(request)
    return new Promise((resolve, reject) => {
      let isAborted = false
      const first = build([])
      const aborted = () => {
        isAborted = true // no challenge is answered any more
        transaction.abandon()
        reject(signal?.reason)
      }
      const done = (response: SipResponse) => {
        signal?.removeEventListener('abort', aborted)
        resolve(response)
      }
      const user = {
        response: (response: SipResponse) => {
          if (response.status >= 200) done(response)
        },
        failed: (why: 'timeout' | 'transport') => {
          const asked = readOwn(first.text) as SipRequest
          const status = why === 'timeout' ? 408 : 503
          done(localResponse(this.#options.product, asked, request.flow, status))
        },
      }
      const { credentials } = request
      const answer: typeof credentials =
        credentials && ((...challenge) => (isAborted ? undefined : credentials(...challenge)))
      const transaction = this.#layer.begin(
        first,
        answeringChallenges(this.#layer, first, answer, user, build),
      )
      signal?.addEventListener('abort', aborted, { once: true })
    })
  }

  /** Makes a request outside dialogs again and again, each with the next CSeq number (RFC 3261 §22.2). */
  #builder(request: OutgoingRequest) {
    const { method, flow } = request
    const from = formatNameAddress(request.from, randomWord())
    const to = formatNameAddress(request.to)
    const callId = request.callId ?? randomWord() + randomWord()
    let sequence = (request.sequence ?? 1) - 1
    return (more: ExtraHeaders) => {
      const branch = `z9hG4bK${randomWord()}`
      const text = buildRequest({
        method,
        uri: request.target,
        flow,
        branch,
        from,
        to,
        callId,
        sequence: ++sequence,
        product: this.#options.product,
        routes: request.routes ?? [],
        headers: request.headers ? [...request.headers, ...more] : more,
        body: request.body,
      })
      return { method, branch, flow, text }
    }
  }

  #out(flow: Flow, text: string, failed: () => void, target?: Address): void {
    this.#options.outbox(() => {
      if (this.#options.gate?.sends(flow, text) === false) return
      this.counters.sent++
      if (this.#options.trace) this.#traceOut(flow, text)
      this.#transports.send(flow, text, () => queueMicrotask(failed), target)
    })
  }

  /** The answer to a malformed request repeats what was malformed: it may have no Call-ID of its own. */
  #traceOut(flow: Flow, text: string): void {
    const start = text.indexOf(CALL_ID) + CALL_ID.length
    const callId = start < CALL_ID.length ? '' : text.slice(start, text.indexOf('\r\n', start))
    this.#options.trace?.('out', flow, callId, text)
  }

  #received(read: Read, flow: Flow): void {
    this.counters.received++
    const { message, problem } = read
    if (problem) this.#malformed(message, problem, flow)
    else if (message.kind === 'request') {
      this.#options.trace?.('in', flow, message.callId, tracedText(message, flow))
      if (this.#options.gate && !this.#admits(this.#options.gate, message, flow)) return
      if (!this.#layer.receiveRequest(message, flow)) this.counters.dropped++
    } else if (message.vias.length === 1) {
      this.#options.trace?.('in', flow, message.callId, tracedText(message, flow))
      this.#layer.receiveResponse(message, flow)
    } else {
      this.#drop(flow, message) // RFC 3261 §8.1.3.3: it was for somebody else
    }
  }

  /** Before a transaction is made of it: what it refuses costs no memory. */
  #admits(gate: Gate, request: SipRequest, flow: Flow): boolean {
    const isOurs = () => this.#usages.get(request.toTag ?? '')?.owns(request) ?? false
    const admission = gate.admits(request, flow, isOurs)
    if (admission === 'take') return true
    this.counters.dropped++
    if (admission === 'drop') {
      if (flow.transport !== 'udp') this.#transports.closeFlow(flow) // or it would go on costing us
    } else if (request.returnPath.length) {
      this.#out(
        flow,
        refusedNow(request, flow, admission.retryAfterSeconds, this.#options),
        () => {},
      )
    }
    return false
  }

  /** It belongs to nothing of ours. */
  #drop(flow: Flow, { text }: SipMessage): void {
    this.counters.dropped++
    this.#options.gate?.strange(flow, text.length)
  }

  /** Answered without a transaction, where the sender can be told; never an ACK or a response. */
  #malformed(message: SipMessage | undefined, problem: Problem, flow: Flow): void {
    this.counters.malformed++
    this.#options.gate?.strange(flow, message?.text.length ?? 0)
    if (message) this.#options.trace?.('in', flow, '', tracedText(message, flow))
    this.#options.log.debug({ remote: flow.remote, reason: problem.reason }, 'malformed message')
    if (message?.kind !== 'request' || message.method === 'ACK' || !message.returnPath.length)
      return
    const text = buildResponse(message, flow, problem.status, {
      ...(problem.status === 400 && { reason: `Bad Request (${problem.reason})` }),
      product: this.#options.product,
    })
    this.#out(flow, text, () => {})
  }

  #incoming(request: SipRequest, transaction: ServerTransaction): Incoming {
    return new Incoming(request, transaction, this.#options.product)
  }

  #request(incoming: Incoming): void {
    const refusal = inspect(incoming.message)
    if (refusal) {
      incoming.respond(refusal.status, refusal.parts)
      return
    }
    const { toTag, method } = incoming.message
    if (toTag !== undefined && !WITHOUT_DIALOG.has(method)) this.#inDialog(incoming, toTag)
    else if (method === 'INVITE') this.#invite(incoming)
    else if (IN_DIALOG_ONLY.has(method)) incoming.respond(481)
    else this.#options.handler.request(incoming)
  }

  #inDialog(incoming: Incoming, toTag: string): void {
    const usage = this.#usages.get(toTag)
    if (usage?.owns(incoming.message)) usage.receive(incoming)
    else incoming.respond(481)
  }

  #invite(incoming: Incoming): void {
    const { transaction } = incoming
    transaction.user = { cancelled: () => incoming.respond(487) }
    const { user } = transaction
    const least = tooShort(incoming.message)
    if (least) {
      incoming.respond(422, { headers: least }) // alike for everybody, before anybody is asked who he is
      return
    }
    const named = namedCall(incoming.message, (...name) => this.find(...name))
    this.#options.handler.invite(incoming, named)
    if (transaction.isSilent) incoming.respond(100) // a challenge at once needs none (RFC 3261 §17.2.1)
    if (transaction.user !== user) return
    // the handler takes its time, but not for ever
    this.#wheel.after(64 * this.#stack.times.t1Ms, () => {
      if (transaction.user === user) incoming.respond(408)
    })
  }

  /** RFC 3261 §9.2. From another address it is not believed: a CANCEL cannot be challenged. */
  #cancel(
    cancel: SipRequest,
    transaction: ServerTransaction,
    invite: ServerTransaction | undefined,
  ): void {
    const { flow } = transaction
    const isKnown = invite && invite.flow.remote.address === flow.remote.address
    const parts = { product: this.#options.product, toTag: invite?.toTag ?? transaction.toTag }
    const status = isKnown ? 200 : 481
    transaction.respond(status, buildResponse(cancel, flow, status, parts))
    if (isKnown && invite.isOpen) invite.user?.cancelled(cancel)
  }

  #ack(ack: SipRequest): void {
    const usage = this.#usages.get(ack.toTag ?? '')
    if (usage?.owns(ack)) usage.acknowledge(ack)
    else this.counters.dropped++ // also that of a refusal without a transaction
  }

  #stray(response: SipResponse, flow: Flow): void {
    const { status, cseq } = response
    const isAnswer = cseq.method === 'INVITE' && status >= 200 && status < 300
    const usage = isAnswer ? this.#usages.get(response.fromTag ?? '') : undefined
    if (usage?.callId === response.callId) usage.repeated(response)
    else this.#drop(flow, response)
  }
}
