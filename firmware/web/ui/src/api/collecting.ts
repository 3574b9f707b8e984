import { api, queries } from './api.ts'
import { Watched } from './watched.ts'

/** The change set that this tab collects into. */
export interface Collecting {
  readonly id: string
  readonly name: string
}

const PLACE = 'strowger-collecting' // of this tab alone: another goes on as ever

export const collecting = new Watched<Collecting | undefined>(undefined)

/** From here on changes are collected; undefined: they act again. */
export function collectInto(set: Collecting | undefined): void {
  if (set) sessionStorage.setItem(PLACE, JSON.stringify({ id: set.id, name: set.name }))
  else sessionStorage.removeItem(PLACE)
  api.collect(set?.id)
  collecting.set(set)
  void queries.invalidateQueries({ queryKey: ['config'] })
  void queries.invalidateQueries({ queryKey: ['change-sets'] })
}

/** What this tab did before it was loaded again. */
export function collectAgain(): void {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null') as Partial<Collecting> | null
    if (typeof kept?.id !== 'string' || typeof kept.name !== 'string') return
    api.collect(kept.id)
    collecting.set({ id: kept.id, name: kept.name })
  } catch {
    sessionStorage.removeItem(PLACE) // not ours
  }
}
