import { dirname, join, normalize } from 'node:path'
import type { Finding, Tree } from './tree.ts'

const MENTION = /['"`]([\w@./-]+\.tsx?)['"`]/g

// What the build of the pages begins with.
const PAGES = new Set(['firmware/web/ui/index.html', 'firmware/web/ui/vite.config.ts'])

// A test's tool that belongs beside what it stands for.
const FOR_TESTS = new Set(['firmware/clock/virtual-clock.ts'])

/** TypeScript files that no program, script or test reaches; product code that only tests reach is dead as well. */
export function deadFiles(tree: Tree): Finding[] {
  const files = [...tree.keys()].filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
  const live = reachable(tree, [...tree.keys()].filter(isStart))
  const tested = reachable(tree, files.filter(isTest))
  return files
    .filter((path) => !live.has(path) && !(isForTests(path) && tested.has(path)))
    .map((where) => ({ where, what: tested.has(where) ? 'only tests use it' : 'nothing uses it' }))
}

function isStart(path: string): boolean {
  if (PAGES.has(path)) return true
  return /^(firmware\/[^/]+\/main\.tsx?|scripts\/[^/]+|bin\/[^/]+|Makefile|\.ci\/run)$/.test(path)
}

function isForTests(path: string): boolean {
  return path.startsWith('test/') || FOR_TESTS.has(path)
}

function isTest(path: string): boolean {
  return /^test\/.*\.(test|bench)\.ts$/.test(path)
}

/** Follows imports, and paths in strings (workers, child processes). */
function reachable(tree: Tree, from: readonly string[]): Set<string> {
  const found = new Set<string>()
  const queue = [...from]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue
    found.add(path)
    queue.push(...mentions(tree, path))
  }
  return found
}

function mentions(tree: Tree, path: string): string[] {
  const text = tree.get(path) ?? ''
  const quoted = [...text.matchAll(MENTION)].map(([, name]) => name ?? '')
  const bare = /\.tsx?$/.test(path)
    ? []
    : [...text.matchAll(/[\w./-]+\.tsx?\b/g)].map(([name]) => name)
  return [...quoted, ...bare]
    .flatMap((name) => [normalize(join(dirname(path), name)), normalize(name.replace(/^\//, ''))])
    .filter((name) => tree.has(name))
}
