import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isPlain } from '../../../model/complete.ts'
import type { Role } from '../../../model/facts.ts'
import { AdminEvents } from '../../../store/admin-events.ts'
import { configHash } from '../../../store/config-hash.ts'
import { exportCsv } from '../../../store/csv-export.ts'
import { exportOffice } from '../../../store/office-export.ts'
import { checkPassphrase } from '../../../store/passphrase.ts'
import {
  countSecrets,
  type SealedSecrets,
  sealSecrets,
  secretValues,
} from '../../../store/sealed-secrets.ts'
import type { Store } from '../../../store/store.ts'
import { asMessage } from '../../../words/message.ts'
import { message } from '../../../words/say.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { originOf, whoAsks } from '../../server/request-session.ts'
import { textOf } from '../config-query.ts'
import { demandReading, mayChangeField, mayRead, sectionNamed, sections } from '../sections.ts'
import { oneOf } from './asked.ts'
import { passphraseOf } from './passphrase-of.ts'

/** The configuration, or one list of it, as a file. Secrets are in none but that which is asked for with a passphrase. */
export function exportEndpoints(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/export', (request, reply) => {
    const chosen = chosenOf(request.query as Record<string, unknown>, whoAsks(request).roles)
    const store = parts.store()
    return office(reply, store, exportOffice(store, chosen), chosen.format)
  })

  app.post('/api/v1/export', async (request, reply) => {
    const asked = isPlain(request.body) ? request.body : {}
    const chosen = chosenOf(asked, whoAsks(request).roles)
    const passphrase = passphraseOf(asked)
    const strong = checkPassphrase(passphrase)
    if (!strong.ok) throw new Refusal('weak', strong.error)
    const store = parts.store()
    const sealed = await sealedFor(parts, request, chosen.sections, passphrase)
    return office(reply, store, exportOffice(store, { ...chosen, sealed }), chosen.format)
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

interface Chosen {
  readonly format: 'yaml' | 'json'
  readonly sections: readonly string[] | undefined
}

/** @throws Refusal where a section is not theirs to read */
function chosenOf(asked: Readonly<Record<string, unknown>>, roles: readonly Role[]): Chosen {
  const format = oneOf(asked, 'format', ['yaml', 'json'])
  const named = textOf(asked, 'sections')
  const sections = named === '' ? undefined : named.split(',')
  for (const one of sections ?? []) demandReading(sectionNamed(one), roles)
  return { format, sections: sections ?? readable(roles) }
}

/** The secrets of these sections that whoever asks could be shown one by one, and a trace that others see. */
async function sealedFor(
  parts: Parts,
  request: FastifyRequest,
  sections: readonly string[] | undefined,
  passphrase: string,
): Promise<SealedSecrets> {
  const { roles, login, address } = whoAsks(request)
  const store = parts.store()
  const values = secretValues(
    store,
    (entity, field) =>
      sections?.includes(entity.rules.section) !== false && mayChangeField(entity, field, roles),
  )
  const count = countSecrets(values)
  const sealed = await sealSecrets(values, passphrase)
  const text = message('event.secrets-exported', { count })
  new AdminEvents(store.records, parts.clock).add({ ...originOf(request), text })
  parts.log.warn({ by: login, from: address, count }, 'secrets were exported, sealed')
  return sealed
}

/** Undefined where that is all of it. */
function readable(roles: readonly Role[]): readonly string[] | undefined {
  const seen = sections.filter((entity) => mayRead(entity, roles))
  return seen.length === sections.length ? undefined : seen.map(({ rules }) => rules.section)
}

function office(reply: FastifyReply, store: Store, text: string, format: Chosen['format']) {
  return file(reply, store, `office.${format}`, `application/${format}`, text)
}

function file(reply: FastifyReply, store: Store, name: string, type: string, text: string) {
  return reply
    .type(`${type}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('x-configuration', configHash(store))
    .send(text)
}
