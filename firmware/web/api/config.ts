import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { HERE, topics } from '../../bus/topics.ts'
import { isPlain } from '../../model/complete.ts'
import type { Entity } from '../../model/entity.ts'
import { listObjects } from '../../store/listing.ts'
import type { Reader } from '../../store/reader.ts'
import type { Changed, ConfigObject, Listing } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { originOf, whoAsks } from '../server/request-session.ts'
import type { ChangeSets } from './change-sets/change-sets.ts'
import { changeConfig, noSuch, type Wanted, wantedOf } from './config-change.ts'
import { listQuery } from './config-query.ts'
import { demandReading, objectOf, sectionNamed } from './sections.ts'
import { shownObject } from './shown-object.ts'

interface Path {
  readonly section: string
  readonly id: string
}
const path = (request: FastifyRequest) => request.params as Path

/** REST over the model: one set of endpoints for every entity that people configure. */
export function configEndpoints(app: FastifyInstance, parts: Parts, sets: ChangeSets): void {
  const base = '/api/v1/config'
  /** As things are, or as they would be with the change set that the request names. */
  const reading = <T>(request: FastifyRequest, read: (reader: Reader) => T): T => {
    const set = setOf(request)
    return set === undefined ? read(parts.store()) : sets.read(set, read)
  }

  app.get(base, () => ({ revision: parts.store().revision() }))

  app.get(`${base}/:section`, (request, reply): Listing => {
    const entity = readable(request)
    const store = parts.store()
    const query = listQuery(entity, request.query as Record<string, unknown>)
    const revision = store.revision()
    const { items, total } = reading(request, (reader) => listObjects(reader, entity, query))
    void reply.header('etag', etag(revision))
    return { items: items.map((object) => shownObject(store, entity, object)), total, revision }
  })

  app.get(`${base}/:section/:id`, (request, reply): ConfigObject => {
    const { id } = path(request)
    const entity = readable(request)
    const store = parts.store()
    const object = reading(request, (reader) => objectOf(reader, entity, id))
    if (!object) {
      throw noSuch(entity, id)
    }
    const shown = shownObject(store, entity, object)
    void reply.header('etag', etag(shown._revision))
    return shown
  })

  const change = (request: FastifyRequest, reply: FastifyReply, wanted: readonly Wanted[]) => {
    const store = parts.store()
    const before = store.revision()
    const who = { origin: originOf(request), roles: whoAsks(request).roles }
    const set = setOf(request)
    const changed = set ? sets.collect(set, who, wanted) : changeConfig(store, who, wanted)
    tellChanged(parts, before, changed)
    void reply.header('etag', etag(changed.revision))
    return changed
  }

  app.post(base, (request, reply) => change(request, reply, wantedOf(request.body, sectionNamed)))

  app.post(`${base}/:section`, (request, reply) => {
    const entity = sectionNamed(path(request).section)
    void reply.status(201)
    return change(request, reply, [
      { do: 'create', entity, id: 'new', values: valuesOf(request.body) },
    ])
  })

  app.patch(`${base}/:section/:id`, (request, reply) => {
    const { section, id } = path(request)
    const entity = sectionNamed(section)
    const values = valuesOf(request.body)
    return change(request, reply, [
      { do: 'update', entity, id, values, revision: ifMatch(request) },
    ])
  })

  app.delete(`${base}/:section/:id`, (request, reply) => {
    const { section, id } = path(request)
    const entity = sectionNamed(section)
    const revision = ifMatch(request)
    return change(request, reply, [{ do: 'remove', entity, id, values: {}, revision }])
  })
}

/** The section that a path names. @throws Refusal `forbidden` for one that is not for everybody's eyes */
function readable(request: FastifyRequest): Entity {
  const entity = sectionNamed(path(request).section)
  demandReading(entity, whoAsks(request).roles)
  return entity
}

/** Tells the running processes of a commit, as the command line does. */
export function tellChanged({ bus }: Parts, before: number, { revision }: Changed): void {
  if (revision > before) bus.publish(topics.configChanged, { site: HERE }, { revision })
}

/** The change set that the request belongs to (contract/change-sets.ts). @throws Refusal `bad-request` */
function setOf({ headers }: FastifyRequest): string | undefined {
  const given = headers['x-change-set']
  if (given === undefined || (typeof given === 'string' && /^[0-9a-f-]{36}$/.test(given)))
    return given
  throw new Refusal('bad-request', 'x-change-set is the id of a change set.')
}

const etag = (revision: number) => `"${revision}"`

/** The revision that the change was made from; undefined when whoever changes does not care. @throws Refusal `bad-request` */
function ifMatch(request: FastifyRequest): number | undefined {
  const given = request.headers['if-match']
  if (given === undefined || given === '*') return undefined
  const [, revision] = /^(?:W\/)?"(\d{1,12})"$/.exec(given) ?? []
  if (revision !== undefined) return Number(revision)
  throw new Refusal('bad-request', 'If-Match is the ETag of an object, as "12".')
}

function valuesOf(body: unknown): Readonly<Record<string, unknown>> {
  if (isPlain(body)) return body
  throw new Refusal('bad-request', 'Give the fields as a JSON object.')
}
