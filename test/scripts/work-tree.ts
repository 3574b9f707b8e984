import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

type Test = { teardown(end: () => void): unknown }

/** A small git work tree of these files, by path, under our lint rules; gone after the test. */
export function workTree(test: Test, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'strowger-tree-'))
  test.teardown(() => rmSync(root, { recursive: true, force: true }))
  spawnSync('git', ['init', '-q', root])
  cpSync('biome.json', join(root, 'biome.json'))
  writeFileSync(join(root, '.gitignore'), '')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** Rule and file of every error that Biome finds there: `noRestrictedImports firmware/sip/a.ts`. */
export function biomeErrors(root: string): string[] {
  const command = [resolve('node_modules/@biomejs/biome/bin/biome'), 'lint', '--reporter=json']
  const { stdout, stderr } = spawnSync(process.execPath, [...command, '--max-diagnostics=none'], {
    cwd: root,
    encoding: 'utf8',
  })
  const start = stdout.indexOf('{')
  if (start < 0) throw new Error(`biome said no JSON: ${stderr}`)
  const { diagnostics } = JSON.parse(stdout.slice(start)) as { diagnostics: Diagnostic[] }
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ category, location }) => `${category.split('/').at(-1)} ${location.path}`)
    .sort()
}

interface Diagnostic {
  readonly severity: string
  readonly category: string
  readonly location: { readonly path: string }
}
