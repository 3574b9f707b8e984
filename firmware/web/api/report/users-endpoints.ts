import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Site } from '../../../model/site.ts'
import { writeCsv } from '../../../store/csv.ts'
import type { ConfigReport } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { languageOf } from '../../words-of.ts'
import { reportDocument } from './document.ts'
import { countsTable, usersTable } from './users-report.ts'
import { workbook } from './xlsx.ts'

/** The users report (UREP rows) with the counts of what is configured, as a page's data and as files. */
export function usersReportEndpoints(app: FastifyInstance, parts: Parts): void {
  const base = '/api/v1/report/users'
  const report = (request: FastifyRequest) => reportNow(parts, request)
  const named = (type: string) => `attachment; filename="people.${type}"`

  app.get(base, report)

  app.get(`${base}/csv`, (request, reply) => {
    const [people] = report(request).tables
    const rows = people ? [people.columns, ...people.rows] : []
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', named('csv'))
      .send(writeCsv(rows))
  })

  app.get(`${base}/xlsx`, (request, reply) =>
    reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', named('xlsx'))
      .send(workbook(report(request).tables)),
  )

  app.get(`${base}/pdf`, (request, reply) =>
    reply
      .type('application/pdf')
      .header('content-disposition', named('pdf'))
      .send(reportDocument(request, report(request), 'report.users')),
  )
}

function reportNow(parts: Parts, request: FastifyRequest): ConfigReport {
  const store = parts.store()
  const language = languageOf(request)
  const tables = [usersTable(store, language), countsTable(store, language)]
  const site = store.get(Site, store.site() ?? '')?.name ?? ''
  const hash = createHash('sha256').update(JSON.stringify(tables)).digest('hex')
  return { site, revision: store.revision(), at: parts.clock.now(), hash, tables }
}
