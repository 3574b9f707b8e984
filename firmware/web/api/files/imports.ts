import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Problem } from '../../../model/problem.ts'
import { AdminEvents } from '../../../store/admin-events.ts'
import { configHash } from '../../../store/config-hash.ts'
import { listOf } from '../../../store/csv-list.ts'
import { settleConflicts } from '../../../store/import-conflicts.ts'
import { applyRead } from '../../../store/office.ts'
import { LARGEST, type OfficeFile, officeOf } from '../../../store/office-file.ts'
import { withSecrets } from '../../../store/open-office-file.ts'
import type { ObjectChange } from '../../../store/revision.ts'
import { changesInWords } from '../../../store/show-change.ts'
import { asMessage, type Message, type Text } from '../../../words/message.ts'
import { message } from '../../../words/say.ts'
import { readTableApart, readTreeApart } from '../../cage/answers.ts'
import { Cages } from '../../cage/cage.ts'
import { notRead } from '../../cage/not-read.ts'
import type { Imported } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { originOf, whoAsks } from '../../server/request-session.ts'
import { wordsOf } from '../../words-of.ts'
import { keepAdministrator } from '../administrators.ts'
import { nobodyGetsRoles, onlyWithRights } from '../change-rights.ts'
import { tellChanged } from '../config.ts'
import { refusedBy } from '../problems.ts'
import { sectionNamed, sections } from '../sections.ts'
import { isAsked, oneOf } from './asked.ts'
import { fileOf } from './passphrase-of.ts'
import { textOf } from './text-of.ts'

const MOST_LINES = 500 // in words
const MOST_NOTED = 20 // in an event
const LARGEST_QUOTED = 2 * LARGEST + 5000 // the same beside a passphrase: as JSON, where quotes take two octets
const MOST_PROBLEMS = 1000 // every bad row of a list that somebody mends

/** Files into the configuration: all or nothing, one revision, which History undoes. */
export function importEndpoints(app: FastifyInstance, parts: Parts): void {
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: LARGEST },
    (_request, body, done) => done(null, body),
  )
  const options = { bodyLimit: LARGEST }
  const cages = new Cages(parts.clock)

  app.post('/api/v1/import', { bodyLimit: LARGEST_QUOTED }, async (request) => {
    const { text, passphrase } = fileOf(request.body)
    const tree = await readTreeApart(cages, text)
    if (!tree.ok) throw notRead(tree.error)
    return imported(parts, request, await opened(officeOf(tree.value), passphrase))
  })

  app.post('/api/v1/import/:section', options, async (request) => {
    const { section } = request.params as { section: string }
    const entity = sectionNamed(section)
    if (entity.rules.singleton) {
      const label = asMessage(entity.rules.label)
      throw new Refusal('refused', message('refusal.no-list', { label }))
    }
    const table = await readTableApart(cages, textOf(request.body))
    if (!table.ok) throw notRead(table.error)
    return imported(parts, request, listOf(entity, table.value))
  })
}

/** @throws Refusal `passphrase` where its secrets are sealed, and stay so */
async function opened(file: OfficeFile, passphrase: string | undefined): Promise<OfficeFile> {
  if (!file.sealed) return file
  if (passphrase === undefined) {
    const text = 'The file has passwords, locked by a passphrase. Give the passphrase.'
    throw new Refusal('passphrase', text)
  }
  const read = await withSecrets(file, passphrase)
  if (!read.ok) throw new Refusal('passphrase', read.error)
  return read.value
}

/** EVT-7: what an import renamed or left out. */
function noteLeftOut(parts: Parts, request: FastifyRequest, notes: readonly Text[]): void {
  if (notes.length === 0) return
  const rows = notes.slice(0, MOST_NOTED).map(discreet)
  const text = message('event.rows-skipped', { count: notes.length, rows })
  new AdminEvents(parts.store().records, parts.clock).add({ ...originOf(request), text })
}

/** More people read events than may list PIN codes: what not everybody sees has no name there. */
function discreet(note: Text): Message {
  const { id, values = {} } = asMessage(note)
  const label = values.label as Message | undefined
  const isHidden = sections.some(
    ({ rules }) => rules.read && asMessage(rules.label).id === label?.id,
  )
  return isHidden ? { id, values: { ...values, name: '…', next: '…' } } : { id, values }
}

function imported(parts: Parts, request: FastifyRequest, read: OfficeFile): Imported {
  const query = request.query as Record<string, unknown>
  const { roles } = whoAsks(request)
  const administrators = isAsked(query, 'administrators')
  if (administrators && !roles.includes('server-admin')) {
    throw new Refusal('forbidden', 'Only a server administrator gives roles.')
  }
  const dryRun = isAsked(query, 'dry')
  const prune = isAsked(query, 'prune')
  const store = parts.store()
  const adds = oneOf(query, 'mode', ['update', 'add']) === 'add'
  if (adds && prune) {
    throw new Refusal('bad-request', 'An import that overwrites nothing deletes nothing.')
  }
  const { file, notes } = adds ? settleConflicts(store, read) : { file: read, notes: [] }
  const mayDo = onlyWithRights(store, roles)
  const approve = (changes: readonly ObjectChange[]): readonly Problem[] => [
    ...mayDo(changes),
    ...(administrators ? [] : nobodyGetsRoles(changes)),
  ]
  const before = store.revision()
  const { by, from } = originOf(request)
  const also = keepAdministrator(store)
  const options = { by, from: `${from}, import`, dryRun, prune, also, approve }
  const result = applyRead(store, file, options)
  if (!result.ok) throw refusedBy(result.error, MOST_PROBLEMS)
  const { revision, changes } = result.value
  if (!dryRun) {
    tellChanged(parts, before, { revision, ids: {} })
    noteLeftOut(parts, request, notes)
  }
  const { language, say } = wordsOf(request)
  const lines = changesInWords(store, language)(changes.slice(0, MOST_LINES))
  return {
    revision: store.revision(),
    changes: changes.length,
    lines: lines.slice(0, MOST_LINES),
    notes: notes.map(say),
    hash: configHash(store),
  }
}
