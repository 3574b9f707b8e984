import { Watched } from '../api/watched.ts'

/** What the frame knows of the browser phone without having loaded it. `calls` includes those that ring here. */
export interface Presence {
  readonly calls: number
  readonly ringing: boolean
}

export const presence = new Watched<Presence>({ calls: 0, ringing: false })

const KEPT = 'strowger-phone'

/** Whether this browser was made a telephone: then it becomes one again with the next page. */
export function isWanted(): boolean {
  return localStorage.getItem(KEPT) === 'on'
}

export function want(on: boolean): void {
  if (on) localStorage.setItem(KEPT, 'on')
  else localStorage.removeItem(KEPT)
}
