import type { InviteUsage, NamedCall } from '../contract.ts'
import type { SipRequest } from '../message/message.ts'
import { parseParams } from '../message/tokens.ts'

/** A dialog as a Replaces or Join header names it: tags as its receiver sees them. */
interface Name {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  readonly earlyOnly: boolean
}

/** Value of Replaces (RFC 3891 §6.1) or Join (RFC 3911 §7.1); undefined where it is malformed. */
export function parseNamedDialog(text: string): Name | undefined {
  const end = text.indexOf(';')
  const callId = (end < 0 ? text : text.slice(0, end)).trim()
  const params = end < 0 ? undefined : parseParams(text.slice(end))
  const localTag = params?.get('to-tag')
  const remoteTag = params?.get('from-tag')
  if (!/^[\x21-\x2b\x2d-\x7e]{1,512}$/.test(callId) || !localTag || !remoteTag) return undefined
  return { callId, localTag, remoteTag, earlyOnly: params?.has('early-only') ?? false }
}

/** What the INVITE wants to replace or join; undefined for most. `find` is that of the user agent. */
export function namedCall(
  invite: SipRequest,
  find: (callId: string, localTag: string, remoteTag: string) => InviteUsage | undefined,
): NamedCall | undefined {
  const replaces = invite.index.find('replaces')
  const joins = invite.index.find('join')
  if (replaces < 0 && joins < 0) return undefined
  const how = replaces < 0 ? 'join' : 'replace'
  const refused = (refusal: number) => ({ how, usage: undefined, refusal }) as const
  const values = [...invite.headers('Replaces'), ...invite.headers('Join')]
  const name = values.length === 1 ? parseNamedDialog(values[0] ?? '') : undefined
  if (!name) return refused(400)
  const usage = find(name.callId, name.localTag, name.remoteTag)
  if (!usage) return refused(481)
  return { how, usage, refusal: refusalOf(usage, name) }
}

/** RFC 3891 §3. */
function refusalOf(usage: InviteUsage, { earlyOnly }: Name): number | undefined {
  if (usage.state === 'ended') return 603
  const isUp = usage.state === 'confirmed' || usage.state === 'accepted'
  if (isUp) return earlyOnly ? 486 : undefined
  return usage.direction === 'in' ? 481 : undefined // it rings here by somebody else's doing
}
