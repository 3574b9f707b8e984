import type { FastifyInstance } from 'fastify'
import { subject } from '../../model/entity.ts'
import { AdminEvents } from '../../store/admin-events.ts'
import { asMessage } from '../../words/message.ts'
import { objectNamed } from '../../words/object.ts'
import { message } from '../../words/say.ts'
import type { Revealed } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { originOf, whoAsks } from '../server/request-session.ts'
import { mayChangeField, objectOf, sectionNamed } from './sections.ts'

/** Shows one secret to somebody who may change it, and leaves a trace that others see. */
export function revealEndpoint(app: FastifyInstance, parts: Parts): void {
  app.post('/api/v1/config/:section/:id/secret/:field', (request): Revealed => {
    const { section, id, field } = request.params as Record<'section' | 'id' | 'field', string>
    const entity = sectionNamed(section)
    const store = parts.store()
    const object = objectOf(store, entity, id)
    const declared = Object.hasOwn(entity.fields, field) ? entity.fields[field] : undefined
    if (!object || declared?.kind !== 'secret') {
      const label = asMessage(entity.rules.label)
      throw new Refusal('not-found', message('refusal.no-secret', { label }))
    }
    const who = whoAsks(request)
    if (!mayChangeField(entity, declared, who.roles)) {
      throw new Refusal('forbidden', 'Only who may change a secret may see it.')
    }
    const value = store.reveal(entity, object.id, field as never)
    if (value === undefined) throw new Refusal('not-found', 'None has been set.')
    const name = subject(entity, object as unknown as Record<string, unknown>)
    const values = { label: asMessage(declared.label), object: objectNamed(name) }
    const text = message('event.secret-shown', values)
    new AdminEvents(store.records, parts.clock).add({ ...originOf(request), text })
    parts.log.warn({ by: who.login, from: who.address, object: name, field }, 'a secret was shown')
    return { value }
  })
}
