import t from 'tap'
import { entity, type New, type Of } from '../../firmware/model/entity.ts'
import { Extension } from '../../firmware/model/extension.ts'
import type { Field } from '../../firmware/model/field.ts'
import { flag, group, list, text, whole } from '../../firmware/model/fields.ts'
import type { Handset } from '../../firmware/model/handset.ts'
import { entities, entityNamed } from '../../firmware/model/registry.ts'
import { say } from '../../firmware/words/say.ts'

function everyField(fields: Readonly<Record<string, Field>>): Field[] {
  return Object.values(fields).flatMap((field) => [
    field,
    ...everyField(field.fields ?? {}),
    ...everyField(field.item ? { item: field.item } : {}),
  ])
}

t.test(
  'every declared field has a label, and words for what it wants and how to mend it',
  async (t) => {
    for (const { name, fields } of entities) {
      for (const field of everyField(fields)) {
        t.ok(field.label, `${name} ${field.label}`)
        t.match(say('en', field.remedy), /^[A-Z].*\.$/s, `${name} ${field.label}`)
        t.notMatch(
          say('en', field.says),
          /^[A-Z]|\.$/,
          `${name} ${field.label}: it stands within a sentence`,
        )
      }
    }
  },
)

t.test('every reference names an entity that there is', async (t) => {
  for (const { fields } of entities) {
    for (const { kind, entity: target, onDelete } of everyField(fields)) {
      if (kind !== 'reference') continue
      t.ok(entityNamed(target ?? ''), String(target))
      t.ok(onDelete === 'refuse' || onDelete === 'clear')
    }
  }
})

t.test('names, sections and labels tell the entities apart', async (t) => {
  for (const word of ['name', 'section', 'label'] as const) {
    const all = entities.map((one) => (word === 'name' ? one.name : one.rules[word]))
    t.equal(new Set(all).size, entities.length, word)
  }
})

t.test('the JSON Schema of an entity carries label, help, default and limits', async (t) => {
  const schema = JSON.parse(JSON.stringify(Extension.schema))
  t.match(schema, {
    type: 'object',
    additionalProperties: false,
    required: ['number', 'kind', 'description', 'outsideCalls', 'route'],
    properties: {
      number: { type: 'string', title: 'Number', pattern: '^[0-9]{3,6}$' },
      kind: { title: 'Kind', default: 'system', description: /test extension/ },
      route: {
        properties: {
          attempts: {
            items: {
              properties: {
                destinations: {
                  items: { properties: { rings: { minimum: 1, maximum: 30, default: 4 } } },
                },
              },
            },
          },
        },
      },
    },
  })
})

t.test('a mistake in a declaration is found when it is loaded', async (t) => {
  const rules = { label: 'x', section: 'xs', key: 'name', change: [], restart: 'none' } as const
  t.throws(
    () => entity('x', rules, { name: text('Name', { required: true }) }),
    /not a unique field/,
  )
  const name = text('Name', { required: true, unique: true })
  const inner = group('Inner', { count: whole('Count', { min: 1, max: 2 }) })
  t.throws(() => entity('x', rules, { name, inner }), /cannot be made of defaults/)
  t.ok(entity('x', rules, { name, on: flag('On'), many: list('Many', inner, { max: 3 }) }))
})

t.test('types: secrets are given and never read, defaults may be left out', async (t) => {
  // The compiler checks these; at run time there is nothing to see.
  const given: New<typeof Extension> = { number: '101' }
  const read = {} as Of<typeof Extension>
  const kind: 'user' | 'system' | 'test' = read.kind
  const owner: string | undefined = read.owner
  const rings: number | undefined = read.route?.attempts[0]?.destinations[0]?.rings
  // @ts-expect-error a handset is read without its secret
  const secret: string = ({} as Handset).secret
  // @ts-expect-error a number must be given
  const none: New<typeof Extension> = {}
  t.strictSame([given.number, kind, owner, rings, secret, none].length, 6)
})
