import { dirname, join, normalize } from 'node:path'
import type { Finding, Tree } from './tree.ts'
import { matchesByLine } from './tree.ts'

const LINK = /\]\(([^)\s]+)\)/g

/** Relative links in Markdown that lead nowhere, to a file or to a heading. */
export function brokenLinks(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const [path, text] of tree) {
    if (!path.endsWith('.md')) continue
    for (const [line, [, target = '']] of matchesByLine(text, LINK)) {
      if (/^[a-z]+:/.test(target) || leadsSomewhere(tree, path, target)) continue
      findings.push({ where: `${path}:${line}`, what: `the link ${target} leads nowhere` })
    }
  }
  return findings
}

function leadsSomewhere(tree: Tree, from: string, target: string): boolean {
  const [file = '', heading] = target.split('#')
  const path = file === '' ? from : normalize(join(dirname(from), file)).replace(/\/$/, '')
  const isFolder = [...tree.keys()].some((name) => name.startsWith(`${path}/`))
  if (!tree.has(path)) return isFolder && heading === undefined
  return heading === undefined || headings(tree.get(path) ?? '').has(heading)
}

/** Headings as the usual renderers name them in a link. */
function headings(text: string): Set<string> {
  const names = text.matchAll(/^#+ +(.+?) *$/gm)
  return new Set([...names].map(([, name = '']) => anchor(name)))
}

function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}
