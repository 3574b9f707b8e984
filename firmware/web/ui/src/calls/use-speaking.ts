import { useQuery } from '@tanstack/react-query'
import type { ShownCall, Speaking } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { phaseOf } from './call-words.ts'

const LOOK_MS = 500

/** The legs of a call that speak now. As long as the page is open the media gateway listens for it, and no longer. */
export function useSpeaking({ call, legs }: ShownCall): ReadonlySet<string> {
  const talks = legs.some((leg) => phaseOf(leg) === 'talking')
  const { data } = useQuery({
    queryKey: ['speakers', call],
    queryFn: ({ signal }) =>
      api.get<Speaking>(`/calls/${encodeURIComponent(call)}/speakers`, signal),
    enabled: talks,
    refetchInterval: LOOK_MS,
    retry: false,
  })
  return new Set(talks ? data?.legs : [])
}
