import type { Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import type { Keeper, KeptFailures } from './lock-out.ts'

/** Wrong attempts in the records of a unit. A disk that is full or torn keeps nobody from signing in. */
export function keptFailures({ records }: Pick<Store, 'records'>): Keeper {
  const table = records.table<KeptFailures>('sign-in')
  // In another thread and waited for by nobody: an account that there is must not answer later than one that there is not.
  const write = (change: () => void) => void records.batch(change).catch(tolerated)
  return {
    get: (name) => {
      records.refresh()
      try {
        return table.get(name)
      } catch (error) {
        return tolerated(error)
      }
    },
    put: (name, failures) => write(() => table.put(name, failures)),
    remove: (name) => write(() => table.remove(name)),
  }
}

/** Then in memory only; the exchange tells people of the disk. */
function tolerated(error: unknown): undefined {
  if (!(error instanceof StoreError)) throw error
}
