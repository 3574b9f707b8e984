import { type SetUpState, setUpState } from '../access/set-up.ts'
import type { Clock } from '../clock/clock.ts'
import type { Environment } from '../environment.ts'
import { openStore } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'

/** How the unit stands; undefined before its first start. @throws StoreError when its store or key cannot be read */
export async function readSetUp(
  { data }: Pick<Environment, 'data'>,
  clock: Clock,
): Promise<SetUpState | undefined> {
  try {
    const store = openStore({ data, clock, readOnly: true })
    try {
      return setUpState(store)
    } finally {
      await store.close()
    }
  } catch (error) {
    if (error instanceof StoreError && error.code === 'missing') return undefined
    throw error
  }
}
