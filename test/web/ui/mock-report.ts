import type { ConfigReport } from '../../../firmware/web/contract.ts'
import { HOSTILE } from './mock-objects.ts'

/** The report of a small office, of now or a moment; and what differs. */
export function mockReport(now: number, one: string, query: URLSearchParams): unknown {
  if (one === 'changes') return ['changed handset desk', 'Number of lines: 2 → 4']
  const report: ConfigReport = {
    site: 'Maple Street Dental',
    revision: Number(query.get('at') ?? 41),
    at: now,
    hash: 'f00d',
    tables: [
      {
        section: 'handsets',
        title: 'handset',
        columns: ['User ID', 'Description', 'Nothing here'],
        rows: [
          ['desk', HOSTILE, ''],
          ['hall', '', ''],
        ],
      },
      {
        section: 'dialPlan',
        title: 'dial plan',
        columns: [],
        rows: [['Emergency number', '911']],
      },
      { section: 'users', title: 'user', columns: ['Login name'], rows: [] },
    ],
  }
  return report
}
