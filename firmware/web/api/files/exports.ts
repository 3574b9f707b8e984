import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../../../model/facts.ts'
import { configHash } from '../../../store/config-hash.ts'
import { exportCsv } from '../../../store/csv-export.ts'
import { exportOffice } from '../../../store/office-export.ts'
import type { Store } from '../../../store/store.ts'
import { asMessage } from '../../../words/message.ts'
import { message } from '../../../words/say.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { whoAsks } from '../../server/request-session.ts'
import { textOf } from '../config-query.ts'
import { demandReading, mayRead, sectionNamed, sections } from '../sections.ts'
import { oneOf } from './asked.ts'

/** The configuration, or one list of it, as a file. Secrets are in none. */
export function exportEndpoints(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/export', (request, reply) => {
    const query = request.query as Record<string, unknown>
    const format = oneOf(query, 'format', ['yaml', 'json'])
    const named = textOf(query, 'sections')
    const { roles } = whoAsks(request)
    const asked = named === '' ? undefined : named.split(',')
    for (const one of asked ?? []) demandReading(sectionNamed(one), roles)
    const store = parts.store()
    const text = exportOffice(store, { format, sections: asked ?? readable(roles) })
    return file(reply, store, `office.${format}`, `application/${format}`, text)
  })

  app.get('/api/v1/export/:section', (request: FastifyRequest, reply) => {
    const { section } = request.params as { section: string }
    const entity = sectionNamed(section)
    demandReading(entity, whoAsks(request).roles)
    if (entity.rules.singleton) {
      const label = asMessage(entity.rules.label)
      throw new Refusal('refused', message('refusal.no-list', { label }))
    }
    const store = parts.store()
    return file(reply, store, `${section}.csv`, 'text/csv', exportCsv(store, entity))
  })
}

/** Undefined where that is all of it. */
function readable(roles: readonly Role[]): readonly string[] | undefined {
  const seen = sections.filter((entity) => mayRead(entity, roles))
  return seen.length === sections.length ? undefined : seen.map(({ rules }) => rules.section)
}

function file(reply: FastifyReply, store: Store, name: string, type: string, text: string) {
  return reply
    .type(`${type}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('x-configuration', configHash(store))
    .send(text)
}
