import type { LmdbEnvironment } from './lmdb-environment.ts'

const PIECES = 32
const PIECE_LENGTH = 12_000 // characters: three pages of 4096 octets each

/**
 * Gives a new environment 400 kB on the disk that it does not need yet: LMDB takes freed pages before it asks the file system for more. So the
 * first calls of a unit whose disk something else has filled are written, and what cannot be written comes when LMDB has settled (its very first
 * writes may end the process when they fail). Three transactions.
 *
 * @throws StoreError when there is no such room
 */
export function reserve(environment: LmdbEnvironment): void {
  const table = environment.table<string>('reserve')
  const keys = Array.from({ length: PIECES }, (_, index) => String(index))
  const piece = '-'.repeat(PIECE_LENGTH)
  environment.transaction(() => {
    for (const key of keys) table.put(key, piece)
  })
  environment.transaction(() => {
    for (const key of keys) table.remove(key)
  })
  environment.transaction(() => table.put('made', '')) // what one has freed, the one after the next may take
}
