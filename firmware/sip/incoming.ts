import type { Flow, IncomingRequest, ResponseParts } from './contract.ts'
import { buildResponse } from './message/build.ts'
import type { SipRequest } from './message/message.ts'
import type { ServerTransaction } from './transaction/server-transaction.ts'

/** A request in the hands of whoever must answer it. */
export class Incoming implements IncomingRequest {
  readonly message: SipRequest
  readonly transaction: ServerTransaction
  readonly #product: string

  constructor(message: SipRequest, transaction: ServerTransaction, product: string) {
    this.message = message
    this.transaction = transaction
    this.#product = product
  }

  get flow(): Flow {
    return this.transaction.flow
  }

  respond(status: number, parts: ResponseParts = {}): void {
    if (!this.transaction.isOpen) return
    this.transaction.respond(status, this.build(status, parts))
  }

  /** The octets of a response, with the To tag that this transaction gives. */
  build(status: number, parts: ResponseParts, contact?: string): string {
    const needsTag = status > 100 && this.message.toTag === undefined
    return buildResponse(this.message, this.flow, status, {
      ...parts,
      contact,
      product: this.#product,
      toTag: needsTag ? this.transaction.toTag : undefined,
    })
  }
}
