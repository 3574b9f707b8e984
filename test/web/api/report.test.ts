import { inflateRawSync, inflateSync } from 'node:zlib'
import t from 'tap'
import type { ConfigReport } from '../../../firmware/web/contract.ts'
import { anApi } from './an-api.ts'

/** What is in an archive, by its directory. */
function unzipped(file: Buffer): Map<string, string> {
  const end = file.lastIndexOf(Buffer.from('504b0506', 'hex'))
  const files = new Map<string, string>()
  let at = file.readUInt32LE(end + 16)
  for (let n = file.readUInt16LE(end + 10); n > 0; n--) {
    const [packed, name] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 28)]
    const local = file.readUInt32LE(at + 42)
    const begin = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const content = inflateRawSync(file.subarray(begin, begin + packed))
    files.set(file.subarray(at + 46, at + 46 + name).toString(), content.toString())
    at += 46 + name + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return files
}

/** The texts of a document, page by page; its table of objects is right. */
function pagesOf(file: Buffer): string[] {
  const text = file.toString('latin1')
  const [, start] = /startxref\n(\d+)\n%%EOF\n$/.exec(text) ?? []
  const table = text.slice(Number(start))
  const pages: string[] = []
  for (const [index, [, offset]] of [...table.matchAll(/(\d{10}) 00000 n /g)].entries()) {
    const at = Number(offset)
    t.ok(text.startsWith(`${index + 1} 0 obj\n`, at), `object ${index + 1} is where the table says`)
    const [head = '', length] =
      /^\d+ 0 obj\n<< \/Length (\d+) [^\n]*\nstream\n/.exec(text.slice(at)) ?? []
    if (!length) continue
    const begin = at + head.length
    pages.push(inflateSync(file.subarray(begin, begin + Number(length))).toString('latin1'))
  }
  return pages
}

t.test(
  'CFGREP-1 CFGREP-3 CFGREP-4 the report has every subject, in words, without secrets, as page, workbook and document',
  async (t) => {
    const { admin, as } = await anApi(t)
    const secret = 'correct-horse-battery-1'
    const extension = await admin.create('extensions', {
      number: '201',
      description: '=1+1 <&> (hall)',
    })
    await admin.create('handsets', { sipUser: 'desk', lines: 3, secret, extension })
    const { body } = await admin.get<ConfigReport>('report')
    const sections = body.tables.map(({ section }) => section)
    for (const section of ['sites', 'users', 'extensions', 'handsets', 'dialPlan']) {
      t.ok(sections.includes(section), section)
    }
    const handsets = body.tables.find(({ section }) => section === 'handsets')
    const row = Object.fromEntries(
      (handsets?.columns ?? []).map((name, at) => [name, handsets?.rows[0]?.[at]]),
    )
    t.match(row, { 'User ID': 'desk', Extension: '201', 'Number of lines': '3' })
    const plan = body.tables.find(({ section }) => section === 'dialPlan')
    t.ok(plan?.rows.some(([label, value]) => label === 'Emergency number' && value === '911'))

    const fetch = async (path: string) => (await admin.browser.request('GET', path)).rawPayload
    const parts = unzipped(await fetch('report/xlsx'))
    t.equal(
      [...parts.keys()].filter((name) => name.includes('worksheets/')).length,
      sections.length,
    )
    const sheet = parts.get(`xl/worksheets/sheet${sections.indexOf('extensions') + 1}.xml`)
    t.match(sheet, />=1\+1 &lt;&amp;&gt; \(hall\)</, 'text, and no formula')
    t.match(parts.get('xl/workbook.xml'), /sheet name="handset"/)

    const pages = pagesOf(await fetch('report/pdf'))
    t.match(pages.join(''), /\( {2}Number: 201\)/)
    t.match(pages.join(''), /=1\+1 <&> \\\(hall\\\)/)
    for (const text of [JSON.stringify(body), [...parts.values()].join(''), pages.join('')]) {
      t.notMatch(text, /correct-horse|argon2/)
    }
    const many = Array.from({ length: 150 }, (_, n) => ({
      do: 'create',
      section: 'users',
      id: `new:${n}`,
      values: { login: `u${n}`, lastName: `Łukasz ${n} ${'long '.repeat(9)}end` },
    }))
    t.equal((await admin.batch(...many)).status, 200)
    const long = pagesOf(await fetch('report/pdf'))
    t.ok(long.length > 3)
    for (const line of long.join('').matchAll(/\((.*)\) '/g)) t.ok((line[1]?.length ?? 0) <= 130)
    t.match(long.join(''), /\?ukasz 149/, 'letters that the font has not are question marks')
    const [support, phone] = [
      await as('support', 'support-technician'),
      await as('phone', 'phone-admin'),
    ]
    t.equal((await support.get('report')).status, 200)
    t.equal((await phone.get('report')).status, 403)
  },
)

t.test('UX the report of a moment, and what differs between two', async (t) => {
  const { admin, store } = await anApi(t)
  const desk = await admin.create('handsets', { sipUser: 'desk', lines: 2 })
  const first = store.revision()
  await admin.patch('handsets', desk, { lines: 3 })
  await admin.patch('handsets', desk, { lines: 4, description: 'A' })
  await admin.patch('handsets', desk, { description: '' })
  const gone = await admin.create('extensions', { number: '201' })
  await admin.remove('extensions', gone)
  await admin.create('extensions', { number: '202' })
  const last = store.revision()
  const handsets = async (at: string) => {
    const { body } = await admin.get<ConfigReport>(`report${at}`)
    return body.tables.find(({ section }) => section === 'handsets')?.rows[0]
  }
  t.ok((await handsets(''))?.includes('4'))
  t.ok((await handsets(`?at=${first}`))?.includes('2'))
  t.equal((await handsets('?at=1'))?.length, undefined, 'it was not there')
  const { body } = await admin.get(`report/changes?from=${first}&to=${last}`)
  t.strictSame(body, ['changed handset desk', 'Number of lines: 2 → 4', 'added extension 202'])
  t.strictSame((await admin.get(`report/changes?from=${last}&to=${last}`)).body, [])
  t.equal((await admin.get(`report?at=${last + 1}`)).status, 400)
  t.equal(store.revision(), last, 'looking changes nothing')
})
