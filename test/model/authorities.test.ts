import t from 'tap'
import { readAuthorities } from '../../firmware/model/authorities.ts'
import { anAuthority } from '../sip/transport/support/certificates.ts'

t.test('certificates of authorities are read out of a text, line breaks or not', async (t) => {
  const [one, other] = [await anAuthority(), await anAuthority()]
  const text = `${one.certificate}\n${other.certificate}`
  const read = readAuthorities(text)
  t.match(read, { ok: true, value: { length: 2 } })
  t.strictSame(readAuthorities(text.replace(/\s+/g, ' ')), read)
  t.strictSame(readAuthorities(text.replace(/\n/g, '')), read)
  t.strictSame(readAuthorities(''), { ok: true, value: [] })
})

t.test('what is no authority is refused', async (t) => {
  const authority = await anAuthority()
  const leaf = await authority.issue({})
  t.match(readAuthorities(`${authority.certificate}\n${leaf.certificate}`), {
    ok: false,
    error: 'certificate 2 is not that of an authority',
  })
  const broken = authority.certificate.replace(/.{40}/, '')
  t.match(readAuthorities(broken), { ok: false })
})
