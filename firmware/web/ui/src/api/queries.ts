import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type {
  ConfigObject,
  Listing,
  LiveTopic,
  LiveTopics,
  ModelSection,
  Session,
} from '../../../contract.ts'
import { useWords } from '../words/use-words.ts'
import { api, live } from './api.ts'

/** Who looks at the pages. The token for changes follows it. */
export function useSession(): UseQueryResult<Session> {
  return useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => keepToken(await api.get<Session>('/session', signal)),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data?.state === 'preparing' ? 2000 : false),
  })
}

export function keepToken(session: Session): Session {
  api.carry(session.csrf)
  return session
}

/** The newest value of a topic, by the live connection; by a request where that is not open yet. */
export function useLive<T extends LiveTopic>(topic: T): UseQueryResult<LiveTopics[T]> {
  useEffect(() => live.watch(topic), [topic])
  return useQuery({
    queryKey: ['live', topic],
    queryFn: ({ signal }) => api.get<LiveTopics[T]>(`/${topic}`, signal),
    enabled: topic !== 'config', // has no request of its own
  })
}

const PAGE = 200
const MOST = 10_000 // objects of one section that pages hold at once

/** All objects of a section. */
export function useSection<T extends ConfigObject>(section: string): UseQueryResult<readonly T[]> {
  return useQuery({
    queryKey: ['config', section],
    queryFn: ({ signal }) => everything<T>(section, signal),
  })
}

async function everything<T extends ConfigObject>(
  section: string,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const found: T[] = []
  for (;;) {
    const path = `/config/${section}?offset=${found.length}&limit=${PAGE}`
    const { items, total } = await api.get<Listing>(path, signal)
    found.push(...(items as readonly T[]))
    if (items.length === 0 || found.length >= total || found.length >= MOST) return found
  }
}

/** One object; a singleton's id is its section. */
export function useObject<T extends ConfigObject>(section: string, id: string): UseQueryResult<T> {
  return useQuery({
    queryKey: ['config', section, id],
    queryFn: ({ signal }) => api.get<T>(`/config/${section}/${encodeURIComponent(id)}`, signal),
  })
}

/** How the sections are made, in words of this language: from the declarations, so it changes with the software only. */
export function useModel(): UseQueryResult<readonly ModelSection[]> {
  const { language } = useWords()
  return useQuery({
    queryKey: ['model', language],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<readonly ModelSection[]>('/model', signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
