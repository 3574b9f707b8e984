import type { FastifyRequest } from 'fastify'
import { message } from '../../../words/say.ts'
import type { ConfigReport } from '../../contract.ts'
import { wordsOf } from '../../words-of.ts'
import { type PdfLine, pdf } from './pdf.ts'

/** A report as a document to print and keep. */
export function reportDocument(
  request: FastifyRequest,
  { site, revision, at, tables }: ConfigReport,
  heading: 'report.title' | 'report.users',
): Buffer {
  const { language, say } = wordsOf(request)
  const time = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(at)
  const title = say(message(heading, { site, revision, time }))
  const lines: PdfLine[] = [{ text: title, bold: true }]
  for (const { title: name, columns, rows } of tables) {
    lines.push({ text: '' }, { text: name, bold: true })
    for (const row of rows) {
      if (columns.length === 0) lines.push({ text: row.join(': '), indent: 2 })
      else lines.push(...object(columns, row))
    }
  }
  return pdf(title, lines)
}

/** One object: what it is called, and below it what is set. */
function object(columns: readonly string[], row: readonly string[]): PdfLine[] {
  const filled = row.flatMap((text, index) => (text === '' ? [] : [`${columns[index]}: ${text}`]))
  const [first = '', ...others] = filled
  return [
    { text: first, indent: 2, bold: true },
    { text: others.join('; '), indent: 4 },
  ]
}
