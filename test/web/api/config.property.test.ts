import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { isPlain } from '../../../firmware/model/complete.ts'
import type { Field, Fields } from '../../../firmware/model/field.ts'
import { entities } from '../../../firmware/model/registry.ts'
import type { ConfigObject } from '../../../firmware/web/contract.ts'
import { anApi, type Page } from './an-api.ts'
import { SAMPLES } from './samples.ts'

type Plain = Readonly<Record<string, unknown>>

/** With more in them than they need, so that there is something to be left alone. */
const RICH: Readonly<Record<string, object>> = {
  users: { firstName: 'Ada', language: 'fr', roles: ['phone-admin'] },
  extensions: { description: 'Lobby' },
  handsets: { lines: 5, trust: 'registrations' },
  analogHandsets: { fax: true, flashMinMs: 200, autoDial: '911' },
  fxoLines: { notes: 'n', dtmfOnMs: 77, silenceMinutes: 3 },
}

const some: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer({ min: 0, max: 400 }),
  fc.boolean(),
  fc.constantFrom('', 'x', '201', '9', 'none', 'de', 'single', 'en', 'fxs-2'),
)

const PATCHED = ['text', 'digits', 'choice', 'whole', 'flag', 'group']

/** Values for some fields, of groups for some within: mostly right ones. */
function patchOf(all: Fields, most = 4): fc.Arbitrary<Record<string, unknown>> {
  const plain = Object.entries(all).filter(
    ([, { kind, need }]) => need !== 'secret' && PATCHED.includes(kind),
  )
  return fc
    .subarray(plain, {
      minLength: Math.min(1, plain.length),
      maxLength: Math.min(most, plain.length),
    })
    .chain((fields) =>
      fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valueFor(field)]))),
    )
}

function valueFor({ kind, choices, schema, fields = {} }: Field): fc.Arbitrary<unknown> {
  const { minimum = 0, maximum = 9 } = schema as { minimum?: number; maximum?: number }
  if (kind === 'choice') return fc.constantFrom(...(choices ?? []))
  if (kind === 'flag') return fc.boolean()
  if (kind === 'group') return patchOf(fields, 2)
  if (kind === 'whole') return fc.integer({ min: minimum, max: maximum })
  return some
}

/** @throws Error naming what a PATCH changed beside what it named, at any depth, or did not take */
function compare(fields: Fields, patch: Plain, before: Plain, after: Plain, path = ''): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (name === '_revision') continue
    const [field, was, is] = [fields[name], before[name], after[name]]
    if (!Object.hasOwn(patch, name)) {
      if (!isDeepStrictEqual(was, is)) throw new Error(`${path}${name} was changed`)
    } else if (field?.fields && isPlain(patch[name])) {
      const inner = [patch[name], was ?? {}, is ?? {}] as [Plain, Plain, Plain]
      compare(field.fields, ...inner, `${path}${name}.`)
    } else {
      const invented = patch[name] === '' && (field?.generated || field?.sameAs)
      const wanted = typeof patch[name] === 'string' ? field?.normal?.(patch[name]) : undefined
      if (!invented && !isDeepStrictEqual(is, wanted ?? patch[name])) {
        throw new Error(`${path}${name} was not taken`)
      }
    }
  }
}

t.test(
  'a PATCH, accepted or refused, leaves every field of every entity alone that it does not name',
  async (t) => {
    const { admin } = await anApi(t)
    const made = new Map<string, string>() // all before the first change: a length of PIN codes is for all of them
    for (const { rules } of entities.filter(({ rules }) => !rules.internal)) {
      const { section, singleton } = rules
      const values = { ...SAMPLES[section]?.values, ...RICH[section] }
      made.set(section, singleton ? section : await admin.create(section, values))
    }
    let taken = 0
    for (const { fields, rules } of entities) {
      const { section } = rules
      const id = made.get(section)
      if (id === undefined) continue
      const run = fc.asyncProperty(patchOf(fields), async (patch) => {
        const before = (await admin.read(section, id)).body
        const { status } = await admin.patch(section, id, patch)
        const after = (await admin.read(section, id)).body
        if (status === 200) taken++
        compare(fields, status === 200 ? patch : {}, before, after)
      })
      await fc.assert(run, { numRuns: 25 })
      t.pass(section)
    }
    t.ok(taken > 100, `${taken} were taken`) // some 250 as a rule
  },
)

const digit = fc.integer({ min: 0, max: 2 })
const change = fc.oneof(
  fc.record({
    do: fc.constant('create'),
    section: fc.constant('extensions'),
    id: digit.map((n) => `new:${n}`),
    values: fc.record({
      number: digit.map((n) => `20${n}`),
      description: fc.constantFrom('', 'a'),
    }),
  }),
  fc.record({
    do: fc.constant('create'),
    section: fc.constant('handsets'),
    id: digit.map((n) => `new:h${n}`),
    values: fc.record({
      sipUser: digit.map((n) => `desk${n}`),
      lines: fc.integer({ min: 0, max: 4 }),
      extension: digit.map((n) => `new:${n}`),
    }),
  }),
  fc.record({
    do: fc.constantFrom('update', 'remove'),
    section: fc.constantFrom('extensions', 'handsets'),
    id: fc.oneof(
      digit.map((n) => `new:${n}`),
      fc.constantFrom('#0', '#1'),
    ),
    values: fc.record({ description: fc.constantFrom('b', 'c') }),
  }),
)

async function everything(admin: Page): Promise<string> {
  const lists = ['extensions', 'handsets', 'users'].map((section) => admin.list(section))
  return JSON.stringify((await Promise.all(lists)).map(({ body }) => body))
}

t.test('a batch is done whole as one revision, or leaves nothing', async (t) => {
  const { admin } = await anApi(t)
  let done = 0
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
      const known = await Promise.all(
        ['extensions', 'handsets'].map(async (section) => (await admin.list(section)).body.items),
      )
      const named = changes.map((one) => ({ ...one, id: idOf(one, known) }))
      const before = await everything(admin)
      const { revision } = (await admin.list('users')).body
      const answer = await admin.batch(...named)
      if (answer.status !== 200) {
        if ((await everything(admin)) !== before) throw new Error('something is left')
        return
      }
      done++
      const moved = answer.body.revision - revision
      if (moved !== 0 && moved !== 1) throw new Error(`${moved} revisions`)
      for (const [name, id] of Object.entries(answer.body.ids)) {
        const section = name.startsWith('new:h') ? 'handsets' : 'extensions'
        const removed = named.some((one) => one.do === 'remove' && one.id === name)
        const { status } = await admin.read(section, id)
        if (status !== (removed ? 404 : 200)) throw new Error(`${name}: ${status}`)
      }
    }),
    { numRuns: 300 },
  )
  t.ok(done > 0, `${done} were accepted`) // some 14 as a rule
})

function idOf(
  { id, section }: { id: string; section: string },
  [extensions = [], handsets = []]: (readonly ConfigObject[])[],
): string {
  if (!id.startsWith('#')) return id
  const list = section === 'handsets' ? handsets : extensions
  return list[Number(id.slice(1))]?.id ?? 'nobody'
}
