import { useQuery } from '@tanstack/react-query'
import type { ShownRecord } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { following } from './following.ts'

const AGAIN_MS = 1000 // while the disk refuses: otherwise a call that is not among those that are on has its record
const MOST_TRIES = 15

/** The record of one call, once it has one; while `isLive` nobody asks. */
export function useRecord(call: string, isLive: boolean): ShownRecord | undefined {
  const { data } = useQuery({
    queryKey: ['records', 'one', call],
    queryFn: async ({ signal }) => {
      const path = `/records?limit=1&before=${following(call)}`
      const [record] = await api.get<readonly ShownRecord[]>(path, signal)
      return record?.call === call ? record : null
    },
    enabled: !isLive,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.endedAt === undefined && state.dataUpdateCount < MOST_TRIES ? AGAIN_MS : false,
  })
  return data ?? undefined
}
