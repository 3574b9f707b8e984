import t from 'tap'
import { childOf, readXml, XML_LIMITS } from '../../../firmware/sip/events/read-xml.ts'
import { element, escapeXml, writeXml } from '../../../firmware/sip/events/write-xml.ts'

t.test('what is written is read back, whatever its characters', async (t) => {
  const nasty = `</a>&amp;"'<![CDATA[x]]> \u{1F4DE} ü`
  const text = writeXml(element('a', { b: nasty, left: undefined, n: 3 }, element('c', {}, nasty)))
  const read = readXml(text)
  if (!read.ok) throw new Error(read.error)
  t.equal(read.value.attributes.get('b'), nasty)
  t.equal(read.value.attributes.get('n'), '3')
  t.notOk(read.value.attributes.has('left'))
  t.equal(childOf(read.value, 'c')?.text, nasty)
})

t.test('SECURITY row 16 characters that XML has no place for do not get out', async (t) => {
  t.equal(escapeXml('a\u0000b\u001bc\uffffd\ud800e'), 'a b c d\ufffde')
  t.throws(() => writeXml(element('a b')))
})

for (const [what, text] of [
  ['a document type', '<!DOCTYPE a><a/>'],
  ['an entity', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ['an unknown entity', '<a>&x;</a>'],
  ['a processing instruction', '<?do it?><a/>'],
  ['an unbound prefix', '<b:a/>'],
  ['two roots', '<a/><a/>'],
  ['no root', ''],
  ['an open element', '<a><b></a>'],
  ['an attribute twice', '<a b="1" b="2"/>'],
  ['too deep', '<a>'.repeat(17) + '</a>'.repeat(17)],
  ['too many elements', `<a>${'<b/>'.repeat(500)}</a>`],
  ['too many attributes', `<a ${Array.from({ length: 33 }, (_, n) => `a${n}="1"`).join(' ')}/>`],
  ['too long', `<a>${' '.repeat(XML_LIMITS.size)}</a>`],
] as const) {
  t.test(`SECURITY row 15 XML with ${what} is refused`, async (t) => {
    t.match(readXml(text), { ok: false })
  })
}

t.test('XML at its limits is read', async (t) => {
  t.ok(readXml('<a>'.repeat(16) + '</a>'.repeat(16)).ok)
  t.ok(readXml(`<a>${'<b/>'.repeat(499)}</a>`).ok)
  t.ok(readXml('<?xml version="1.0"?><a>&lt;&#65;</a>').ok)
})
