import type { Session } from '../../../contract.ts'

export type Demands = NonNullable<Session['demands']>

/** What is asked for while nobody knows the rules of the unit. */
export const USUAL: Demands = {
  length: 10,
  lower: false,
  upper: false,
  digit: false,
  special: false,
  pinLength: 4,
}

export type Demand = 'length' | 'lower' | 'upper' | 'digit' | 'special'

const MET: Readonly<Record<Demand, (password: string, demands: Demands) => boolean>> = {
  length: (password, { length }) => [...password].length >= length,
  lower: (password) => /\p{Ll}/u.test(password),
  upper: (password) => /\p{Lu}/u.test(password),
  digit: (password) => /\d/.test(password),
  special: (password) => /[^\p{L}\p{N}]/u.test(password),
}

/** What is asked for, and whether a password has it (PWD-6). */
export function demandsOn(
  password: string,
  demands: Demands,
): readonly { readonly demand: Demand; readonly met: boolean }[] {
  const all = Object.keys(MET) as Demand[]
  return all
    .filter((demand) => demand === 'length' || demands[demand])
    .map((demand) => ({ demand, met: MET[demand](password, demands) }))
}

/**
 * From 0, guessed at once, to 4: bits by what one has to try for it, where what repeats or follows the one before counts little. Says what is long enough, never
 * that something is safe: the server decides.
 */
export function strengthOf(password: string): 0 | 1 | 2 | 3 | 4 {
  const letters = [...password.toLowerCase()]
  const news = letters.filter((letter, at) => {
    const before = letters[at - 1]?.codePointAt(0) ?? 0
    const step = (letter.codePointAt(0) ?? 0) - before
    return (
      at === 0 ||
      (Math.abs(step) > 1 &&
        !letters
          .slice(0, at)
          .join('')
          .includes(letters.slice(at - 1, at + 1).join('')))
    )
  }).length
  const bits = news * Math.log2(alphabetOf(password))
  if (bits < 28) return 0
  if (bits < 40) return 1
  if (bits < 55) return 2
  return bits < 75 ? 3 : 4
}

function alphabetOf(password: string): number {
  const kinds: readonly (readonly [RegExp, number])[] = [
    [/\p{Ll}/u, 26],
    [/\p{Lu}/u, 26],
    [/\d/, 10],
    [/[^\p{L}\p{N}]/u, 20],
  ]
  const size = kinds.reduce((sum, [kind, count]) => sum + (kind.test(password) ? count : 0), 0)
  return Math.max(size, 2)
}
