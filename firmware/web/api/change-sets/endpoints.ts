import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isPlain } from '../../../model/complete.ts'
import { subject } from '../../../model/entity.ts'
import type { Role } from '../../../model/facts.ts'
import type { ObjectChange } from '../../../store/revision.ts'
import { changesInWords, inWords } from '../../../store/show-change.ts'
import type { Store } from '../../../store/store.ts'
import { asMessage, type Language } from '../../../words/message.ts'
import { objectNamed } from '../../../words/object.ts'
import { message, say } from '../../../words/say.ts'
import type { Changed, ChangeSetPreview, ShownCall, ShownChangeSet } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { originOf, whoAsks } from '../../server/request-session.ts'
import { languageOf, wordsOf } from '../../words-of.ts'
import { applyAll } from '../config-change.ts'
import { refusedBy } from '../problems.ts'
import { mayRead, maySeeChange, sectionNamed } from '../sections.ts'
import type { ChangeSets } from './change-sets.ts'
import { consequences } from './consequences.ts'
import { type Conflict, conflictsOf, type KeptSet, wantedBy } from './kept-set.ts'

const MOST_LINES = 500
const HIDDEN = 'Your roles do not allow you to see that.'
const FURTHEST_MS = 366 * 24 * 3600 * 1000

type Roles = readonly Role[]

const idOf = (request: FastifyRequest) => (request.params as { id: string }).id

/** Change sets as pages see them. */
export function changeSetEndpoints(app: FastifyInstance, parts: Parts, sets: ChangeSets): void {
  const base = '/api/v1/change-sets'
  const who = (request: FastifyRequest) => {
    const { user, roles } = whoAsks(request)
    return { user, roles, origin: originOf(request) }
  }

  app.get(base, (request): ShownChangeSet[] => {
    return sets.list().map((set) => shownTo(whoAsks(request).roles, set))
  })

  app.post(base, (request): ShownChangeSet => {
    const { name } = (isPlain(request.body) ? request.body : {}) as { name?: unknown }
    if (typeof name !== 'string' || !/^\P{Cc}{1,64}$/u.test(name.trim())) {
      throw new Refusal('bad-request', 'Give it a name of 1 to 64 characters.')
    }
    return shown(sets.create(name.trim(), whoAsks(request)))
  })

  app.get(`${base}/:id`, (request) => preview(parts, request, sets.get(idOf(request))))

  app.delete(`${base}/:id`, (request) => {
    sets.remove(idOf(request))
    return {}
  })

  app.post(`${base}/:id/apply`, (request): Promise<Changed> => {
    const { origin, roles } = who(request)
    const set = sets.get(idOf(request))
    const from = `${origin.from}, change set ${set.name}`
    return sets.apply(set.id, { origin: { ...origin, from }, roles }, isOver(request))
  })

  app.post(`${base}/:id/schedule`, async (request): Promise<ShownChangeSet> => {
    const { at } = (isPlain(request.body) ? request.body : {}) as { at?: unknown }
    const now = parts.clock.now()
    if (typeof at !== 'number' || !(at > now && at < now + FURTHEST_MS)) {
      throw new Refusal('bad-request', 'Choose a time to come, within a year.')
    }
    const set = sets.get(idOf(request))
    const { roles, user } = who(request)
    demandPossible(parts, request, set, roles)
    return shown(await sets.schedule(set.id, at, user, isOver(request)))
  })

  app.delete(`${base}/:id/schedule`, async (request): Promise<ShownChangeSet> => {
    return shownTo(who(request).roles, await sets.unschedule(idOf(request)))
  })
}

function isOver({ body }: FastifyRequest): boolean {
  return isPlain(body) && body.over === true
}

/** Whoever plans it may do all of it. */
function demandPossible(
  parts: Parts,
  request: FastifyRequest,
  { items }: KeptSet,
  roles: Roles,
): void {
  const store = parts.store()
  const { wanted, ids } = wantedBy(items)
  if (items.length === 0) throw new Refusal('refused', 'Nothing has been collected yet.')
  const tried = store.rehearse(originOf(request), (edit) => {
    applyAll(store, edit, wanted, roles, ids)
  })
  if (!tried.ok) throw refusedBy(tried.error)
}

