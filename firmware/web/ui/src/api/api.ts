import { QueryClient } from '@tanstack/react-query'
import type { Session } from '../../../contract.ts'
import { clock } from '../clock.ts'
import { lastTouch } from './attention.ts'
import { ApiClient, Refused } from './client.ts'
import { LiveConnection, type LiveSocket, type LiveState } from './live.ts'
import { Watched } from './watched.ts'

const TOUCHED_MS = 5000

// A session ends when nobody does anything; what a page asks for when nobody has touched it for a while is not somebody's doing.
export const api = new ApiClient(
  (...sent) => fetch(...sent),
  () => clock.now() - lastTouch.get() > TOUCHED_MS,
)

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => isPassing(error) && count < 3,
      retryDelay: (count, error) =>
        ((error instanceof Refused && error.waitSeconds) || 2 ** count) * 1000,
    },
    mutations: { retry: false },
  },
})

const PASSING: readonly string[] = ['unreachable', 'unavailable', 'too-many']

function isPassing(error: unknown): boolean {
  return error instanceof Refused && PASSING.includes(error.code)
}

// The dialog comes over the page, which stays as it is: what was typed is not lost.
api.onSignedOut = () => {
  queries.setQueryData<Session>(['session'], (old) => old && { ...old, state: 'signed-out' })
}

/** Whether live values come in. */
export const liveState = new Watched<LiveState>('connecting')

export const live = new LiveConnection({
  open: () => {
    const { protocol, host } = location
    const scheme = protocol === 'https:' ? 'wss' : 'ws'
    return new WebSocket(`${scheme}://${host}/api/v1/live`) as LiveSocket
  },
  after: clock.after,
  onState: (state) => liveState.set(state),
  onValue: (topic, value) => {
    if (topic === 'config') void queries.invalidateQueries({ queryKey: ['config'] })
    queries.setQueryData(['live', topic], value)
  },
})
