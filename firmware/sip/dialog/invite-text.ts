import { supportedBy } from '../capabilities.ts'
import type { ExtraHeaders, Flow, InviteOptions } from '../contract.ts'
import { buildRequest } from '../message/build.ts'
import type { SipRequest } from '../message/message.ts'
import { askedTimer } from './session-timer.ts'

/** Headers of an INVITE of ours that say what we can, as the options of the call want it. */
export function abilities(options: InviteOptions, least?: number): ExtraHeaders {
  const { reliable = 'off', timer = 'accept' } = options
  const supported = supportedBy(options)
  const required = ['Require', '100rel'] as const
  const first = reliable === 'require' ? [supported, required] : [supported]
  return timer === 'off' ? first : [...first, ...askedTimer(options, least)]
}

/** What differs when an INVITE is sent once more. */
export interface Repetition {
  readonly uri: string
  readonly flow: Flow
  readonly branch: string
  readonly contact: string
  readonly product: string
  /** Headers that take the place of those of the same name. */
  readonly headers: ExtraHeaders
}

/** Headers that `buildRequest` writes by itself, in lower case. */
const WRITTEN = new Set(
  'via,from,to,call-id,cseq,contact,allow,user-agent,content-type,content-length,route'.split(','),
)

/** The INVITE again with the next CSeq number, as RFC 3261 §8.1.3.5 wants it: same Call-ID, To and From. */
export function repeatInvite(invite: SipRequest, again: Repetition): string {
  const replaced = new Set(again.headers.map(([name]) => name.toLowerCase()))
  const kept: [string, string][] = []
  invite.index.names.forEach((name, position) => {
    if (WRITTEN.has(name) || replaced.has(name)) return
    kept.push([longForm(name), invite.index.value(position)])
  })
  const { body, contentType } = invite
  return buildRequest({
    ...again,
    method: 'INVITE',
    from: invite.header('From') ?? '',
    to: invite.header('To') ?? '',
    callId: invite.callId,
    sequence: invite.cseq.sequence + 1,
    routes: again.uri === invite.uri ? invite.headers('Route') : [], // a redirection leads elsewhere
    headers: [...kept, ...again.headers],
    ...(body && { body: { type: contentType ?? 'application/sdp', text: body } }),
  })
}

/** `max-forwards` as it is usually written. */
function longForm(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (first) => first.toUpperCase())
}
