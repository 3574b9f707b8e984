/** Tables are made by the first opening, each in a transaction of its own: the power may fail between any two. */
import type { LmdbEnvironment } from './lmdb-environment.ts'
import { StoreError } from './store-error.ts'

/** Those of these tables that are there. */
export function tablesMade(environment: LmdbEnvironment, names: readonly string[]): string[] {
  return names.filter((name) => {
    try {
      environment.table(name)
      return true
    } catch (error) {
      if (error instanceof StoreError && error.code === 'missing') return false
      throw error
    }
  })
}

/** Whether nothing is in any of these tables, as in an environment whose first opening did not come to its end. */
export function nothingIn(environment: LmdbEnvironment, names: readonly string[]): boolean {
  return names.every((name) => environment.table(name).keys().next().done)
}

export const tableLost = (environment: string, table: string) =>
  `${environment}: the table ${table} is missing.`