function shown({ id, name, by, createdAt, items, ...set }: KeptSet): ShownChangeSet {
  const { schedule, applied, failed } = set
  const state = applied ? 'applied' : failed ? 'failed' : schedule ? 'scheduled' : 'collecting'
  return {
    id,
    name,
    by,
    createdAt,
    state,
    size: items.length,
    ...(schedule && { applyAt: schedule.at }),
    ...(applied && { revision: applied.revision }),
    ...(failed && { why: failed.why }),
  }
}

/** What it failed by may name what is in it. */
function shownTo(roles: Roles, set: KeptSet): ShownChangeSet {
  const all = shown(set)
  return all.why !== undefined && hiddenIn(set, roles) ? { ...all, why: HIDDEN } : all
}

/** Whether something in it is not for these roles to see: PIN codes are for those who may list them. */
function hiddenIn({ items }: KeptSet, roles: Roles): boolean {
  return items.some(({ section }) => !mayRead(sectionNamed(section), roles))
}

async function preview(
  parts: Parts,
  request: FastifyRequest,
  set: KeptSet,
): Promise<ChangeSetPreview> {
  const { roles } = whoAsks(request)
  const nothing = {
    ...shownTo(roles, set),
    ...{ lines: [], consequences: [], conflicts: [], problems: [] },
  }
  const store = parts.store()
  const { language, say } = wordsOf(request)
  if (set.applied) {
    const { revision } = set.applied
    const [made] = store.revisions({ since: revision - 1, limit: 1 })
    const lines = linesOf(store, language, made?.changes ?? [], roles)
    return { ...nothing, lines, canUndo: store.rehearseUndo(originOf(request), revision).ok }
  }
  if (set.items.length === 0) return nothing
  const conflicts = () =>
    conflictsOf(store, set.items)
      .filter(({ entity }) => mayRead(entity, roles))
      .map((one) => say(conflict(parts, request, one)))
  const { wanted, ids } = wantedBy(set.items)
  try {
    const tried = store.rehearse(originOf(request), (edit) => {
      applyAll(store, edit, wanted, roles, ids)
    })
    if (!tried.ok) throw refusedBy(tried.error)
    const { changes } = tried.value
    const answer = await parts.ask('exchange', 'calls', {}, parts.stopping)
    const calls = answer.ok ? (answer.value as readonly ShownCall[]) : undefined
    return {
      ...nothing,
      lines: linesOf(store, language, changes, roles),
      consequences: consequences(store, changes, calls).map(say),
      conflicts: conflicts(),
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const why = hiddenIn(set, roles) ? new Refusal('forbidden', HIDDEN) : error
    return { ...nothing, conflicts: conflicts(), problems: [why.in(language).text] }
  }
}

function linesOf(
  store: Store,
  language: Language,
  changes: readonly ObjectChange[],
  roles: Roles,
): string[] {
  const seen = changes.filter((change) => maySeeChange(change, roles))
  const lines = changesInWords(store, language)(seen).slice(0, MOST_LINES)
  const hidden = changes.length - seen.length
  if (hidden === 0) return lines
  return [...lines, say(language, message('set.hidden', { count: hidden }))]
}

function conflict(parts: Parts, request: FastifyRequest, about: Conflict) {
  const { entity, id, field = '', was, now, by, revision } = about
  const store = parts.store()
  const object = store.get(entity, id)
  const name = objectNamed(object ? subject(entity, object as never) : entity.rules.label)
  const whose = { object: name, by: by || 'system', revision }
  if (!object) return message('set.gone', whose)
  const declared = entity.fields[field]
  if (!declared) return message('set.changed', whose)
  const language = languageOf(request)
  return message('set.field-changed', {
    ...whose,
    field: asMessage(declared.label),
    was: inWords(store, language, declared, was),
    now: inWords(store, language, declared, now),
  })
}
