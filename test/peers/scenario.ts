/**
 * What one sipp peer does, written as the ladder of an RFC's figure and turned into sipp's XML (`scenario-xml.ts`). Every dialog that the peer is in has a
 * name, `a` unless given; a peer begins further ones by sending their INVITE or REGISTER. Requests are numbered, and descriptions have
 * their versions, in the order of the steps.
 */
export type Step = Sent | Answered | Got | Followed | Waited | Rested

export interface Sent {
  readonly kind: 'sends'
  readonly method: string
  readonly parts: SentParts
}

export interface Answered {
  readonly kind: 'answers'
  readonly status: number
  readonly parts: AnswerParts
}

export interface Got {
  readonly kind: 'gets'
  readonly what: number | string
  readonly parts: GotParts
}

export interface Followed {
  readonly kind: 'follows'
  readonly method: string
  readonly takes: Takes
  readonly dialog: string | undefined
}

/** A request that comes from the test itself, when it has seen that another peer is so far. */
export interface Waited {
  readonly kind: 'waits'
  readonly peer: string
  readonly what: number | string | RegExp
}

export interface Rested {
  readonly kind: 'rests'
  readonly ms: number
}

export interface Parts {
  readonly dialog?: string
  /** More header lines. `[server]` is the peer's server; other `[field]`s and `[$variable]` are sipp's. */
  readonly headers?: readonly string[]
  readonly sdp?: Description
  readonly body?: { readonly type: string; readonly text: string }
}

export interface SentParts extends Parts {
  /** User or URI that a request outside dialogs is for; the peer's `calls` unless given. */
  readonly to?: string
  /** With the answer to the last challenge. */
  readonly credentials?: boolean
  /** Route headers, where proxies are in the way. */
  readonly routes?: readonly string[]
  /** Instead of the usual one. */
  readonly contact?: string
  /** A CSeq number that is not the next. */
  readonly sequence?: number
  /** What is sent again by itself is what a request waits for; not so for one that crosses another. */
  readonly once?: boolean
}

export interface AnswerParts extends Parts {
  /** The request of the other side that it answers; the last one that came in the dialog unless given. */
  readonly to?: string
  readonly reason?: string
  readonly contact?: string
  /** Of the early dialog, where the peer has several. */
  readonly tag?: string
}

export interface GotParts {
  readonly dialog?: string
  /** It may come, or not, before the next step. */
  readonly optional?: boolean
  /**
   * What is taken from it, by name of the variable: a header, or `body`, and the regular expression of the part, or of what stands around
   * it in brackets. It must be there.
   */
  readonly takes?: Takes
  /** OPTIONS that come before it are answered: who is silent for long is asked whether he is there. */
  readonly probed?: boolean
  /** The peer fails when it has not come after so long. */
  readonly withinMs?: number
  /** The request that a response is for; the last one of the dialog unless given. */
  readonly of?: string
}

export type Takes = Readonly<Record<string, readonly [header: string, pattern: string]>>

/** One audio stream. */
export interface Description {
  readonly direction?: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
  readonly address?: string
  readonly port?: number
  /** The same once more: its version stays. */
  readonly again?: boolean
}

export function sends(method: string, parts: SentParts = {}): Step {
  return { kind: 'sends', method, parts }
}

export function answers(status: number, parts: AnswerParts = {}): Step {
  return { kind: 'answers', status, parts }
}

/** Waits for a response of that status, or a request of that method. */
export function gets(what: number | string, parts: GotParts = {}): Step {
  return { kind: 'gets', what, parts }
}

/** Answers requests of that method by 200 until one has the last of `takes`; how many come before is nobody's matter. */
export function follows(method: string, takes: Takes, dialog?: string): Step {
  return { kind: 'follows', method, takes, dialog }
}

/** Goes on when the other peer has got that response or request, or one with that in its body. */
export function waitsFor(peer: string, what: number | string | RegExp): Step {
  return { kind: 'waits', peer, what }
}

/** What a person does in this time is not the scenario's matter. */
export function rests(ms: number): Step {
  return { kind: 'rests', ms }
}
