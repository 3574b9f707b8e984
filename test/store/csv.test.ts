import fc from 'fast-check'
import t from 'tap'
import { readCsv, writeCsv } from '../../firmware/store/csv.ts'

const cellsOf = (text: string) => readCsv(text).rows.map(({ cells }) => cells)

t.test(
  'RFC 4180 §2 quotation marks, line breaks within them, no line break at the end',
  async (t) => {
    t.strictSame(cellsOf('a,b\r\n"x, ""y""","two\r\nlines"\r\n1,2'), [
      ['a', 'b'],
      ['x, "y"', 'two\r\nlines'],
      ['1', '2'],
    ])
  },
)

t.test(
  'tables of other countries and programs are read: semicolons, tabs, a byte order mark, sep=',
  async (t) => {
    const expected = [
      ['a', 'b,c'],
      ['1', ''],
    ]
    t.strictSame(cellsOf('\ufeffa;"b,c"\n1;\n'), expected)
    t.strictSame(cellsOf('a\tb,c\r\n1\t'), expected)
    t.strictSame(cellsOf('sep=;\r\na;b,c\r\n1;'), expected)
    t.strictSame(
      readCsv('sep=;\na\n\n2').rows.map(({ line }) => line),
      [2, 4],
      'rows are numbered as the spreadsheet does',
    )
  },
)

t.test('SECURITY 13 what a spreadsheet would take for a formula is text in it', async (t) => {
  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', "'=1", "''=1", '＝1']
  const text = writeCsv([formulas])
  for (const cell of text.slice(1).split(',')) t.match(cell, /^"?'/, cell)
  t.strictSame(cellsOf(text), [formulas], 'and comes back as it was')
  t.strictSame(cellsOf(writeCsv([["'plain", "O'Hara"]])), [["'plain", "O'Hara"]])
})

t.test('what is broken is told with its row and column, and reading ends', async (t) => {
  t.match(readCsv('a,b\n1,"2').problems, [{ line: 2, column: 2 }])
  t.match(readCsv('a,b\n"1"x,2').problems, [{ line: 2, column: 1 }])
  t.match(readCsv('a,'.repeat(300)).problems, [{ line: 1, column: 202 }])
  t.match(readCsv('a\n'.repeat(20_002)).problems, [{ line: 20_001 }])
  t.match(readCsv(`${'a'.repeat(40_000)}\n`).problems, [{ line: 1, column: 1 }])
})

t.test('whatever is written is read again', async (t) => {
  const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'ab"\',;\t\r\n =+-@ ') }))
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
    minLength: 1,
    maxLength: 5,
  })
  fc.assert(
    fc.property(rows, (given) => {
      const table = [['first', 'second', 'third'], ...given] // whose commas tell the separator
      const wanted = table.filter((row) => row.some((one) => one !== ''))
      t.strictSame(cellsOf(writeCsv(table)), wanted)
    }),
  )
})
