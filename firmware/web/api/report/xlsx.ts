/** A workbook with a sheet a table: the parts of ECMA-376 that every spreadsheet reads. All cells are text, so none is a formula. */
import type { ReportTable } from '../../../store/report.ts'
import { zip } from './zip.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const SHEETS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const LONGEST = 32_767 // characters of a cell

export function workbook(tables: readonly ReportTable[]): Buffer {
  const names = sheetNames(tables.map(({ title }) => title))
  const numbers = tables.map((_, index) => index + 1)
  const part = (n: number) => `worksheets/sheet${n}.xml`
  return zip([
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>${numbers.map((n) => `<Override PartName="/xl/${part(n)}" ContentType="${TYPE}.worksheet+xml"/>`).join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${SHEETS}" xmlns:r="${DOCUMENT}"><sheets>${numbers.map((n) => `<sheet name="${xml(names[n - 1] ?? '')}" sheetId="${n}" r:id="rId${n}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${numbers.map((n) => `<Relationship Id="rId${n}" Type="${DOCUMENT}/worksheet" Target="${part(n)}"/>`).join('')}</Relationships>`,
    ],
    ...tables.map((table, index) => [`xl/${part(index + 1)}`, sheet(table)] as const),
  ])
}

function sheet({ columns, rows }: ReportTable): string {
  const all = columns.length > 0 ? [columns, ...rows] : rows
  const lines = all.map((row, index) => {
    const cells = row.map((text) => {
      const value = xml(text.slice(0, LONGEST))
      return `<c t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`
    })
    return `<row r="${index + 1}">${cells.join('')}</row>`
  })
  return `${HEAD}<worksheet xmlns="${SHEETS}"><sheetData>${lines.join('')}</sheetData></worksheet>`
}

/** At most 31 characters, some not among them, no two alike. */
function sheetNames(titles: readonly string[]): string[] {
  const names: string[] = []
  for (const title of titles) {
    const plain = title.replace(/[[\]:*?/\\']/g, ' ').slice(0, 28)
    names.push(names.includes(plain) ? `${plain} ${names.length}` : plain)
  }
  return names
}

/** Text in XML 1.0, which has no way to write control characters. */
function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those
  const plain = text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').toWellFormed()
  return plain
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
