import type { FastifyInstance } from 'fastify'
import type { Entity } from '../../model/entity.ts'
import { naturalKey } from '../../store/natural-key.ts'
import type { Reader } from '../../store/reader.ts'
import { referencesIn } from '../../store/references.ts'
import type { Use } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { whoAsks } from '../server/request-session.ts'
import { wordsOf } from '../words-of.ts'
import { noSuch } from './config-change.ts'
import { mayRead, objectOf, sectionNamed, sections } from './sections.ts'

/** What refers to an object: to be looked at before it is deleted. */
export function usesEndpoint(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/config/:section/:id/uses', (request): readonly Use[] => {
    const { section, id } = request.params as { section: string; id: string }
    const entity = sectionNamed(section)
    const store = parts.store()
    const object = objectOf(store, entity, id)
    if (!object) throw noSuch(entity, id)
    const { say } = wordsOf(request)
    const seen = sections.filter((one) => mayRead(one, whoAsks(request).roles))
    return usesOf(store, seen, object.id).map(({ label, ...use }) => ({
      ...use,
      label: say(label),
    }))
  })
}

function usesOf(reader: Reader, among: readonly Entity[], target: string): Use[] {
  return among.flatMap((entity) => {
    const { section, label, singleton } = entity.rules
    const objects = singleton ? [reader.only(entity)] : reader.all(entity)
    return objects.flatMap((object) => {
      const values = object as unknown as Readonly<Record<string, unknown>>
      const found = referencesIn(entity.fields, values).filter((one) => one.target === target)
      if (found.length === 0) return []
      const blocks = found.some(({ field }) => field.onDelete === 'refuse')
      const name = singleton ? '' : naturalKey(entity, object)
      return [{ section, id: singleton ? section : object.id, label, name, blocks }]
    })
  })
}
