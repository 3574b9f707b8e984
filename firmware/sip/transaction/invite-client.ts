import type { Effect, Event, Outcome, State, Times } from './machine.ts'
import {
  ACCEPTED,
  DELIVER,
  failed,
  NOTHING,
  PROCEEDING,
  SEND_ACK,
  SEND_REQUEST,
  TERMINATED,
} from './machine.ts'

const COMPLETED: State = { name: 'completed' }

/** INVITE client transaction, RFC 3261 §17.1.1.2 with the accepted state of RFC 6026 §7.2. */
export function inviteClient(state: State, event: Event, times: Times, reliable: boolean): Outcome {
  switch (event.kind) {
    case 'start':
      return begin(state, times, reliable, [SEND_REQUEST])
    case 'resume':
      return begin(state, times, reliable, NOTHING)
    case 'response':
      return response(state, event.status, times, reliable)
    case 'timer':
      return timer(state, event.timer)
    case 'hush':
      return [state, [{ stop: 'a' }]]
    case 'transport-error':
      return state.name === 'accepted' || state.name === 'terminated'
        ? [state, NOTHING]
        : failed('transport')
    default:
      return [state, NOTHING]
  }
}

function begin(
  state: State,
  { t1Ms }: Times,
  reliable: boolean,
  first: readonly Effect[],
): Outcome {
  if (state.name !== 'calling') return [state, NOTHING]
  const giveUp = { start: 'b', afterMs: 64 * t1Ms } as const
  if (reliable) return [state, [...first, giveUp]]
  const again = { start: 'a', afterMs: t1Ms } as const
  return [{ name: 'calling', intervalMs: t1Ms }, [...first, again, giveUp]]
}

function response(state: State, status: number, times: Times, reliable: boolean): Outcome {
  if (state.name === 'terminated') return [state, NOTHING]
  if (state.name === 'accepted')
    return status < 300 && status >= 200 ? [state, [DELIVER]] : [state, NOTHING]
  if (state.name === 'completed') return status >= 300 ? [state, [SEND_ACK]] : [state, NOTHING]

  if (status < 200) {
    if (state.name === 'proceeding') return [state, [DELIVER]]
    return [PROCEEDING, [{ stop: 'a' }, { stop: 'b' }, DELIVER]]
  }
  if (status < 300) {
    const end = { start: 'm', afterMs: 64 * times.t1Ms } as const
    return [ACCEPTED, [{ stop: 'a' }, { stop: 'b' }, end, DELIVER]]
  }
  if (reliable) return [TERMINATED, [SEND_ACK, DELIVER]]
  const end = { start: 'd', afterMs: 64 * times.t1Ms } as const // 32 s or more, §17.1.1.2
  return [COMPLETED, [{ stop: 'a' }, { stop: 'b' }, end, SEND_ACK, DELIVER]]
}

function timer(state: State, name: string): Outcome {
  if (name === 'a' && state.name === 'calling') {
    const intervalMs = (state.intervalMs ?? 0) * 2 // doubles with every retransmission
    return [{ name: 'calling', intervalMs }, [SEND_REQUEST, { start: 'a', afterMs: intervalMs }]]
  }
  if (name === 'b' && state.name === 'calling') return failed('timeout')
  if (name === 'd' || name === 'm') return [TERMINATED, NOTHING]
  return [state, NOTHING]
}
