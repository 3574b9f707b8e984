import type { Address, Flow, InviteUsage } from './contract.ts'
import type { Incoming } from './incoming.ts'
import type { SipRequest, SipResponse } from './message/message.ts'
import { escapeUser, formatHostPort } from './message/uri.ts'
import type { TimerWheel } from './timer-wheel.ts'
import type { Times } from './transaction/machine.ts'
import type { TransactionLayer } from './transaction/transaction-layer.ts'

/** Whoever uses a dialog, an INVITE usage or a subscription, as the user agent sees it: what comes in for the dialog goes here. */
export interface DialogUser {
  readonly callId: string
  readonly localTag: string
  /** Whether a request with our tag in To is of this dialog. */
  owns(request: SipRequest): boolean
  receive(request: Incoming): void
  acknowledge(ack: SipRequest): void
  /** A 2xx to an INVITE whose transaction is over. */
  repeated(response: SipResponse): void
}

/** What the user agent lends to its usages. */
export interface Stack {
  readonly product: string
  readonly times: Times
  readonly wheel: TimerWheel
  readonly layer: TransactionLayer
  /** Milliseconds since boot; comparable between processes. */
  uptime(): number
  /** Sends without a transaction: the ACK of a 2xx. `target`: where to connect if the flow's connection is gone. */
  send(flow: Flow, text: string, target?: Address): void
  contactFor(flow: Flow): Address
  /** From now on what comes in with this usage's local tag is handed to it. */
  enroll(usage: DialogUser): void
  dismiss(usage: DialogUser): void
  /** Asks whether an in-dialog request on another flow is to be believed. */
  newFlow(usage: InviteUsage, request: Incoming): boolean
}

/** The value of our Contact header. `about`: the URI that was asked for; of a `sips:` one ours is `sips:` too (RFC 3261 §12.1.1). */
export function contactHeader(stack: Stack, flow: Flow, user: string, about = 'sip:'): string {
  const userPart = user ? `${escapeUser(user)}@` : ''
  const name = flow.transport === 'wss' ? 'ws' : flow.transport // RFC 7118 §5.4 knows no other
  const isSips = /^sips:/i.test(about)
  const transport = name === 'udp' || (isSips && name === 'tls') ? '' : `;transport=${name}`
  return `<${isSips ? 'sips' : 'sip'}:${userPart}${formatHostPort(stack.contactFor(flow))}${transport}>`
}

export function sameFlow(one: Flow, other: Flow): boolean {
  return (
    one.remote.port === other.remote.port &&
    one.remote.address === other.remote.address &&
    one.transport === other.transport &&
    one.local.port === other.local.port &&
    one.local.address === other.local.address
  )
}
