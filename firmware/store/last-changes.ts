import type { Revision } from './revision.ts'

const AT_ONCE = 500 // revisions read in one go

/** Which revision changed an object last; follows the history as it grows. */
export class LastChanges {
  readonly #objects = new Map<string, number>()
  #revision = 0

  /** Takes note of the revisions since the last call. */
  catchUp(store: {
    revisions(range: { readonly since: number; readonly limit: number }): readonly Revision[]
  }): void {
    for (;;) {
      const next = store.revisions({ since: this.#revision, limit: AT_ONCE })
      for (const { number, changes } of next) {
        this.#revision = number
        for (const { id } of changes) this.#objects.set(id, number)
      }
      if (next.length < AT_ONCE) return
    }
  }

  /** Number of the revision that changed the object last; 0 when the history does not tell. */
  of(id: string): number {
    return this.#objects.get(id) ?? 0
  }
}
