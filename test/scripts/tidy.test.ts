import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { ownTime } from '../../scripts/tidy/clock.ts'
import { deadFiles } from '../../scripts/tidy/dead-files.ts'
import { brokenLinks } from '../../scripts/tidy/links.ts'
import { longest } from '../../scripts/tidy/longest.ts'
import { unknownRequirements } from '../../scripts/tidy/requirements.ts'
import type { Finding } from '../../scripts/tidy/tree.ts'
import { readTree } from '../../scripts/tidy/tree.ts'
import { machinePaths, trademarks } from '../../scripts/tidy/words.ts'
import { workTree } from './work-tree.ts'

const tree = (files: Record<string, string>) => new Map(Object.entries(files))
const places = (findings: Finding[]) => findings.map(({ where }) => where).sort()

t.test('a file that no program reaches is dead, with all that only it uses', async (t) => {
  const findings = deadFiles(
    tree({
      'firmware/exchange/main.ts':
        "import '../calls/live.ts'\nnew URL('./worker.ts', import.meta.url)\n",
      'firmware/exchange/worker.ts': '',
      'firmware/calls/live.ts': '',
      'firmware/calls/dead.ts': "import './deader.ts'",
      'firmware/calls/deader.ts': '',
    }),
  )
  t.strictSame(places(findings), ['firmware/calls/dead.ts', 'firmware/calls/deader.ts'])
})

t.test('what only tests use is dead in the product and alive under test/', async (t) => {
  const findings = deadFiles(
    tree({
      'test/a.test.ts': "import '../firmware/calls/a.ts'\nimport './peer.ts'\n",
      'test/peer.ts': '',
      'test/stranger.ts': '',
      'firmware/calls/a.ts': '',
    }),
  )
  t.strictSame(places(findings), ['firmware/calls/a.ts', 'test/stranger.ts'])
  const [product] = findings.filter(({ where }) => where === 'firmware/calls/a.ts')
  t.match(product, { what: 'only tests use it' })
})

t.test('a shell script keeps alive what it runs', async (t) => {
  t.strictSame(
    deadFiles(tree({ 'bin/s': 'exec node firmware/cli/m.ts "$@"', 'firmware/cli/m.ts': '' })),
    [],
  )
})

t.test('time that Biome does not see is found, except in the clock', async (t) => {
  const text = "import { setTimeout } from 'node:timers/promises'\nconst x = new Date()\n"
  const found = ownTime(tree({ 'firmware/calls/a.ts': text, 'firmware/clock/a.ts': text }))
  t.strictSame(places(found), ['firmware/calls/a.ts:1', 'firmware/calls/a.ts:2'])
  t.strictSame(ownTime(tree({ 'firmware/calls/a.ts': 'new Date(clock.now())' })), [])
})

t.test(
  'paths of one machine are found; those of every machine and addresses are not',
  async (t) => {
    const one = ['home', 'work', 'Users'].map((folder) => `'/${folder}/somebody/x'`).join('\n')
    t.equal(machinePaths(tree({ 'a.md': one })).length, 3)
    const every = '/usr/bin/env /tmp/x /dev/shm/y https://example.org/home/x ../home/x'
    t.strictSame(machinePaths(tree({ 'a.md': every })), [])
  },
)

t.test('a trademark of another vendor is found, in a name in camel case as well', async (t) => {
  const mark = ['all', 'worx'].join('')
  const camel = `my${mark[0]?.toUpperCase()}${mark.slice(1)}Phone`
  t.equal(trademarks(tree({ 'a.ts': `const x = 1 // ${mark.toUpperCase()}\n` })).length, 1)
  t.strictSame(places(trademarks(tree({ 'a.ts': `\nconst ${camel} = 1\n` }))), ['a.ts:2'])
  t.strictSame(trademarks(tree({ 'a.ts': 'all the works of Strowger' })), [])
})

t.test('a requirement number that the specification does not have is found', async (t) => {
  const specification = mkdtempSync(join(tmpdir(), 'strowger-spec-'))
  t.teardown(() => rmSync(specification, { recursive: true }))
  writeFileSync(join(specification, '13-call-park.md'), '| **PARK-7** | lowest orbit first |\n')
  const text = `// PARK-7\n// PARK-${99}\n// SHA-256, RFC-3261\n`
  const findings = unknownRequirements(tree({ 'test/a.test.ts': text }), specification)
  t.strictSame(places(findings), ['test/a.test.ts:2'])
  t.strictSame(unknownRequirements(tree({ 'test/a.test.ts': text }), join(specification, 'no')), [])
})

t.test('a relative link must lead to a file, a folder or a heading', async (t) => {
  const findings = brokenLinks(
    tree({
      'README.md': [
        '# First call',
        '[a](docs/a.md) [b](docs/a.md#why-so) [c](docs) [d](#first-call) [e](https://x.example/)',
        '[f](docs/b.md)',
        '[g](docs/a.md#why-not)',
      ].join('\n'),
      'docs/a.md': '## Why so?\n[up](../README.md)\n',
    }),
  )
  t.strictSame(places(findings), ['README.md:3', 'README.md:4'])
})

t.test('the longest functions are told with their lines', async (t) => {
  const body = '  one()\n'.repeat(10)
  const lines = longest(
    tree({ 'firmware/a.ts': `export async function long(a: A): Promise<B> {\n${body}}\n` }),
  )
  t.match(lines.join('\n'), /12 firmware\/a\.ts:1 long/)
})

t.test('the tree holds new files, and neither ignored nor binary ones nor fixtures', async (t) => {
  const root = workTree(t, {
    '.gitignore': 'build/\n',
    'new.ts': '',
    'build/x.ts': '',
    'sound.wav': 'RIFF\0',
    'test/fixtures/bad.ts': '',
  })
  mkdirSync(join(root, 'empty'))
  t.strictSame([...readTree(root).keys()].sort(), ['.gitignore', 'biome.json', 'new.ts'])
})
