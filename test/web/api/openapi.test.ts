import t from 'tap'
import { openApi } from '../../../firmware/web/api/openapi.ts'
import type { ModelSection } from '../../../firmware/web/contract.ts'
import { RIGHTS } from '../../../firmware/web/server/rights.ts'
import { anApi } from './an-api.ts'

interface Operation {
  readonly responses: Record<string, unknown>
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}
interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, unknown> }
}

t.test(
  'the description is sound: every reference leads somewhere, every path has its parameters',
  async (t) => {
    const document = JSON.parse(JSON.stringify(openApi())) as Document
    t.equal(document.openapi, '3.1.0')
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)]
    t.ok(references.length > 50)
    for (const name of new Set(references.map(([, path]) => path?.split('/').pop() ?? ''))) {
      t.ok(Object.hasOwn(document.components.schemas, name), name)
    }
    for (const [path, methods] of Object.entries(document.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const [method, operation] of Object.entries(methods)) {
        t.ok(Object.keys(operation.responses).length >= 2, `${method} ${path}`)
        const declared = (operation.parameters ?? []).filter((one) => one.in === 'path')
        t.strictSame(
          declared.map(({ name }) => name),
          named,
          `${method} ${path}`,
        )
      }
    }
  },
)

t.test('everything that is served is described, and nothing else', async (t) => {
  const { paths } = JSON.parse(JSON.stringify(openApi())) as Document
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const generic = (row: string) =>
    row
      .replace(/^(\w+) \/config\/[a-zA-Z]+$/, '$1 /config/:section')
      .replace(/^(\w+) \/config\/[a-zA-Z]+\/(\{id\}|[a-zA-Z]+)$/, '$1 /config/:section/:id')
      .replace(/\{(\w+)\}/g, ':$1')
  const served = Object.keys(RIGHTS)
    .filter((row) => row.includes(' /api/v1/') && !row.includes('/session'))
    .map((row) => row.replace('/api/v1', ''))
  t.strictSame([...new Set(described.map(generic))].sort(), served.sort())
})

t.test('no schema of an answer has a secret', async (t) => {
  const { components } = JSON.parse(JSON.stringify(openApi())) as Document
  for (const name of ['Handset', 'User', 'HandsetListing']) {
    t.notMatch(JSON.stringify(components.schemas[name]), /secret|passwordHash|writeOnly/, name)
  }
  t.match(JSON.stringify(components.schemas.NewHandset), /"secret"/)
  t.notMatch(JSON.stringify(components.schemas.NewUser), /passwordHash/)
})

t.test(
  'the model for forms has everything of a field, and what may be changed by whom',
  async (t) => {
    const { admin, as } = await anApi(t)
    const network = await as('network', 'network-admin')
    const model = (await admin.get<ModelSection[]>('model')).body
    const field = (section: string, name: string, of = model) =>
      of.find((one) => one.section === section)?.fields.find((one) => one.name === name)
    t.match(field('settings', 'rtpDscp'), {
      kind: 'whole',
      min: 0,
      max: 63,
      default: 46,
      mayChange: true,
    })
    t.match(field('settings', 'sipRealm'), { fixed: true })
    t.match(field('handsets', 'extension'), { kind: 'reference', section: 'extensions' })
    t.match(field('handsets', 'secret'), { kind: 'secret', required: false, generated: 'secret' })
    t.match(field('users', 'roles'), { kind: 'list', item: { kind: 'choice' } })
    t.equal(field('users', 'passwordHash'), undefined)
    t.match(field('extensions', 'route')?.fields?.[0]?.item?.fields?.[0]?.item, {
      oneOf: ['handset', 'analog'],
    })
    const theirs = (await network.get<ModelSection[]>('model')).body
    t.match(field('users', 'lastName', theirs), { mayChange: false })
    t.match(theirs.map(({ section, mayChange }) => mayChange && section).filter(Boolean), [
      'sipTrunks',
      'settings',
    ])
    t.equal((await admin.get('openapi.json')).status, 200)
  },
)
