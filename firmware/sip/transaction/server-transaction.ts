import type { Address, Flow } from '../contract.ts'
import type { SipRequest } from '../message/message.ts'
import { usualPort } from '../message/uri.ts'
import { inviteServer } from './invite-server.ts'
import { server } from './server.ts'
import type { Ground } from './transaction.ts'
import { Transaction } from './transaction.ts'

/** Who answers an INVITE and must know what becomes of it. */
export interface InviteServerUser {
  /** CANCEL before a final response; the CANCEL itself has been answered. */
  cancelled(cancel: SipRequest): void
}

/** A server transaction: INVITE or not, by the method of its request. */
export class ServerTransaction extends Transaction {
  /** Goes into the To header of every response but 100 (RFC 3261 §8.2.6.2). */
  readonly toTag: string
  /** What the request has in common with its copies on other paths; undefined inside dialogs. */
  readonly origin: string | undefined
  user: InviteServerUser | undefined
  readonly #closed: (transaction: ServerTransaction) => void
  #response: string | undefined

  constructor(
    ground: Ground,
    request: SipRequest,
    flow: Flow,
    toTag: string,
    closed: (transaction: ServerTransaction) => void,
  ) {
    const isInvite = request.method === 'INVITE'
    const state = { name: isInvite ? 'proceeding' : 'trying' } as const
    const machine = isInvite ? inviteServer : server
    super(ground, machine, state, serverKey(request), flow, returnTarget(request, flow))
    this.toTag = toTag
    this.origin = request.toTag === undefined ? originOf(request) : undefined
    this.#closed = closed
  }

  /** Whether a copy of the request that comes on another path would be one too many. */
  get hasWork(): boolean {
    return this.isOpen || this.state === 'accepted'
  }

  /** No final response has been sent. */
  get isOpen(): boolean {
    return this.state === 'trying' || this.state === 'proceeding'
  }

  /** Nothing at all has been sent. */
  get isSilent(): boolean {
    return this.isOpen && this.#response === undefined
  }

  start(): void {
    this.handle({ kind: 'start' })
  }

  /** Goes on where another process stopped, with the response that it sent last. Sends nothing. */
  resume(status: number, response: string | undefined): void {
    this.#response = response
    this.handle({ kind: 'resume', status })
  }

  /** Sends a response, unless a final one has gone out that forbids it. */
  respond(status: number, text: string): void {
    if (!this.isOpen && this.state !== 'accepted') return
    this.#response = text
    this.handle({ kind: 'response', status })
  }

  /** The request came again. */
  repeat(): void {
    this.handle({ kind: 'request' })
  }

  /** The ACK came; `deliver` runs when it is that of a 2xx. */
  acknowledge(deliver: () => void): void {
    this.handle({ kind: 'ack' }, deliver)
  }

  protected override octets(): string | undefined {
    return this.#response
  }

  protected override failed(): void {
    // nobody waits: a refusal that is never acknowledged has been sent often enough
  }

  protected override settled(state: 'completed' | 'accepted' | 'terminated'): void {
    this.user = undefined
    if (state !== 'completed') this.#response = undefined // in accepted the user repeats it
  }

  protected override closed(): void {
    this.#closed(this)
  }
}

/** Where to connect with a response whose connection is gone (RFC 3261 §18.2.2). */
function returnTarget(request: SipRequest, flow: Flow): Address | undefined {
  if (flow.transport === 'udp') return undefined
  return { address: flow.remote.address, port: request.vias[0]?.port ?? usualPort(flow.transport) }
}

const COOKIE = 'z9hG4bK'

/** RFC 3261 §17.2.3; for peers of RFC 2543, whose branches mean nothing, made of what identifies their request. */
export function serverKey(request: SipRequest): string {
  const method = request.method === 'ACK' ? 'INVITE' : request.method
  return `${branchKey(request)} ${method}`
}

/** The key without the method: what a CANCEL has in common with its INVITE. */
function branchKey(request: SipRequest): string {
  const via = request.vias[0]
  const branch = via?.branch ?? ''
  if (branch.startsWith(COOKIE) && branch.length > COOKIE.length) {
    return `${branch} ${via?.host}:${via?.port ?? ''}`
  }
  const { sequence } = request.cseq
  return `${request.uri} ${request.fromTag} ${request.callId} ${sequence} ${request.header('Via')}`
}

/** RFC 3261 §8.2.2.2. */
function originOf(request: SipRequest): string {
  const { sequence, method } = request.cseq
  return `${request.fromTag} ${request.callId} ${sequence} ${method}`
}

/** Key of the INVITE transaction that this CANCEL is about. */
export function cancelledKey(cancel: SipRequest): string {
  return `${branchKey(cancel)} INVITE`
}
