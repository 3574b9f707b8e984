import { isIP } from 'node:net'
import type { Address, Body, ExtraHeaders, Flow } from '../contract.ts'
import { buildRequest } from '../message/build.ts'
import { parseUri, usualPort } from '../message/uri.ts'
import { randomWord } from '../random.ts'
import type { ClientRequest } from '../transaction/client-transaction.ts'
import type { Dialog } from './dialog.ts'
import { pathOf } from './dialog.ts'

/** Headers and body of a request that we make in a dialog. */
export interface Parts {
  readonly headers?: ExtraHeaders | undefined
  readonly body?: Body | undefined
}

interface WholeRequest extends Parts {
  readonly method: string
  readonly sequence: number
  readonly contact: string | undefined
}

/** A request in a dialog, RFC 3261 §12.2.1.1, ready to be sent over the dialog's flow. */
export function requestInDialog(
  dialog: Dialog,
  flow: Flow,
  product: string,
  request: WholeRequest,
): ClientRequest {
  const branch = `z9hG4bK${randomWord()}`
  const text = buildRequest({
    ...request,
    ...pathOf(dialog),
    flow,
    branch,
    from: dialog.local,
    to: dialog.remote,
    callId: dialog.callId,
    product,
  })
  return {
    method: request.method,
    branch,
    flow,
    text,
    target: reconnectAddress(dialog.routes[0] ?? dialog.target, flow),
  }
}

/** Where to connect when the flow's connection is gone: the next hop, a URI or Route, if its host is a number. */
function reconnectAddress(next: string, flow: Flow): Address | undefined {
  if (flow.transport === 'udp') return undefined
  const uri = parseUri(/<([^<>]*)>/.exec(next)?.[1] ?? next)
  if (!uri.ok || !isIP(uri.value.host)) return undefined
  return { address: uri.value.host, port: uri.value.port ?? usualPort(flow.transport) }
}
