import type { Flow } from '../contract.ts'
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts'
import { parseNameAddress } from '../message/name-address.ts'
import { formatHostPort, parseUri } from '../message/uri.ts'

/** The state of a dialog, RFC 3261 §12, as plain data. */
export interface Dialog {
  readonly callId: string
  readonly localTag: string
  /** Undefined for a peer of RFC 2543. */
  readonly remoteTag: string | undefined
  /** Our and their From or To header, tags included. */
  readonly local: string
  readonly remote: string
  /** Remote target: the URI of the peer's latest Contact. */
  readonly target: string
  readonly routes: readonly string[]
  /** CSeq numbers of the latest request each way; undefined before the first. */
  readonly localSequence: number
  readonly remoteSequence: number | undefined
}

/** The dialog that answering an INVITE makes, §12.1.1. */
export function dialogOfRequest(invite: SipRequest, localTag: string, flow: Flow): Dialog {
  return {
    callId: invite.callId,
    localTag,
    remoteTag: invite.fromTag,
    local: `${invite.header('To')};tag=${localTag}`,
    remote: invite.header('From') ?? '',
    target: contactOf(invite) ?? addressUri(flow),
    routes: invite.headers('Record-Route'),
    localSequence: 0,
    remoteSequence: invite.cseq.sequence,
  }
}

/** The dialog that a response to our INVITE makes, §12.1.2. */
export function dialogOfResponse(invite: SipRequest, response: SipResponse, flow: Flow): Dialog {
  return {
    callId: invite.callId,
    localTag: invite.fromTag ?? '',
    remoteTag: response.toTag,
    local: invite.header('From') ?? '',
    remote: response.header('To') ?? '',
    target: contactOf(response) ?? addressUri(flow),
    routes: response.headers('Record-Route').reverse(),
    localSequence: invite.cseq.sequence,
    remoteSequence: undefined,
  }
}

/** The dialog after a message with a Contact that changes the remote target, §12.2. */
export function withTarget(dialog: Dialog, message: SipMessage): Dialog {
  const target = contactOf(message)
  return target === undefined || target === dialog.target ? dialog : { ...dialog, target }
}

/** Whether a request from the peer belongs to the dialog, §12.2.2. */
export function belongs(request: SipRequest, dialog: Dialog): boolean {
  return (
    request.callId === dialog.callId &&
    request.toTag === dialog.localTag &&
    request.fromTag === dialog.remoteTag
  )
}

/** Request-URI and Route headers of a request in the dialog, strict routers included (§12.2.1.1). */
export function pathOf(dialog: Dialog): {
  readonly uri: string
  readonly routes: readonly string[]
} {
  const first = dialog.routes[0]
  if (first === undefined) return { uri: dialog.target, routes: [] }
  const address = parseNameAddress(first)
  const uri = address.ok ? address.value.uri : ''
  const parsed = parseUri(uri)
  if (!parsed.ok || parsed.value.params.has('lr'))
    return { uri: dialog.target, routes: dialog.routes }
  return { uri, routes: [...dialog.routes.slice(1), `<${dialog.target}>`] }
}

function contactOf(message: SipMessage): string | undefined {
  const { contacts } = message
  if (contacts === '*' || !contacts[0]) return undefined
  const { uri } = contacts[0]
  const parsed = parseUri(uri)
  return parsed.ok && parsed.value.scheme.startsWith('sip') ? uri : undefined
}

/** For a peer that gives no Contact: where it is. */
function addressUri(flow: Flow): string {
  return `sip:${formatHostPort(flow.remote)}`
}
