import type { Journal } from '../calls/journal.ts'
import type { BindingStore, KeptBinding } from '../phones/bindings.ts'
import type { DurableMap } from '../store/durable-map.ts'

type Kept = readonly KeptBinding[]

const PREFIX = 'binding/'

/**
 * Bindings in two places: in the durable map within a second, for a power cut; and in the journal before the 200 leaves, for a
 * killed process. After a restart the journal is the newer one; after a boot it is empty.
 */
export function keptBindings(journal: Journal, durable: DurableMap<Kept>): BindingStore {
  const note = (handset: string, kept: Kept) =>
    journal.touch({ journalKey: `${PREFIX}${handset}`, snapshot: () => kept })
  return {
    put: (handset, kept) => {
      durable.put(handset, kept)
      note(handset, kept)
    },
    remove: (handset) => {
      durable.remove(handset)
      note(handset, []) // or the durable map's older word would count
    },
    entries: () => {
      const all = new Map(durable.entries())
      for (const [key, kept] of journal.entries(PREFIX)) {
        all.set(key.slice(PREFIX.length), kept as Kept)
      }
      return [...all].filter(([, kept]) => kept.length > 0)
    },
  }
}
