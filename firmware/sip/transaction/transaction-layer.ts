import type { Flow } from '../contract.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { randomWord } from '../random.ts'
import type { ClientRequest, ClientUser } from './client-transaction.ts'
import { ClientTransaction, clientKey } from './client-transaction.ts'
import { cancelledKey, ServerTransaction, serverKey } from './server-transaction.ts'
import type { Ground } from './transaction.ts'

/** Who gets what no transaction keeps. */
export interface LayerUser {
  /** A new request; never an ACK, a CANCEL, or one that came before. */
  request(request: SipRequest, transaction: ServerTransaction): void
  /** A request that another path has brought before (RFC 3261 §8.2.2.2). */
  merged(request: SipRequest, transaction: ServerTransaction): void
  /** `invite`: what it cancels; undefined when there is no such INVITE. Must be answered. */
  cancel(
    cancel: SipRequest,
    transaction: ServerTransaction,
    invite: ServerTransaction | undefined,
  ): void
  /** The ACK of a 2xx. */
  ack(ack: SipRequest, flow: Flow): void
  /** A response that belongs to no transaction. */
  stray(response: SipResponse, flow: Flow): void
}

/** Server transactions above which the finished ones go early, some 100 MB; twice as many is the end. */
const MOST_SERVERS = 60_000

/** All transactions: finds the one that a message belongs to, begins new ones (RFC 3261 §17). */
export class TransactionLayer {
  readonly #ground: Ground
  readonly #product: string
  readonly #user: LayerUser
  readonly #most: number
  readonly #clients = new Map<string, ClientTransaction>()
  readonly #servers = new Map<string, ServerTransaction>()
  /** Requests from outside dialogs that are in work, by what they have in common on every path. */
  readonly #origins = new Map<string, ServerTransaction>()

  constructor(ground: Ground, product: string, user: LayerUser, most = MOST_SERVERS) {
    this.#most = most
    this.#ground = ground
    this.#product = product
    this.#user = user
  }

  /** Transactions that exist. */
  get size(): number {
    return this.#clients.size + this.#servers.size
  }

  /** False when there are so many unfinished ones that this request is dropped. */
  receiveRequest(request: SipRequest, flow: Flow): boolean {
    const known = this.#servers.get(serverKey(request))
    if (request.method === 'ACK') {
      if (known) known.acknowledge(() => this.#user.ack(request, flow))
      else this.#user.ack(request, flow)
      return true
    }
    if (known) {
      known.repeat()
      return true
    }
    if (this.#servers.size >= 2 * this.#most) return false
    const transaction = this.#open(request, flow)
    transaction.start()
    if (request.method === 'CANCEL') {
      this.#user.cancel(request, transaction, this.#servers.get(cancelledKey(request)))
    } else if (this.#isMerged(transaction)) {
      this.#user.merged(request, transaction)
    } else {
      this.#user.request(request, transaction)
    }
    return true
  }

  receiveResponse(response: SipResponse, flow: Flow): void {
    const key = clientKey(response.vias[0]?.branch ?? '', response.cseq.method)
    const transaction = this.#clients.get(key)
    if (transaction) transaction.receive(response)
    else this.#user.stray(response, flow)
  }

  /** Sends a request. */
  begin(request: ClientRequest, user: ClientUser): ClientTransaction {
    const transaction = this.#client(
      request,
      request.method === 'INVITE' ? 'calling' : 'trying',
      user,
    )
    transaction.start()
    return transaction
  }

  /**
   * Takes up an INVITE that another process has sent. While it is `calling` over UDP it goes on repeating the request;
   * nothing else is sent.
   */
  resumeClient(
    request: ClientRequest,
    state: 'calling' | 'proceeding',
    user: ClientUser,
  ): ClientTransaction {
    const transaction = this.#client(request, state, user)
    if (state === 'calling') transaction.resume()
    return transaction
  }

  /** Takes up an INVITE that another process has received; `status` and `response` are the last it sent, 0 for none. */
  resumeServer(
    request: SipRequest,
    flow: Flow,
    toTag: string,
    status: number,
    response: string | undefined,
  ): ServerTransaction {
    const transaction = this.#open(request, flow, toTag)
    transaction.resume(status, response)
    return transaction
  }

  /** Ends all of them; nothing is sent. */
  stop(): void {
    for (const transaction of [...this.#clients.values()]) transaction.abandon()
    for (const transaction of [...this.#servers.values()]) transaction.abandon()
  }

  #client(
    request: ClientRequest,
    state: 'calling' | 'trying' | 'proceeding',
    user: ClientUser,
  ): ClientTransaction {
    const transaction = new ClientTransaction(
      this.#ground,
      request,
      state,
      user,
      this.#product,
      (closed) => this.#clients.delete(closed.key),
    )
    this.#clients.set(transaction.key, transaction)
    return transaction
  }

  #open(request: SipRequest, flow: Flow, toTag = randomWord()): ServerTransaction {
    this.#makeRoom()
    const transaction = new ServerTransaction(this.#ground, request, flow, toTag, (closed) =>
      this.#forget(closed),
    )
    this.#servers.set(transaction.key, transaction)
    return transaction
  }

  /**
   * When there are very many, the oldest that only wait for repetitions go early: a flood then costs time, but no more
   * memory (SECURITY row 7). A few are looked at for each that comes, so that open ones among them cost little.
   */
  #makeRoom(): void {
    if (this.#servers.size < this.#most) return
    let looks = 4
    for (const transaction of this.#servers.values()) {
      if (!transaction.isOpen && transaction.state !== 'accepted') transaction.abandon()
      if (--looks === 0) return
    }
  }

  #forget(transaction: ServerTransaction): void {
    this.#servers.delete(transaction.key)
    const { origin } = transaction
    if (origin !== undefined && this.#origins.get(origin) === transaction) {
      this.#origins.delete(origin)
    }
  }

  /** Whether the same request is in work already; if not, this one is now. */
  #isMerged(transaction: ServerTransaction): boolean {
    const { origin } = transaction
    if (origin === undefined) return false
    if (this.#origins.get(origin)?.hasWork) return true
    this.#origins.set(origin, transaction)
    return false
  }
}
