import fc from 'fast-check'
import t from 'tap'
import type { Entity } from '../../../firmware/model/entity.ts'
import type { Field } from '../../../firmware/model/field.ts'
import { entities } from '../../../firmware/model/registry.ts'
import type { ConfigObject } from '../../../firmware/web/contract.ts'
import { anApi, type Page } from './an-api.ts'

const SECTIONS: Record<string, object> = {
  users: {
    login: 'ada',
    lastName: 'King',
    firstName: 'Ada',
    language: 'fr',
    roles: ['phone-admin'],
  },
  extensions: { number: '201', description: 'Lobby' },
  handsets: { sipUser: 'desk', lines: 5, trust: 'registrations' },
  analogHandsets: { port: 'fxs-1', fax: true, flashMinMs: 200, autoDial: '911' },
  fxoLines: { port: 'fxo-1', notes: 'n', dtmfOnMs: 77, silenceMinutes: 3 },
  settings: {},
  dialPlan: {},
  web: {},
}

const some: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer({ min: 0, max: 400 }),
  fc.boolean(),
  fc.constantFrom('', 'x', '201', '9', 'none', 'de', 'single', 'en', 'fxs-2'),
)

/** Values for some fields of an entity: mostly right ones. */
function patchOf(entity: Entity): fc.Arbitrary<Record<string, unknown>> {
  const plain = Object.entries(entity.fields).filter(
    ([, { kind, need }]) =>
      need !== 'secret' && ['text', 'digits', 'choice', 'whole', 'flag'].includes(kind),
  )
  return fc
    .subarray(plain, { minLength: 1, maxLength: Math.min(4, plain.length) })
    .chain((fields) =>
      fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valueFor(field)]))),
    )
}

function valueFor({ kind, choices, schema }: Field): fc.Arbitrary<unknown> {
  const { minimum = 0, maximum = 9 } = schema as { minimum?: number; maximum?: number }
  if (kind === 'choice') return fc.constantFrom(...(choices ?? []))
  if (kind === 'flag') return fc.boolean()
  if (kind === 'whole') return fc.integer({ min: minimum, max: maximum })
  return some
}

t.test(
  'a PATCH, accepted or refused, leaves every field alone that it does not name',
  async (t) => {
    const { admin } = await anApi(t)
    for (const [section, values] of Object.entries(SECTIONS)) {
      const entity = entities.find(({ rules }) => rules.section === section) as Entity
      const id = entity.rules.singleton ? section : await admin.create(section, values)
      await fc.assert(
        fc.asyncProperty(patchOf(entity), async (patch) => {
          const before = (await admin.read(section, id)).body
          const { status } = await admin.patch(section, id, patch)
          const after = (await admin.read(section, id)).body
          for (const name of Object.keys({ ...before, ...after })) {
            if (name === '_revision' || (status === 200 && Object.hasOwn(patch, name))) continue
            if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) throw new Error(name)
          }
          for (const [name, value] of Object.entries(status === 200 ? patch : {})) {
            const generated =
              value === '' && (entity.fields[name]?.generated || entity.fields[name]?.sameAs)
            if (after[name] !== value && !generated) throw new Error(`${name} was not taken`)
          }
        }),
        { numRuns: 30 },
      )
      t.pass(section)
    }
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
