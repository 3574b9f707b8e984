import type {
  InviteListener,
  InviteOptions,
  InviteUsage,
  OutgoingInvite,
} from '../../../firmware/sip/contract.ts'
import type { SipRequest } from '../../../firmware/sip/message/message.ts'
import type { Agent, Ending } from './agent.ts'
import { anAgent } from './agent.ts'
import type { Recorder } from './listener.ts'
import { aListener } from './listener.ts'
import type { Peer, RequestOptions } from './peer.ts'
import { aPeer } from './peer.ts'

export interface Call extends Agent {
  readonly peer: Peer
  readonly usage: InviteUsage
  readonly listener: Recorder
  /** The INVITE that began it, as it came or as the peer got it. */
  readonly invite: SipRequest
  /** A request of the peer in the dialog, with the next CSeq number. `toTag`: undefined before we have given one. */
  next(more?: RequestOptions): RequestOptions
  /** The same in another early dialog. */
  nextOf(tag: string, more?: RequestOptions): RequestOptions
}

export interface CallOptions {
  readonly options?: InviteOptions
  readonly listener?: Partial<InviteListener>
  readonly headers?: readonly string[]
  /** '' for none. */
  readonly offer?: string
}

/** A listener that also writes down the answers nobody waits for. */
function aFullListener(overrides: Partial<InviteListener> = {}): Recorder {
  const listener: Recorder = aListener({
    answered: (sdp) => void listener.told.push(`answered ${sdp}`),
    accepted: (_, answer) => void listener.told.push(`accepted ${answer}`),
    described: () => 'as before',
    ...overrides,
  })
  return listener
}

/** A peer's INVITE that has been adopted; nothing but 100 has been sent. */
export async function anIncomingCall(t: Ending, how: CallOptions = {}): Promise<Call> {
  const listener = aFullListener(how.listener)
  let taken: InviteUsage | undefined
  const server = await anAgent(t, {
    invite: (request) => {
      taken = server.agent.adopt(request, 'leg-1', listener, how.options)
    },
  })
  const peer = await aPeer(t)
  const { headers = [], offer = 'offer' } = how
  const ids = { callId: 'in-1', fromTag: 'theirs' }
  const begin = { ...ids, branch: 'z9hG4bKin1', body: offer, headers }
  peer.send('INVITE', server.address, begin)
  await peer.response(100)
  if (!taken) throw new Error('no INVITE came')
  const usage = taken
  let sequence = 1
  const next = (more: RequestOptions = {}) => ({
    ...ids,
    toTag: usage.localTag,
    sequence: ++sequence,
    ...more,
  })
  return { ...server, peer, usage, listener, invite: usage.invite, next, nextOf: () => next() }
}

/** An INVITE of ours that has arrived at the peer. */
export async function anOutgoingCall(t: Ending, how: CallOptions = {}): Promise<Call> {
  const listener = aFullListener(how.listener)
  const caller = await anAgent(t)
  const peer = await aPeer(t)
  const who = { uri: 'sip:101@office.example' }
  const { offer = 'offer', options } = how
  const invite: OutgoingInvite = {
    target: 'sip:a@x',
    flow: caller.flowTo(peer.address),
    from: who,
    to: who,
    contactUser: 'a',
    ...(offer && { body: { type: 'application/sdp', text: offer } }),
    ...(options && { options }),
  }
  const usage = caller.agent.invite(invite, 'leg-1', listener)
  const arrived = await peer.request('INVITE')
  let sequence = 0
  const nextOf = (tag: string, more: RequestOptions = {}) => ({
    callId: arrived.callId,
    fromTag: tag,
    toTag: arrived.fromTag,
    sequence: ++sequence,
    ...more,
  })
  const next = (more?: RequestOptions) => nextOf('b', more)
  return { ...caller, peer, usage, listener, invite: arrived, next, nextOf }
}

/** The same with the call up; the peer's tag is `b`. */
export async function anAnsweredCall(
  t: Ending,
  how: CallOptions & { readonly answerHeaders?: readonly string[] } = {},
): Promise<Call> {
  const call = await anOutgoingCall(t, how)
  const { peer, invite, address, answerHeaders = [] } = { ...call, ...how }
  peer.respond(invite, 200, address, { toTag: 'b', body: 'answer', headers: answerHeaders })
  await peer.request('ACK')
  call.listener.told.length = 0
  return call
}

/** Headers of a reliable response of the peer. */
export function reliably(sequence: number, ...more: readonly string[]): readonly string[] {
  return ['Require: 100rel', `RSeq: ${sequence}`, ...more]
}
