import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Site } from '../../../model/site.ts'
import type { Reader } from '../../../store/reader.ts'
import { netChanges, type ReportTable, reportOf } from '../../../store/report.ts'
import { changesInWords } from '../../../store/show-change.ts'
import type { ConfigReport } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { originOf } from '../../server/request-session.ts'
import { wordsOf } from '../../words-of.ts'
import { numberOf } from '../config-query.ts'
import { refusedBy } from '../problems.ts'
import { reportDocument } from './document.ts'
import { usersReportEndpoints } from './users-endpoints.ts'
import { workbook } from './xlsx.ts'

/** The configuration report: now or at a moment, as a page's data, a workbook or a document. */
export function reportEndpoints(app: FastifyInstance, parts: Parts): void {
  const base = '/api/v1/report'
  const report = (request: FastifyRequest) => reportAt(parts, request)

  app.get(base, report)

  app.get(`${base}/xlsx`, (request, reply) =>
    reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', 'attachment; filename="configuration.xlsx"')
      .send(workbook(report(request).tables)),
  )

  app.get(`${base}/pdf`, (request, reply) =>
    reply
      .type('application/pdf')
      .header('content-disposition', 'attachment; filename="configuration.pdf"')
      .send(reportDocument(request, report(request), 'report.title')),
  )

  usersReportEndpoints(app, parts)

  app.get(`${base}/changes`, (request): string[] => {
    const query = request.query as Record<string, unknown>
    const store = parts.store()
    const last = store.revision()
    const [a, b] = [numberOf(query, 'from', 0, last), numberOf(query, 'to', last, last)]
    const [since, until] = [Math.min(a, b), Math.max(a, b)]
    const changes = netChanges(store.revisions({ since, limit: until - since }))
    return changesInWords(store, wordsOf(request).language)(changes)
  })
}

function reportAt(parts: Parts, request: FastifyRequest): ConfigReport {
  const store = parts.store()
  const last = store.revision()
  const revision = numberOf(
    request.query as Record<string, unknown>,
    'at',
    last,
    last,
    Math.min(1, last),
  )
  const { language } = wordsOf(request)
  let tables: ReportTable[] = []
  let site = ''
  const read = (reader: Reader) => {
    tables = reportOf(reader, language)
    site = reader.get(Site, store.site() ?? '')?.name ?? ''
  }
  if (revision === last) read(store)
  else {
    const was = store.restoreTo(originOf(request), revision, { rehearsal: true, also: read })
    if (!was.ok) throw refusedBy(was.error)
  }
  const [made] = store.revisions({ since: revision - 1, limit: 1 })
  const hash = createHash('sha256').update(JSON.stringify(tables)).digest('hex')
  return { site, revision, at: made?.at ?? parts.clock.now(), hash, tables }
}
