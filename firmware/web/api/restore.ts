import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isPlain } from '../../model/complete.ts'
import type { Problem } from '../../model/problem.ts'
import type { Result } from '../../result.ts'
import { deletedObjects } from '../../store/deleted.ts'
import type { Revision } from '../../store/revision.ts'
import type { RewindOptions } from '../../store/rewind.ts'
import { changesInWords } from '../../store/show-change.ts'
import { objectNamed } from '../../words/object.ts'
import type { Restored, ShownDeleted } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { originOf, whoAsks } from '../server/request-session.ts'
import { wordsOf } from '../words-of.ts'
import { keepAdministrator } from './administrators.ts'
import { onlyWithRights } from './change-rights.ts'
import { tellChanged } from './config.ts'
import { refusedBy } from './problems.ts'
import { maySeeChange } from './sections.ts'

const MOST_LINES = 500

/** Back to a moment, and deleted things back; both are revisions that can be undone. */
export function restoreEndpoints(app: FastifyInstance, parts: Parts): void {
  const restored = (
    request: FastifyRequest,
    restore: (options: RewindOptions) => Result<Revision, Problem[]>,
  ): Restored => {
    const store = parts.store()
    const rehearsal = isPlain(request.body) && request.body.dry === true
    const before = store.revision()
    const also = keepAdministrator(store)
    const approve = onlyWithRights(store, whoAsks(request).roles)
    const result = restore({ rehearsal, also, approve })
    if (!result.ok) throw refusedBy(result.error)
    const { number: revision, changes } = result.value
    if (!rehearsal) tellChanged(parts, before, { revision, ids: {} })
    const words = changesInWords(store, wordsOf(request).language)
    const lines = words(changes.slice(0, MOST_LINES)).slice(0, MOST_LINES)
    return { revision: store.revision(), changes: changes.length, lines }
  }

  app.post('/api/v1/history/:revision/restore', (request) => {
    const { revision } = request.params as { revision: string }
    if (!/^[1-9]\d{0,11}$/.test(revision))
      throw new Refusal('not-found', 'There is no such change.')
    return restored(request, (options) =>
      parts.store().restoreTo(originOf(request), Number(revision), options),
    )
  })

  app.get('/api/v1/deleted', (request): ShownDeleted[] => {
    const { say } = wordsOf(request)
    const { roles } = whoAsks(request)
    const seen = deletedObjects(parts.store(), parts.clock.now()).filter((one) =>
      maySeeChange(one, roles),
    )
    return seen.map(({ id, name, at, by, until }) => ({
      id,
      name: say(objectNamed(name)),
      at,
      by,
      until,
    }))
  })

  app.post('/api/v1/deleted/:id/restore', (request) => {
    const { id } = request.params as { id: string }
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new Refusal('not-found', 'There is no such change.')
    return restored(request, (options) =>
      parts.store().restoreObject(originOf(request), id, options),
    )
  })
}
