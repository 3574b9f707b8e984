import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isPlain } from '../../model/complete.ts'
import { resetSection, resetSettings } from '../../store/factory-defaults.ts'
import { changesInWords } from '../../store/show-change.ts'
import type { Edit } from '../../store/staging.ts'
import { asMessage } from '../../words/message.ts'
import { message } from '../../words/say.ts'
import type { ResetDone } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { originOf, whoAsks } from '../server/request-session.ts'
import { accept, sourceOf } from '../server/session-answers.ts'
import { wordsOf } from '../words-of.ts'
import { tellChanged } from './config.ts'
import { refusalBy } from './live/unavailable.ts'
import { refusedBy } from './problems.ts'
import { sectionNamed } from './sections.ts'

const FEW = { rateLimit: { max: 10, timeWindow: 60_000 } }

/** The three resets of the specification (file 54). */
export function resetEndpoints(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/reset', (request): ResetDone => {
    const edit = editOf(request.query as Record<string, unknown>)
    const tried = parts.store().rehearse(originOf(request), edit)
    if (!tried.ok) throw refusedBy(tried.error)
    return done(parts, request, tried.value.changes)
  })

  app.post('/api/v1/reset', { config: FEW }, async (request): Promise<ResetDone> => {
    const body = isPlain(request.body) ? request.body : {}
    if (body.what === 'everything') return everything(parts, request, body.password)
    const edit = editOf(body)
    const store = parts.store()
    const before = store.revision()
    const { by, from } = originOf(request)
    const changed = store.change({ by, from: `${from}, reset` }, edit)
    if (!changed.ok) throw refusedBy(changed.error)
    tellChanged(parts, before, { revision: changed.value.number, ids: {} })
    return done(parts, request, changed.value.changes)
  })
}

function done(
  parts: Parts,
  request: FastifyRequest,
  changes: Parameters<ReturnType<typeof changesInWords>>[0],
): ResetDone {
  const store = parts.store()
  const lines = changesInWords(store, wordsOf(request).language)(changes)
  return { revision: store.revision(), changes: changes.length, lines }
}

function editOf({ what, section }: Readonly<Record<string, unknown>>): (edit: Edit) => void {
  if (what === 'settings') return resetSettings
  if (what !== 'section') {
    const words = ['settings', 'section', 'everything']
    throw new Refusal('bad-request', message('refusal.one-of', { name: 'what', words }))
  }
  const entity = sectionNamed(typeof section === 'string' ? section : '')
  if (!entity.rules.singleton) {
    const label = asMessage(entity.rules.label)
    throw new Refusal('refused', message('refusal.no-settings', { label }))
  }
  return (edit) => resetSection(edit, entity)
}

/** FDEF-3. Not for programs, and not for who only found the page open. */
async function everything(
  parts: Parts,
  request: FastifyRequest,
  password: unknown,
): Promise<ResetDone> {
  const { login, token } = whoAsks(request)
  if (token) throw new Refusal('forbidden', 'That is for people: no token does it.')
  if (typeof password !== 'string') throw new Refusal('bad-request', 'Give your password.')
  accept(await parts.signIn().provePassword({ login, password, source: sourceOf(request) }))
  const { by, from } = originOf(request)
  parts.log.warn({ by, from }, 'factory reset asked for on a page')
  const answer = await parts.ask('supervisor', 'factory-reset', { by, from }, parts.stopping)
  if (!answer.ok) throw refusalBy('supervisor', answer.error)
  return { revision: 0, changes: 0, lines: [] }
}
