/** The description of the API in OpenAPI 3.1, made of the model and of the table of endpoints. */
import type { FastifyInstance } from 'fastify'
import type { Entity } from '../../model/entity.ts'
import type { Fields } from '../../model/field.ts'
import { VERSION } from '../../version.ts'
import { operations } from './operations.ts'
import { sections } from './sections.ts'
import { shapes } from './shapes.ts'

type Json = Record<string, unknown>

export function openApiEndpoint(app: FastifyInstance): void {
  let document: Json | undefined
  app.get('/api/v1/openapi.json', () => {
    document ??= openApi()
    return document
  })
}

export function openApi(): Json {
  const paths: Record<string, Json> = {}
  const add = (path: string, method: string, operation: Json) => {
    paths[path] = { ...paths[path], [method]: operation }
  }
  for (const entity of sections) {
    for (const [path, method, operation] of ofSection(entity)) add(path, method, operation)
  }
  for (const { path, method, summary, answer, query, body } of operations) {
    const content = body && { requestBody: { required: true, content: json(ref(body)) } }
    add(path, method, {
      summary,
      parameters: [...pathParameters(path), ...(query ?? []).map(queryParameter)],
      ...content,
      responses: responses(answer),
    })
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Strowger', version: VERSION },
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }],
    paths,
    components: { schemas: schemas(), securitySchemes },
  }
}

const securitySchemes = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-session',
    description: 'By signing in. What changes something carries the header x-csrf as well.',
  },
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: Json) => ({ 'application/json': { schema } })

function schemas(): Json {
  const made: Json = { ...shapes }
  for (const entity of sections) {
    const name = nameOf(entity)
    made[name] = stored(entity)
    made[`New${name}`] = given(entity)
    made[`${name}Changes`] = changes(entity)
    made[`${name}Listing`] = {
      type: 'object',
      properties: {
        items: { type: 'array', items: ref(name) },
        total: { type: 'integer' },
        revision: { type: 'integer' },
      },
      required: ['items', 'total', 'revision'],
    }
  }
  return JSON.parse(JSON.stringify(made)) as Json // the model's schemas carry more than JSON
}

/** `analog-handset` is `AnalogHandset`. */
function nameOf({ name }: Entity): string {
  return name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase())
}

function stored(entity: Entity): Json {
  const shown = Object.entries(entity.fields).filter(([, { need }]) => need !== 'secret')
  const always = shown.filter(([, { need }]) => need !== 'optional').map(([name]) => name)
  return {
    type: 'object',
    title: entity.rules.label,
    properties: {
      id: { type: 'string' },
      site: { type: 'string' },
      _revision: { type: 'integer' },
      ...Object.fromEntries(shown.map(([name, { schema }]) => [name, schema])),
    },
    required: ['id', '_revision', ...always],
  }
}

/** What may be given: all but hashes, which are made when a password is set. */
const giveable = (fields: Fields) =>
  Object.entries(fields).filter(([, { kind }]) => kind !== 'hash')

function given({ fields, rules }: Entity): Json {
  const open = giveable(fields)
  return {
    type: 'object',
    title: `new ${rules.label}`,
    properties: Object.fromEntries(open.map(([name, { schema }]) => [name, schema])),
    required: open.filter(([, { need }]) => need === 'given').map(([name]) => name),
    additionalProperties: false,
  }
}

function changes({ fields, rules }: Entity): Json {
  const open = giveable(fields).filter(([, { fixed }]) => !fixed)
  const shape = ([name, { schema, need }]: (typeof open)[number]) => [
    name,
    need === 'optional' ? { anyOf: [schema, { type: 'null' }] } : schema,
  ]
  return {
    type: 'object',
    title: `changes of ${rules.label}`,
    description: 'What is left out stays; null clears an optional field.',
    properties: Object.fromEntries(open.map(shape)),
    additionalProperties: false,
  }
}

function ofSection(entity: Entity): [path: string, method: string, operation: Json][] {
  const { section, label, singleton } = entity.rules
  const name = nameOf(entity)
  const all = `/config/${section}`
  const one = singleton ? `${all}/${section}` : `${all}/{id}`
  const body = (schema: string) => ({ required: true, content: json(ref(schema)) })
  const parameters = pathParameters(one)
  const ifMatch = { name: 'if-match', in: 'header', schema: { type: 'string' } }
  const common: [string, string, Json][] = [
    [
      all,
      'get',
      {
        summary: `List: ${label}`,
        parameters: ['sort', 'q', 'offset', 'limit'].map(queryParameter),
        responses: responses(`${name}Listing`),
      },
    ],
    [one, 'get', { summary: `Read: ${label}`, parameters, responses: responses(name) }],
    [
      one,
      'patch',
      {
        summary: `Change: ${label}`,
        parameters: [...parameters, ifMatch],
        requestBody: body(`${name}Changes`),
        responses: responses('Changed'),
      },
    ],
  ]
  if (singleton) return common
  return [
    ...common,
    [
      all,
      'post',
      {
        summary: `Add: ${label}`,
        requestBody: body(`New${name}`),
        responses: responses('Changed', '201'),
      },
    ],
    [
      one,
      'delete',
      {
        summary: `Delete: ${label}`,
        parameters: [...parameters, ifMatch],
        responses: responses('Changed'),
      },
    ],
  ]
}

/** `Name`, `Name[]` for a list, or nothing in particular. */
function responses(answer: string | undefined, status = '200'): Json {
  const name = answer?.replace('[]', '')
  const item = name ? ref(name) : {}
  const schema = answer?.endsWith('[]') ? { type: 'array', items: item } : item
  return {
    [status]: { description: 'Done', content: json(schema) },
    default: { description: 'Refused', content: json(ref('ApiError')) },
  }
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameter(name: string): Json {
  return { name, in: 'query', schema: { type: 'string' } }
}
