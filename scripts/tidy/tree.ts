import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const LARGEST = 2_000_000 // bytes; what is larger is a recording, not text

/** The text files of the work tree, by path from its root: tracked ones, and new ones that git does not ignore. */
export type Tree = ReadonlyMap<string, string>

/** Something to mend: `where` is a path, with a line if there is one. */
export interface Finding {
  readonly where: string
  readonly what: string
}

export function readTree(root: string): Tree {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const names = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0')
  const tree = new Map<string, string>()
  for (const name of new Set(names)) {
    const path = join(root, name)
    if (name === '' || name.includes('/fixtures/') || !existsSync(path)) continue
    const { size } = statSync(path)
    const text = size > LARGEST ? '\0' : readFileSync(path, 'utf8')
    if (!text.includes('\0')) tree.set(name, text)
  }
  return tree
}

/** Every match of `pattern` in a text, with its line number, counted from 1. */
export function* matchesByLine(
  text: string,
  pattern: RegExp,
): Generator<[number, RegExpExecArray]> {
  for (const [index, line] of text.split('\n').entries()) {
    for (const match of line.matchAll(pattern)) yield [index + 1, match]
  }
}
