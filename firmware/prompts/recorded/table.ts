/** Which words and sentences the recordings of Debian's asterisk-core-sounds packages say, by the names of their files without `.wav`. */
export type Recordings = Readonly<Record<string, string>>

/** `words` in the order of files that are numbered from `first` on; an empty word is passed over. */
export function numbered(prefix: string, words: string, first = 0): Recordings {
  return Object.fromEntries(
    words
      .split(' ')
      .map((word, index) => [word, `${prefix}${first + index}`] as const)
      .filter(([word]) => word !== ''),
  )
}

/** `words` for the files of round tens from ten or twenty on. */
export function tens(prefix: string, words: string, first: number): Recordings {
  return Object.fromEntries(
    words.split(' ').map((word, index) => [word, `${prefix}${first + 10 * index}`]),
  )
}

/** The letters from A to Z, as far as they are recorded. */
export function letters(): Recordings {
  return Object.fromEntries(
    [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => [letter, `letters/${letter.toLowerCase()}`]),
  )
}
