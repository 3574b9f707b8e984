import type { Address, Flow } from '../contract.ts'
import { buildFollower, readOwn } from '../message/build.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { client } from './client.ts'
import { inviteClient } from './invite-client.ts'
import type { Ground } from './transaction.ts'
import { Transaction } from './transaction.ts'

/** Who waits for the responses. */
export interface ClientUser {
  /** Every response but repeated finals; of an INVITE every 2xx. */
  response(response: SipResponse): void
  /** There will be no final response: timer B or F, or a transport that is dead. */
  failed(why: 'timeout' | 'transport'): void
}

export interface ClientRequest {
  readonly method: string
  readonly branch: string
  readonly flow: Flow
  /** Where to connect if the flow's connection is gone. */
  readonly target?: Address | undefined
  readonly text: string
}

/** A client transaction: INVITE or not, by the method of its request. */
export class ClientTransaction extends Transaction {
  #user: ClientUser | undefined
  readonly #method: string
  readonly #product: string
  readonly #closed: (transaction: ClientTransaction) => void
  #text: string
  #request: SipRequest | undefined
  #ack: string | undefined

  constructor(
    ground: Ground,
    request: ClientRequest,
    state: 'calling' | 'trying' | 'proceeding',
    user: ClientUser,
    product: string,
    closed: (transaction: ClientTransaction) => void,
  ) {
    const machine = request.method === 'INVITE' ? inviteClient : client
    const key = clientKey(request.branch, request.method)
    super(ground, machine, { name: state }, key, request.flow, request.target)
    this.#user = user
    this.#method = request.method
    this.#text = request.text
    this.#product = product
    this.#closed = closed
  }

  /** The request, read back from its octets when somebody asks. */
  get request(): SipRequest {
    this.#request ??= readOwn(this.#text) as SipRequest
    return this.#request
  }

  start(): void {
    this.handle({ kind: 'start' })
  }

  /** Goes on where another process stopped: repeats the request when it is time, but not now. */
  resume(): void {
    this.handle({ kind: 'resume' })
  }

  /** Repeats the request no more; what comes of it is still heard. */
  hush(): void {
    this.handle({ kind: 'hush' })
  }

  receive(response: SipResponse): void {
    const isOpen = this.state === 'calling' || this.state === 'proceeding'
    if (this.#method === 'INVITE' && response.status >= 300 && isOpen) {
      const to = response.header('To') ?? ''
      this.#ack = buildFollower('ACK', this.request, to, this.#product)
    }
    this.handle({ kind: 'response', status: response.status }, () => this.#user?.response(response))
  }

  protected override octets(what: 'request' | 'ack' | 'response'): string | undefined {
    return what === 'ack' ? this.#ack : this.#text
  }

  protected override failed(why: 'timeout' | 'transport'): void {
    this.#user?.failed(why)
  }

  protected override settled(state: 'completed' | 'accepted' | 'terminated'): void {
    this.#text = ''
    this.#request = undefined
    if (state !== 'accepted') this.#user = undefined
  }

  protected override closed(): void {
    this.#closed(this)
  }
}

/** Branch and method, RFC 3261 §17.1.3. */
export function clientKey(branch: string, method: string): string {
  return `${branch} ${method}`
}
