import fc from 'fast-check'
import t from 'tap'
import { inert, short } from '../../firmware/console/terminal/inert.ts'
import { columns, WIDTH, wrapped } from '../../firmware/console/terminal/layout.ts'

/** What strangers try: each would do something to a terminal that got it as it is. */
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['clears the screen', '\x1b[2J\x1b[H'],
  ['answers for the technician', '\x1b]0;reboot\x07\x1b[21t'],
  ['asks for an answer', '\x1b[c\x1b[6n\x05'],
  ['defines a key', '\x1b[0;59;"factory-reset"p'],
  ['is a device control string', '\x1bP$q"p\x1b\\'],
  ['does so with one byte', '\x9b2J\x90\x9d0;x\x9c'],
  ['does so in the second byte of a letter', 'Л2J Ü ě'], // D0 9B: CSI where nobody knows UTF-8
  ['writes over what stands there', 'Ann\rBob\b\b\b\x7f'],
  ['goes to another line', 'Ann\nroot> factory-reset\x0b\x0c\x85\u2028\u2029'],
  ['turns the writing around', 'Ann \u202eeb\u202c \u2066x\u2069 \u061c'],
  ['is not there', 'A\u200bn\u200dn\u2060\ufeff\u00ad'],
  ['is a tag', '\u{e0041}\u{e007f}'],
  ['piles up', `a${'\u0301'.repeat(5000)}`],
  ['is wide', '電話機'],
  ['is half a character', '\ud83d x \udc00'],
  ['shifts the character set', '\x0e\x0f\x1b(0'],
  ['stops the output', '\x13'],
  ['is long', '\ufdfa'.repeat(10_000)],
]

t.test(
  'SECURITY 16 nothing that a stranger sets is more than letters on the console',
  async (t) => {
    for (const [what, text] of HOSTILE) t.match(inert(text), /^[ -~]*$/, what)
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^[ -~]*$/.test(inert(text))))
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => /^[ -~]*$/.test(inert(text))))
    t.ok(inert('\ufdfa'.repeat(1_000_000)).length < 200_000)
  },
)

t.test('names stay readable', async (t) => {
  t.equal(inert('Zoë Müller–Øst'), 'Zoe Muller-Ost')
  t.equal(inert('101 → “lobby” …'), '101 -> "lobby" ...')
  t.equal(inert('ordinary ~!@#$%^&*() text'), 'ordinary ~!@#$%^&*() text')
  t.equal(short('a name that goes on and on', 10), 'a name t..')
})

t.test('lines are broken at blanks, and none is wider than the screen', async (t) => {
  t.strictSame(wrapped(''), [''])
  t.strictSame(wrapped(`  ${'word '.repeat(20)}`).length, 2)
  t.match(wrapped(`  ${'word '.repeat(20)}`)[1], /^ {2}word/)
  t.strictSame(
    wrapped('x'.repeat(200)).map((row) => row.length),
    [79, 79, 42],
  )
  const rows = (text: string) => wrapped(text).every((row) => row.length <= WIDTH)
  fc.assert(fc.property(fc.string({ maxLength: 500 }), rows))
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(' ', 'a', '\n'), maxLength: 500 }), rows))
  t.strictSame(
    columns([
      ['a', '\x1b[2J'],
      ['bbb', 'c'],
    ]),
    ['a    ?[2J', 'bbb  c'],
  )
})
