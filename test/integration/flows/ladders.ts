import type { Step } from '../../peers/scenario.ts'
import { answers, follows, gets, sends } from '../../peers/scenario.ts'

/** The parts of ladders that most figures begin and end with. */
export const CALLS: readonly Step[] = [
  sends('INVITE', { sdp: {} }),
  gets(100),
  gets(180),
  gets(200),
  sends('ACK'),
]

export const IS_CALLED: readonly Step[] = [
  gets('INVITE'),
  answers(180),
  answers(200, { sdp: {} }),
  gets('ACK'),
]

export const HANGS_UP: readonly Step[] = [sends('BYE'), gets(200)]

export const IS_LEFT: readonly Step[] = [gets('BYE'), answers(200)]

/** A new description, and the answer to it. */
export function offers(direction: 'sendrecv' | 'sendonly' | 'inactive'): readonly Step[] {
  return [
    sends('INVITE', { sdp: { direction } }),
    gets(100, { optional: true }),
    gets(200),
    sends('ACK'),
  ]
}

/** A NOTIFY of the transfer (RFC 3515 §2.4.5), and what it says. */
export function tells(status: number, state: string, dialog = 'a'): readonly Step[] {
  const name = `told_${status}`
  return [
    gets('NOTIFY', {
      dialog,
      takes: {
        [name]: ['body', `^SIP/2.0 ${status} `],
        [`${name}_event`]: ['Event', 'refer'],
        [`${name}_type`]: ['Content-Type', 'message/sipfrag'],
        [`${name}_state`]: ['Subscription-State', `${state}`],
      },
    }),
    answers(200, { dialog }),
  ]
}

/** Watches a number, and is told how it is now. */
export function watches(event: string): readonly Step[] {
  const headers = [`Event: ${event}`, 'Expires: 300']
  return [
    sends('SUBSCRIBE', { headers }),
    gets(401),
    sends('SUBSCRIBE', { headers, credentials: true }),
    gets(200, { takes: { granted: ['Expires', '300'] } }),
    gets('NOTIFY', { takes: { subscription: ['Subscription-State', 'active;expires='] } }),
    answers(200),
  ]
}

/** Watches no longer. What is told meanwhile is told. */
export function letsGo(event: string): readonly Step[] {
  return [
    sends('SUBSCRIBE', { headers: [`Event: ${event}`, 'Expires: 0'] }),
    gets(200),
    follows('NOTIFY', { ended: ['Subscription-State', 'terminated;reason=timeout'] }),
  ]
}
