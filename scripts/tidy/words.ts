import { createHash } from 'node:crypto'
import type { Finding, Tree } from './tree.ts'
import { matchesByLine } from './tree.ts'

// Homes and work folders of one machine. /tmp, /dev/shm, /var, /usr and /etc are everybody's.
const MACHINE = /(?<![\w.:/}~-])\/(?:home|root|Users|work|workspace|mnt|builds)\/[\w.-]+/g

/** Absolute paths that exist on one machine only. */
export function machinePaths(tree: Tree): Finding[] {
  return [...tree].flatMap(([path, text]) =>
    [...matchesByLine(text, MACHINE)].map(([line, [what]]) => ({
      where: `${path}:${line}`,
      what: `'${what}' is a path of one machine`,
    })),
  )
}

// SHA-256, first 16 digits, of other people's trademarks in lower case: the names themselves do not belong here either.
const TRADEMARKS = new Set(['9f743ddefc830a0a', '981025aefe374c79'])

/** Trademarks of other vendors, anywhere in the tree. */
export function trademarks(tree: Tree): Finding[] {
  const known = new Map<string, boolean>()
  const isTrademark = (word: string): boolean => {
    const answer = known.get(word) ?? TRADEMARKS.has(digest(word))
    known.set(word, answer)
    return answer
  }
  return [...tree].flatMap(([path, text]) =>
    [...matchesByLine(`${path}\n${text}`, /[A-Za-z]{5,}/g)]
      .filter(([, [word]]) => wordsIn(word).some(isTrademark))
      .map(([line]) => ({ where: `${path}:${line - 1}`, what: "another vendor's trademark" })),
  )
}

/** The word itself, and the parts of a name in camel case. */
function wordsIn(word: string): string[] {
  const parts = word.match(/[A-Z]?[a-z]+/g) ?? []
  return [word, ...parts].map((part) => part.toLowerCase())
}

function digest(word: string): string {
  return createHash('sha256').update(word).digest('hex').slice(0, 16)
}
