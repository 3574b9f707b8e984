/** Something done on a disk that is recorded, and what must be true of the disk whenever the power was cut meanwhile. */
import type { Chance } from '../../virtual/chance.ts'
import type { Mark } from './recording.ts'

/** Written down before the disk is asked anything more. */
export type Tell = (what: string, values?: Readonly<Record<string, string | number>>) => void

export interface Work {
  /** Done before the power may fail. */
  prepare?(data: string): Promise<void>
  run(data: string, tell: Tell, chance: Chance): Promise<void>
  /** What is wrong after a cut before which these marks were made; empty when all is well. May change the data. */
  complaints(data: string, marks: readonly Mark[]): Promise<string[]>
}

/** The value of the last mark of this name; undefined where there is none. */
export function last(marks: readonly Mark[], what: string): Mark | undefined {
  return marks.findLast((mark) => mark.what === what)
}
