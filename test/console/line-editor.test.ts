import fc from 'fast-check'
import t from 'tap'
import {
  type EditedLine,
  EMPTY,
  edit,
  LONGEST_LINE,
  lineOf,
  textOf,
} from '../../firmware/console/terminal/edit-line.ts'
import { type Key, KeyReader } from '../../firmware/console/terminal/keys.ts'

/** The keys as text: characters as they are, others by name. */
function keysOf(...chunks: (string | Buffer)[]): string[] {
  const reader = new KeyReader()
  return chunks
    .flatMap((chunk) => reader.feed(Buffer.from(chunk)))
    .map((key) => ('text' in key ? key.text : `<${key.name}>`))
}

/** What a line is after these bytes; `|` is the cursor. */
function edited(...chunks: string[]): string {
  const reader = new KeyReader()
  const line = chunks
    .flatMap((chunk) => reader.feed(Buffer.from(chunk)))
    .reduce<EditedLine>((before, key) => edit(before, key) ?? before, EMPTY)
  const { characters, cursor } = line
  return `${characters.slice(0, cursor).join('')}|${characters.slice(cursor).join('')}`
}

t.test('Enter is one key, whatever a terminal sends for it', async (t) => {
  t.strictSame(keysOf('a\rb\nc\r\nd'), ['a', '<enter>', 'b', '<enter>', 'c', '<enter>', 'd'])
  t.strictSame(keysOf('\r', '\n', '\n'), ['<enter>', '<enter>'], 'cut between CR and LF')
})

t.test('arrows and editing keys of several terminals', async (t) => {
  t.strictSame(keysOf('\x1b[A\x1b[B\x1b[C\x1b[D'), ['<up>', '<down>', '<right>', '<left>'])
  t.strictSame(keysOf('\x1bOA\x1bOH\x1bOF'), ['<up>', '<home>', '<end>'])
  t.strictSame(keysOf('\x1b[1~\x1b[4~\x1b[3~\x1b[7~\x1b[8~'), [
    '<home>',
    '<end>',
    '<delete>',
    '<home>',
    '<end>',
  ])
  t.strictSame(keysOf('\x1b', '[', 'A'), ['<up>'], 'cut in three')
  t.strictSame(keysOf('\x08\x7f'), ['<backspace>', '<backspace>'])
})

t.test('what means nothing is swallowed whole', async (t) => {
  t.strictSame(keysOf('a\x1b[38;5;1mb'), ['a', 'b'])
  t.strictSame(keysOf('\x1b]0;title\x07x\x1bPq\x1b\\y'), ['x', 'y'])
  t.strictSame(keysOf('\x1b[200~paste\x1b[201~').join(''), 'paste')
  t.strictSame(keysOf(`\x1b[${'9'.repeat(100)}x`).at(-1), 'x', 'a sequence without end ends')
  t.strictSame(keysOf(`\x1b]${'9'.repeat(300)}`).length, 300 - 257)
  t.strictSame(keysOf('\x00\x07\x1c'), [])
})

t.test('letters come whole, and what is no UTF-8 not at all', async (t) => {
  const bytes = Buffer.from('é電😀')
  t.strictSame(keysOf(bytes), ['é', '電', '😀'])
  t.strictSame(keysOf(bytes.subarray(0, 1), bytes.subarray(1)), ['é', '電', '😀'])
  t.strictSame(keysOf(Buffer.from([0xff, 0xfe, 0x41, 0x9b])), ['A'])
})

t.test('garbage of any kind leaves a reader that still reads', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const reader = new KeyReader()
      reader.feed(Buffer.from(bytes))
      reader.feed(Buffer.from('\x07\x1b\\zz')) // ends whatever it was in
      reader.feed(Buffer.alloc(300, 0x40))
      const [key] = reader.feed(Buffer.from('q'))
      return key !== undefined && 'text' in key && key.text === 'q'
    }),
  )
})

t.test('a line is edited as in a shell', async (t) => {
  t.equal(edited('status'), 'status|')
  t.equal(edited('statsu\x7f\x7fus'), 'status|')
  t.equal(edited('tatus', '\x01', 's', '\x05', '!'), 'status!|')
  t.equal(edited('one two  ', '\x17'), 'one |')
  t.equal(edited('one two', '\x1b[D\x1b[D', '\x17'), 'one |wo')
  t.equal(edited('one two', '\x1b[D\x1b[D', '\x15'), '|wo')
  t.equal(edited('one two', '\x1b[D\x1b[D', '\x0b'), 'one t|')
  t.equal(edited('abc', '\x01', '\x04', '\x1b[3~'), '|c')
  t.equal(edited('\x7f\x1b[D\x1b[C\x17\x15'), '|')
})

t.test('a line has an end, and says so when it was longer', async (t) => {
  const key: Key = { text: 'x' }
  let line = lineOf('x'.repeat(LONGEST_LINE))
  t.notOk(line.overfull)
  line = edit(line, key) ?? line
  t.ok(line.overfull)
  line = edit(line, { name: 'backspace' }) ?? line
  line = edit(line, key) ?? line
  t.ok(line.overfull, 'what was cut off does not come back')
  line = edit(line, { name: 'erase-line' }) ?? line
  t.notOk(line.overfull)
  t.equal(textOf(line), '')
})

t.test('whatever is pressed, the cursor stays on the line', async () => {
  const names = [
    'backspace',
    'delete',
    'left',
    'right',
    'home',
    'end',
    'erase-line',
    'erase-word',
    'erase-rest',
    'end-of-input',
  ] as const
  const anyKey = fc.oneof(
    fc.constantFrom(...names).map((name): Key => ({ name })),
    fc.constantFrom('a', ' ', '電').map((text): Key => ({ text })),
  )
  fc.assert(
    fc.property(fc.array(anyKey, { maxLength: 600 }), (keys) => {
      const line = keys.reduce<EditedLine>((before, key) => edit(before, key) ?? before, EMPTY)
      const { length } = line.characters
      return line.cursor >= 0 && line.cursor <= length && length <= LONGEST_LINE
    }),
  )
})
