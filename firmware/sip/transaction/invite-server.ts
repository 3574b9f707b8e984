import type { Event, Outcome, State, Times } from './machine.ts'
import {
  ACCEPTED,
  CONFIRMED,
  DELIVER,
  failed,
  NOTHING,
  PROCEEDING,
  SEND_RESPONSE,
  TERMINATED,
} from './machine.ts'

/** INVITE server transaction, RFC 3261 §17.2.1 with the accepted state of RFC 6026 §7.1. Begins in `proceeding`. */
export function inviteServer(state: State, event: Event, times: Times, reliable: boolean): Outcome {
  switch (event.kind) {
    case 'response':
      return response(state, event.status, times, reliable)
    case 'resume':
      return resume(event.status ?? 0, times)
    case 'request':
      // in accepted the user repeats the 2xx itself; in confirmed the ACK has come
      return state.name === 'proceeding' || state.name === 'completed'
        ? [state, [SEND_RESPONSE]]
        : [state, NOTHING]
    case 'ack':
      return ack(state, times, reliable)
    case 'timer':
      return timer(state, event.timer, times)
    case 'transport-error':
      return state.name === 'completed' ? failed('transport') : [state, NOTHING]
    default:
      return [state, NOTHING]
  }
}

function response(state: State, status: number, times: Times, reliable: boolean): Outcome {
  if (state.name === 'accepted') {
    return status >= 200 && status < 300 ? [state, [SEND_RESPONSE]] : [state, NOTHING]
  }
  if (state.name !== 'proceeding') return [state, NOTHING]
  if (status < 200) return [state, [SEND_RESPONSE]]

  const limit = 64 * times.t1Ms
  if (status < 300) return [ACCEPTED, [SEND_RESPONSE, { start: 'l', afterMs: limit }]]
  if (reliable) return [{ name: 'completed' }, [SEND_RESPONSE, { start: 'h', afterMs: limit }]]
  return [
    { name: 'completed', intervalMs: times.t1Ms },
    [SEND_RESPONSE, { start: 'g', afterMs: times.t1Ms }, { start: 'h', afterMs: limit }],
  ]
}

function resume(status: number, { t1Ms }: Times): Outcome {
  return status >= 200 ? [ACCEPTED, [{ start: 'l', afterMs: 64 * t1Ms }]] : [PROCEEDING, NOTHING]
}

function ack(state: State, { t4Ms }: Times, reliable: boolean): Outcome {
  if (state.name === 'accepted') return [state, [DELIVER]]
  if (state.name !== 'completed') return [state, NOTHING]
  if (reliable) return [TERMINATED, NOTHING]
  return [CONFIRMED, [{ stop: 'g' }, { stop: 'h' }, { start: 'i', afterMs: t4Ms }]]
}

function timer(state: State, name: string, { t2Ms }: Times): Outcome {
  if (name === 'g' && state.name === 'completed') {
    const intervalMs = Math.min((state.intervalMs ?? 0) * 2, t2Ms)
    return [{ name: 'completed', intervalMs }, [SEND_RESPONSE, { start: 'g', afterMs: intervalMs }]]
  }
  if (name === 'h' && state.name === 'completed') return failed('timeout')
  if (name === 'i' || name === 'l') return [TERMINATED, NOTHING]
  return [state, NOTHING]
}
