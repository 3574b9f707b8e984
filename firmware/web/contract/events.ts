import type { EventClass, EventSeverity } from '../../records/event-kinds.ts'

/**
 * `GET /events?limit=50&before=ms&q=text&from=ms&to=ms&severity=critical,error&class=access`, newest first: what was done that changed no setting
 * (a secret shown, a process restarted), and what was wrong with the unit. `before` leaves out that moment and what came after; `q` is found in
 * text, by and from. `GET /events/file?format=csv|txt` with the same filters is all of them as a file.
 */
export interface ShownEvent {
  readonly at: number
  readonly by: string
  readonly from: string
  readonly text: string
  readonly severity: EventSeverity
  readonly class: EventClass
}

/** One way by which events leave the unit. */
export interface ShownWay {
  readonly enabled: boolean
  /** Events that wait. */
  readonly waiting: number
  /** Events that were too many; told with the next ones that are sent. */
  readonly leftOut: number
  readonly lastSent?: number
  readonly lastFailure?: { readonly at: number; readonly why: string }
}

/** `GET /forwarding`. `POST /forwarding/{mail|syslog}/flush` discards what waits. */
export interface ShownForwarding {
  readonly mail: ShownWay
  readonly syslog: ShownWay
}

/** `POST /forwarding/{mail|syslog}/test`: what came of one message. */
export interface ForwardingTest {
  readonly sent: boolean
  readonly text: string
}
