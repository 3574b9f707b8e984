import type { ExtraHeaders } from '../contract.ts'
import { escapeUser, formatHost } from '../message/uri.ts'

/** What is watched: the user part and host of the Request-URI that the watcher used. */
export interface Subject {
  readonly user: string
  readonly host: string
}

/** The watched resource as a URI. */
export function subjectUri({ user, host }: Subject): string {
  return `sip:${escapeUser(user)}@${formatHost(host)}`
}

/**
 * The state of a subject, in full. Watchers get it with version numbers of their own, so it is kept in the pieces between
 * which the version stands: written once for all who watch.
 */
export interface Document {
  /** Media type; undefined: a NOTIFY without a body. */
  readonly type?: string | undefined
  readonly pieces?: readonly string[]
  readonly headers?: ExtraHeaders
}

/** Stands in a document where its version goes. */
export const VERSION = '\u2042version\u2042'

/** A document made of text in which `VERSION` stands at most once, before anything that somebody else chose. */
export function documentOf(type: string, text: string): Document {
  const at = text.indexOf(VERSION)
  if (at < 0) return { type, pieces: [text] }
  return { type, pieces: [text.slice(0, at), text.slice(at + VERSION.length)] }
}

/** Who may watch: `pending` is told nothing until `review`; a number refuses with that status. */
export type Admission = 'active' | 'pending' | number

/** An event package of RFC 6665 §5: what can be watched, by whom, and what its state looks like. */
export interface EventPackage {
  readonly name: string
  /** Body types that can be asked for; the first goes to watchers without an Accept header. Empty: no bodies. */
  readonly types: readonly string[]
  /** Seconds that are granted. */
  readonly expires: { readonly least: number; readonly usual: number; readonly most: number }
  /** Least time between two NOTIFYs of a subscription; what happens meanwhile goes into one. */
  readonly spacingMs: number
  /** Documents have times in them that go on by themselves. */
  readonly hasTimes?: boolean
  /** Asked for a new subscription, at each refresh and by `review`. `account` has proved itself. */
  admit(account: string, subject: Subject): Admission
  document(subject: Subject, type: string): Document
  /** RFC 4662: whom a list names; undefined: the subject is no list. */
  members?(subject: Subject): readonly Member[] | undefined
  /** Headers that each subscription has for itself, in every NOTIFY of it. */
  ownHeaders?(opening: Opening): ExtraHeaders
  /** A subscription begins, or goes on after a restart; a number refuses it with that status. For packages in which watching is doing, as line-seize. */
  opened?(opening: Opening): number | undefined
  closed?(opening: Opening): void
}

/** One resource of a list. */
export interface Member {
  readonly subject: Subject
  readonly name?: string
}

export interface Opening {
  /** The same until the subscription ends, also over a restart. */
  readonly id: string
  readonly account: string
  readonly subject: Subject
  /** The Call-Info header of the SUBSCRIBE that began it. */
  readonly callInfo: string | undefined
}

/** Why a subscription ends, RFC 6665 §4.1.3. */
export type EndReason =
  | 'deactivated'
  | 'probation'
  | 'rejected'
  | 'timeout'
  | 'giveup'
  | 'noresource'
  | 'invariant'
