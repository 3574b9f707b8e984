/** The last messages of a call come when it is no longer among those that are on. */
const LOOKS_AFTER_THE_END = 4

/** How long to wait (ms) before looking again at what grows while a call is on; false: no more. For a query whose key has `isLive`. */
export function whileNew(isLive: boolean, everyMs: number) {
  return ({ state }: { readonly state: { readonly dataUpdateCount: number } }): number | false =>
    isLive || state.dataUpdateCount < LOOKS_AFTER_THE_END ? everyMs : false
}
