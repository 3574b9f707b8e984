import type { FastifyInstance } from 'fastify'
import type { Role } from '../../model/facts.ts'
import type { Revision } from '../../store/revision.ts'
import { changesInWords } from '../../store/show-change.ts'
import type { Store } from '../../store/store.ts'
import type { Language } from '../../words/message.ts'
import { message, say } from '../../words/say.ts'
import type { Changed, HistoryEntry } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { originOf, whoAsks } from '../server/request-session.ts'
import { languageOf } from '../words-of.ts'
import { keepAdministrator } from './administrators.ts'
import { mayMake } from './change-rights.ts'
import { tellChanged } from './config.ts'
import { numberOf, textOf } from './config-query.ts'
import { refusedBy } from './problems.ts'
import { maySeeChange } from './sections.ts'

const USUAL = 50
const MOST = 200
const AT_ONCE = 500 // revisions read in one go
const FURTHEST = 20_000 // revisions looked through for one object
const MOST_LINES = 100 // of one entry: an office file changes thousands of objects

/** Who changed what and when, and undo. */
export function historyEndpoints(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/history', (request): HistoryEntry[] => {
    const query = request.query as Record<string, unknown>
    const store = parts.store()
    const limit = Math.max(1, numberOf(query, 'limit', USUAL, MOST))
    const next = store.revision() + 1
    const before = Math.min(next, numberOf(query, 'before', next, 1e12))
    const object = textOf(query, 'object')
    const revisions = object
      ? revisionsOf(store, object, before, limit)
      : revisionsBefore(store, before, limit)
    const { roles } = whoAsks(request)
    const language = languageOf(request)
    const words = changesInWords(store, language)
    const origin = originOf(request)
    return revisions.map((revision) => ({
      revision: revision.number,
      at: revision.at,
      by: revision.by,
      from: revision.from,
      lines: shortened(
        words(revision.changes.filter((one) => isAsked(one, object) && maySeeChange(one, roles))),
        language,
      ),
      canUndo: mayUndo(store, revision, roles) && store.rehearseUndo(origin, revision.number).ok,
    }))
  })

  app.post('/api/v1/history/:revision/undo', (request): Changed => {
    const { revision: given } = request.params as { revision: string }
    const number = /^[1-9]\d{0,11}$/.test(given) ? Number(given) : 0
    const store = parts.store()
    const [revision] = number ? store.revisions({ since: number - 1, limit: 1 }) : []
    if (revision?.number !== number) throw new Refusal('not-found', 'There is no such change.')
    if (!mayUndo(store, revision, whoAsks(request).roles)) {
      throw new Refusal('forbidden', 'Your roles do not allow you to change all that it changed.')
    }
    const before = store.revision()
    const undone = store.undo(originOf(request), number, keepAdministrator(store))
    if (!undone.ok) throw refusedBy(undone.error)
    const changed = { revision: undone.value.number, ids: {} }
    tellChanged(parts, before, changed)
    return changed
  })
}

/** Newest first. */
function revisionsBefore(store: Store, before: number, limit: number): Revision[] {
  const since = Math.max(0, before - 1 - limit)
  return store.revisions({ since, limit: before - 1 - since }).toReversed()
}

/** Those that touched an object, newest first, as far back as anybody looks. */
function revisionsOf(store: Store, object: string, before: number, limit: number): Revision[] {
  const last = store.lastChange(object)
  const found: Revision[] = []
  let end = Math.min(before, last + 1)
  for (const oldest = end - FURTHEST; end > Math.max(1, oldest) && found.length < limit; ) {
    const read = revisionsBefore(store, end, AT_ONCE)
    found.push(...read.filter(({ changes }) => changes.some(({ id }) => id === object)))
    end = Math.max(1, end - AT_ONCE)
  }
  return found.slice(0, limit)
}

const isAsked = ({ id }: { readonly id: string }, object: string) => object === '' || id === object

function shortened(lines: readonly string[], language: Language): string[] {
  const more = lines.length - MOST_LINES
  if (more <= 0) return [...lines]
  return [
    ...lines.slice(0, MOST_LINES),
    say(language, message('history.more-lines', { count: more })),
  ]
}

/** Whether these roles could have made each of the opposite changes themselves. */
function mayUndo(store: Store, { changes }: Revision, roles: readonly Role[]): boolean {
  return changes.length > 0 && changes.every((change) => mayMake(store, change, roles))
}
