import type { ErrorCode } from './contract.ts'

/** Why a request has no answer: the gateway refused it, or it never learned the gateway's answer. */
export type GatewayErrorCode =
  | ErrorCode
  | 'timeout' // not answered in time; it may have taken effect or do so yet
  | 'gateway-restarted' // the gateway that it was meant for has lost everything
  | 'stopped' // the client was stopped

/** A request to a gateway failed. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode
  /** Of a batch: the index of the operation that failed; those before it have taken effect. */
  readonly failed: number | undefined

  constructor(code: GatewayErrorCode, text: string, failed?: number) {
    super(text)
    this.name = 'GatewayError'
    this.code = code
    this.failed = failed
  }
}
