import type { Event, Outcome, State, Times } from './machine.ts'
import { DELIVER, failed, NOTHING, SEND_REQUEST, TERMINATED } from './machine.ts'

const COMPLETED: State = { name: 'completed' }

/** Non-INVITE client transaction, RFC 3261 §17.1.2.2. */
export function client(state: State, event: Event, times: Times, reliable: boolean): Outcome {
  switch (event.kind) {
    case 'start':
      return start(times, reliable)
    case 'response':
      return response(state, event.status, times, reliable)
    case 'timer':
      return timer(state, event.timer, times)
    case 'transport-error':
      return isOpen(state) ? failed('transport') : [state, NOTHING]
    default:
      return [state, NOTHING]
  }
}

function isOpen(state: State): boolean {
  return state.name === 'trying' || state.name === 'proceeding'
}

function start({ t1Ms }: Times, reliable: boolean): Outcome {
  const giveUp = { start: 'f', afterMs: 64 * t1Ms } as const
  if (reliable) return [{ name: 'trying' }, [SEND_REQUEST, giveUp]]
  const again = { start: 'e', afterMs: t1Ms } as const
  return [{ name: 'trying', intervalMs: t1Ms }, [SEND_REQUEST, again, giveUp]]
}

function response(state: State, status: number, times: Times, reliable: boolean): Outcome {
  if (!isOpen(state)) return [state, NOTHING]
  if (status < 200) {
    if (state.name === 'proceeding' || reliable)
      return [{ ...state, name: 'proceeding' }, [DELIVER]]
    return [{ name: 'proceeding', intervalMs: times.t2Ms }, [DELIVER]]
  }
  if (reliable) return [TERMINATED, [DELIVER]]
  const end = { start: 'k', afterMs: times.t4Ms } as const
  return [COMPLETED, [{ stop: 'e' }, { stop: 'f' }, end, DELIVER]]
}

function timer(state: State, name: string, { t2Ms }: Times): Outcome {
  if (name === 'e' && isOpen(state)) {
    const intervalMs = Math.min((state.intervalMs ?? 0) * 2, t2Ms)
    return [{ name: state.name, intervalMs }, [SEND_REQUEST, { start: 'e', afterMs: intervalMs }]]
  }
  if (name === 'f' && isOpen(state)) return failed('timeout')
  if (name === 'k') return [TERMINATED, NOTHING]
  return [state, NOTHING]
}
