import t from 'tap'
import { biomeErrors, workTree } from './work-tree.ts'

const LAYERS = [
  ['clock', 'model', 'store', 'bus', 'records', 'processes', 'access', 'forwarding', 'words'],
  ['gateway', 'sip'],
  ['calls', 'prompts'],
  ['numbers', 'trunks', 'phones'],
  ['features/park'],
  ['exchange', 'web', 'media', 'lines', 'host', 'supervisor', 'console', 'cli', 'demo'],
]

/** One file a folder, each importing `to`; and what they import. */
function importing(imports: readonly (readonly [from: string, to: string])[]) {
  const files: Record<string, string> = {}
  for (const folder of LAYERS.flat())
    files[`firmware/${folder}/thing.ts`] = 'export const thing = 1\n'
  for (const [index, [from, to]] of imports.entries()) {
    const up = from
      .split('/')
      .map(() => '..')
      .join('/')
    files[`firmware/${from}/user-${index}.ts`] =
      `import { thing } from '${up}/${to}/thing.ts'\nexport const used = thing\n`
  }
  return files
}

t.test('DESIGN §2 an import upward fails, from every folder to every folder above', async (t) => {
  const upward = LAYERS.flatMap((folders, level) =>
    folders.flatMap((from) =>
      LAYERS.slice(level + 1)
        .flat()
        .map((to) => [from, to] as const),
    ),
  )
  const errors = biomeErrors(workTree(t, importing(upward)))
  const expected = upward.map(
    ([from], index) => `noRestrictedImports firmware/${from}/user-${index}.ts`,
  )
  t.strictSame(errors, expected.sort())
})

t.test('DESIGN §2 an import downward is fine', async (t) => {
  const downward = LAYERS.flatMap((folders, level) =>
    folders.flatMap((from) =>
      LAYERS.slice(0, level)
        .flat()
        .map((to) => [from, to] as const),
    ),
  ).filter(([from, to]) => !(from === 'supervisor' && to === 'store'))
  t.strictSame(biomeErrors(workTree(t, importing(downward))), [])
})

t.test('DESIGN §2 sip and the gateway protocol do not know each other', async (t) => {
  const errors = biomeErrors(
    workTree(
      t,
      importing([
        ['sip', 'gateway'],
        ['gateway', 'sip'],
      ]),
    ),
  )
  t.equal(errors.length, 2)
})

t.test('DESIGN §2 web never imports exchange, nor any program another', async (t) => {
  const errors = biomeErrors(
    workTree(
      t,
      importing([
        ['web', 'exchange'],
        ['cli', 'supervisor'],
      ]),
    ),
  )
  t.equal(errors.length, 2)
})

t.test('DESIGN §1 the supervisor never opens the store', async (t) => {
  t.equal(biomeErrors(workTree(t, importing([['supervisor', 'store']]))).length, 1)
})

t.test('DESIGN §2 features never import one another, however deep', async (t) => {
  const thing = 'export const thing = 1\n'
  const root = workTree(t, {
    'firmware/features/queue/thing.ts': thing,
    'firmware/features/park/own/thing.ts': thing,
    'firmware/features/park/own.ts': "export { thing } from './own/thing.ts'\n",
    'firmware/features/park/other.ts': "export { thing } from '../queue/thing.ts'\n",
    'firmware/features/park/deep/own.ts': "export { thing } from '../own/thing.ts'\n",
    'firmware/features/park/deep/other.ts': "export { thing } from '../../queue/thing.ts'\n",
  })
  t.strictSame(biomeErrors(root), [
    'noRestrictedImports firmware/features/park/deep/other.ts',
    'noRestrictedImports firmware/features/park/other.ts',
  ])
})

t.test('DESIGN §2 types, re-exports and dynamic imports count as well', async (t) => {
  const root = workTree(t, {
    'firmware/calls/thing.ts': 'export type Thing = 1\n',
    'firmware/sip/a.ts': "import type { Thing } from '../calls/thing.ts'\nexport type A = Thing\n",
    'firmware/sip/b.ts': "export type { Thing } from '../calls/thing.ts'\n",
    'firmware/sip/c.ts': "export const c = () => import('../calls/thing.ts')\n",
  })
  t.equal(biomeErrors(root).length, 3)
})

t.test('DESIGN §2 two files that import each other fail', async (t) => {
  const root = workTree(t, {
    'firmware/calls/a.ts': "import { b } from './b.ts'\nexport const a = () => b\n",
    'firmware/calls/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n",
  })
  t.match(biomeErrors(root), [
    'noImportCycles firmware/calls/a.ts',
    'noImportCycles firmware/calls/b.ts',
  ])
})

t.test('DESIGN §3 time of one’s own fails outside firmware/clock', async (t) => {
  const ways = [
    'export const x = Date.now()',
    'export const { now } = Date',
    'setTimeout(() => {}, 1)',
    'setInterval(() => {}, 1)',
    'globalThis.setTimeout(() => {}, 1)',
    'export const x = performance.now()',
    'export const x = process.hrtime()',
    'export const x = AbortSignal.timeout(1)',
  ]
  const files = ways.map((text, index) => [`firmware/calls/way-${index}.ts`, `${text}\n`])
  const errors = biomeErrors(workTree(t, Object.fromEntries(files)))
  t.equal(new Set(errors.map((error) => error.split(' ')[1])).size, ways.length, errors.join('\n'))
})

t.test('DESIGN §3 the clock itself and tests may', async (t) => {
  const text = 'setTimeout(() => Date.now(), 1)\n'
  t.strictSame(
    biomeErrors(workTree(t, { 'firmware/clock/a.ts': text, 'test/a.test.ts': text })),
    [],
  )
})

t.test(
  'STYLE a default export, a promise nobody awaits and a type imported as value fail',
  async (t) => {
    const root = workTree(t, {
      'firmware/calls/a.ts': 'export default 1\n',
      'firmware/calls/b.ts': 'export async function b() {}\nexport const c = () => {\n  b()\n}\n',
      'firmware/calls/d.ts': 'export type D = 1\n',
      'firmware/calls/e.ts': "import { D } from './d.ts'\nexport const e: D = 1\n",
    })
    t.strictSame(biomeErrors(root), [
      'noDefaultExport firmware/calls/a.ts',
      'noFloatingPromises firmware/calls/b.ts',
      'useImportType firmware/calls/e.ts',
    ])
  },
)

t.test(
  'pages know nothing of the server but the types of its contract, and no clock but theirs',
  async (t) => {
    const pages = {
      'firmware/web/contract.ts': 'export type A = 1\n',
      'firmware/web/server/a.ts': 'export const a = 1\n',
      'firmware/web/ui/src/clock.ts': 'export const now = () => Date.now()\n',
      'firmware/web/ui/src/x/good.ts':
        "import type { A } from '../../../contract.ts'\nimport { now } from '../clock.ts'\nexport const b: A = now() as A\n",
      'firmware/web/ui/src/x/server.ts':
        "import { a } from '../../../server/a.ts'\nexport const b = a\n",
      'firmware/web/ui/src/x/time.ts': 'export const b = Date.now()\n',
    }
    t.strictSame(biomeErrors(workTree(t, pages)), [
      'noJsRestrictedProperties firmware/web/ui/src/x/time.ts',
      'noRestrictedImports firmware/web/ui/src/x/server.ts',
    ])
  },
)
