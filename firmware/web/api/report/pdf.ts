/**
 * Lines of text as a PDF (ISO 32000-1): A4, one of the fonts that every reader has, so that nothing need be embedded. That font has the letters of
 * Western Europe only; whatever else somebody is called by is a question mark here, and as it is on the page and in the workbook.
 */
import { deflateSync } from 'node:zlib'

const PAGE = { width: 595, height: 842, margin: 42 } // points
const SIZE = 8 // points; a letter of Courier is 0.6 of that wide
const STEP = 10.5 // points from line to line
const COLUMNS = Math.floor((PAGE.width - 2 * PAGE.margin) / (SIZE * 0.6))
const LINES = Math.floor((PAGE.height - 2 * PAGE.margin) / STEP)

export interface PdfLine {
  readonly text: string
  readonly bold?: boolean
  /** Columns before it, also where it goes on in the next line. */
  readonly indent?: number
}

export function pdf(title: string, lines: readonly PdfLine[]): Buffer {
  const broken = lines.flatMap(wrapped)
  const pages: PdfLine[][] = []
  for (let at = 0; at === 0 || at < broken.length; at += LINES)
    pages.push(broken.slice(at, at + LINES))
  const objects: Buffer[] = []
  const add = (body: string | Buffer) => objects.push(Buffer.from(body as string))
  const first = 6 // number of the first page's object
  const kids = pages.map((_, index) => `${first + 2 * index} 0 R`).join(' ')
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`)
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>')
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >>')
  add(Buffer.concat([Buffer.from('<< /Title ('), escaped(title), Buffer.from(') >>')]))
  for (const [index, page] of pages.entries()) {
    const content = first + 2 * index + 1
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents ${content} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
    )
    add(stream(drawn(page)))
  }
  return file(objects)
}

function wrapped({ text, bold = false, indent = 0 }: PdfLine): PdfLine[] {
  const room = COLUMNS - indent
  const parts: string[] = []
  let rest = text
  while (rest.length > room) {
    const space = rest.lastIndexOf(' ', room)
    const end = space > room / 2 ? space : room
    parts.push(rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  return [...parts, rest].map((part) => ({ text: ' '.repeat(indent) + part, bold }))
}

function drawn(lines: readonly PdfLine[]): Buffer {
  const parts: Buffer[] = [
    Buffer.from(`BT ${STEP} TL ${PAGE.margin} ${PAGE.height - PAGE.margin} Td\n`),
  ]
  for (const { text, bold } of lines) {
    parts.push(Buffer.from(`/F${bold ? 2 : 1} ${SIZE} Tf (`), escaped(text), Buffer.from(") '\n"))
  }
  parts.push(Buffer.from('ET\n'))
  return Buffer.concat(parts)
}

/** A literal string in the font's encoding: Latin-1, with the dashes, quotes and arrows that we write ourselves. */
function escaped(text: string): Buffer {
  const plain = [...text.replaceAll('→', '->').replaceAll('•', '*')].map(
    (letter) => WESTERN.get(letter) ?? (isLatin1(letter) ? letter : '?'),
  )
  return Buffer.from(plain.join('').replace(/[\\()]/g, '\\$&'), 'latin1')
}

const WESTERN = new Map([
  ['‘', '\x91'],
  ['’', '\x92'],
  ['“', '\x93'],
  ['”', '\x94'],
  ['–', '\x96'],
  ['—', '\x97'],
  ['…', '\x85'],
  ['€', '\x80'],
])

function isLatin1(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff)
}

function stream(content: Buffer): Buffer {
  const packed = deflateSync(content)
  const head = `<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`
  return Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream')])
}

/** Objects are numbered from 1 in their order; the table at the end says where each begins (§7.5.4). */
function file(objects: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  let offset = parts[0]?.length ?? 0
  const offsets = objects.map((body, index) => {
    const object = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      body,
      Buffer.from('\nendobj\n'),
    ])
    const at = offset
    parts.push(object)
    offset += object.length
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${offset}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}
