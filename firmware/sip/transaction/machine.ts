/** What the four transaction machines of RFC 3261 §17 have in common: their events, their effects, their times. */

/** RFC 3261 §17.1.1.1, in milliseconds. */
export interface Times {
  readonly t1Ms: number
  readonly t2Ms: number
  readonly t4Ms: number
}

export const RFC_TIMES: Times = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000 }

/** Timers by their letters in RFC 3261 and RFC 6026. */
export type TimerName = 'a' | 'b' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm' | 'u'

export type Event =
  /** The transaction begins: a client sends its request, a server has received one. */
  | { readonly kind: 'start' }
  /** Another process began it, this one goes on; a server says which status was the last sent. */
  | { readonly kind: 'resume'; readonly status?: number }
  /** Client: a response came. Server: the user wants one sent. */
  | { readonly kind: 'response'; readonly status: number }
  /** Server: the request came again. */
  | { readonly kind: 'request' }
  | { readonly kind: 'ack' }
  /** INVITE client: is not repeated any more; what comes of it is still heard. */
  | { readonly kind: 'hush' }
  | { readonly kind: 'timer'; readonly timer: TimerName }
  | { readonly kind: 'transport-error' }

export type Effect =
  /** Send the request; the ACK of a refusal; the last response. */
  | { readonly send: 'request' | 'ack' | 'response' }
  /** Hand the message of this event to the user. */
  | { readonly deliver: true }
  /** Tell the user that there will be no (further) message. */
  | { readonly fail: 'timeout' | 'transport' }
  | { readonly start: TimerName; readonly afterMs: number }
  | { readonly stop: TimerName }

export interface State {
  readonly name:
    | 'calling'
    | 'trying'
    | 'proceeding'
    | 'accepted'
    | 'completed'
    | 'confirmed'
    | 'terminated'
  /** Present interval of the retransmission timer (A, E or G) in milliseconds. */
  readonly intervalMs?: number
}

export type Outcome = readonly [state: State, effects: readonly Effect[]]

/** A machine. Pure: no clock, no socket, no throw. `reliable`: the transport retransmits by itself. */
export type Step = (state: State, event: Event, times: Times, reliable: boolean) => Outcome

export const NOTHING: readonly Effect[] = []
export const PROCEEDING: State = { name: 'proceeding' }
export const ACCEPTED: State = { name: 'accepted' }
export const CONFIRMED: State = { name: 'confirmed' }
export const TERMINATED: State = { name: 'terminated' }

export const DELIVER: Effect = { deliver: true }
export const SEND_REQUEST: Effect = { send: 'request' }
export const SEND_ACK: Effect = { send: 'ack' }
export const SEND_RESPONSE: Effect = { send: 'response' }

/** Ends the transaction and tells the user why. */
export function failed(why: 'timeout' | 'transport'): Outcome {
  return [TERMINATED, [{ fail: why }]]
}
