/**
 * What this stack can do, said in one place: the Allow, Supported and Accept headers, and what Require may ask of us
 * (RFC 3261 §8.2.2.3, §20.32, §20.37).
 */

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
  INVITE: new Set(['100rel', 'timer', 'replaces', 'norefersub']),
  UPDATE: new Set(['timer']),
  REFER: new Set(['norefersub', 'replaces']),
  REGISTER: new Set(['path', 'outbound', 'gruu']),
  SUBSCRIBE: new Set(['eventlist']),
}

/** Whether Require may name this option tag (case does not count) in a request of this method. */
export function understands(method: string, tag: string): boolean {
  return UNDERSTOOD[method]?.has(tag.toLowerCase()) ?? false
}

/** Value of the Supported header, in OPTIONS too; the user agent adds `100rel` and `timer` to calls that may use them. */
export const SUPPORTED = 'replaces, norefersub'
/** What a session description of a call may be written in; the Accept header. */
export const ACCEPT = 'application/sdp'
