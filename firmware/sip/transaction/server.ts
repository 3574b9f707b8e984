import type { Event, Outcome, State, Times } from './machine.ts'
import { failed, NOTHING, PROCEEDING, SEND_RESPONSE, TERMINATED } from './machine.ts'

const COMPLETED: State = { name: 'completed' }

/**
 * Non-INVITE server transaction, RFC 3261 §17.2.2. Timer U is ours: a user that has not answered when the client has given
 * up (64 T1) never will, and RFC 4320 §4.2 forbids a 408.
 */
export function server(state: State, event: Event, times: Times, reliable: boolean): Outcome {
  switch (event.kind) {
    case 'start':
      return [state, [{ start: 'u', afterMs: 64 * times.t1Ms }]]
    case 'response':
      return response(state, event.status, times, reliable)
    case 'request':
      return state.name === 'proceeding' || state.name === 'completed'
        ? [state, [SEND_RESPONSE]]
        : [state, NOTHING]
    case 'timer':
      return event.timer === 'u' || event.timer === 'j' ? [TERMINATED, NOTHING] : [state, NOTHING]
    case 'transport-error':
      return state.name === 'terminated' ? [state, NOTHING] : failed('transport')
    default:
      return [state, NOTHING]
  }
}

function response(state: State, status: number, times: Times, reliable: boolean): Outcome {
  if (state.name !== 'trying' && state.name !== 'proceeding') return [state, NOTHING]
  if (status < 200) return [PROCEEDING, [SEND_RESPONSE]]
  if (reliable) return [TERMINATED, [SEND_RESPONSE]]
  return [COMPLETED, [SEND_RESPONSE, { stop: 'u' }, { start: 'j', afterMs: 64 * times.t1Ms }]]
}
