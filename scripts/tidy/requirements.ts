import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding, Tree } from './tree.ts'
import { matchesByLine } from './tree.ts'

const NUMBER = /\b([A-Z][A-Z0-9]{1,7})-\d+[a-z]?\b/g

/**
 * Requirement numbers that tests or code name and the specification does not have. Silent where there is no
 * specification beside the repository; what has no family in it (SHA-256, UTF-8) is no requirement.
 */
export function unknownRequirements(tree: Tree, specification: string): Finding[] {
  if (!existsSync(specification)) return []
  const known = new Set<string>()
  const families = new Set<string>()
  for (const file of globSync('*.md', { cwd: specification })) {
    const rows = readFileSync(join(specification, file), 'utf8').matchAll(
      /\|\s*\*{0,2}([A-Z][A-Z0-9]{1,7})-(\d+[a-z]?)\*{0,2}\s*(?=\|)/g,
    )
    for (const [, family = '', number] of rows) {
      families.add(family)
      known.add(`${family}-${number}`)
    }
  }
  return [...tree]
    .filter(([path]) => /^(firmware|hal|test)\/.*\.(ts|tsx|c|h)$/.test(path))
    .flatMap(([path, text]) =>
      [...matchesByLine(text, NUMBER)]
        .filter(([, [number, family = '']]) => families.has(family) && !known.has(number))
        .map(([line, [number]]) => ({
          where: `${path}:${line}`,
          what: `no requirement ${number}`,
        })),
    )
}
