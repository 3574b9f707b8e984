/**
 * What this stack can do, said in one place: the Allow, Supported and Accept headers, and what Require may ask of us
 * (RFC 3261 §8.2.2.3, §20.32, §20.37).
 */
import type { InviteOptions } from './contract.ts'

/** Methods that we take; the Allow header. */
export const METHODS = [
  'INVITE',
  'ACK',
  'CANCEL',
  'BYE',
  'OPTIONS',
  'REGISTER',
  'INFO',
  'MESSAGE',
  'NOTIFY',
  'PRACK',
  'PUBLISH',
  'REFER',
  'SUBSCRIBE',
  'UPDATE',
] as const

/** Value of the Allow header. */
export const ALLOW = METHODS.join(', ')

/** Option tags that a request of this method may require. What a method does not name, it does not know. */
const UNDERSTOOD: Readonly<Record<string, ReadonlySet<string>>> = {
  INVITE: new Set(['100rel', 'timer', 'replaces', 'join', 'norefersub']),
  UPDATE: new Set(['timer']),
  REFER: new Set(['norefersub', 'replaces']),
  REGISTER: new Set(['path', 'outbound', 'gruu']),
  SUBSCRIBE: new Set(['eventlist']),
}

/** Whether Require may name this option tag (case does not count) in a request of this method. */
export function understands(method: string, tag: string): boolean {
  return UNDERSTOOD[method]?.has(tag.toLowerCase()) ?? false
}

/** Value of the Supported header, in OPTIONS too; calls add `100rel` and `timer` where they may use them. */
export const SUPPORTED = 'replaces, join, norefersub'
/** The Supported header of an INVITE of ours, and of our 2xx to one, as the options of the call want it. */
export function supportedBy({ reliable = 'off', timer = 'accept' }: InviteOptions) {
  const tags = [
    ...(reliable === 'off' ? [] : ['100rel']),
    ...(timer === 'off' ? [] : ['timer']),
    SUPPORTED,
  ]
  return ['Supported', tags.join(', ')] as const
}

/** What a session description of a call may be written in; the Accept header. */
export const ACCEPT = 'application/sdp'
