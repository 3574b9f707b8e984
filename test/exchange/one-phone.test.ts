import t from 'tap'
import { Cause } from '../../firmware/calls/cause.ts'
import { onePhone } from '../../firmware/exchange/one-phone.ts'
import type { Binding } from '../../firmware/phones/bindings.ts'
import type { HandsetAccount } from '../../firmware/phones/handset-directory.ts'
import { publicGruu } from '../../firmware/phones/public-gruu.ts'
import { parseUri } from '../../firmware/sip/message/uri.ts'

const INSTANCE = '<urn:uuid:00000000-0000-1000-8000-000a95a0e128>'
const directory = {
  bySipUser: (user: string) => (user === '101' ? ({ id: 'h' } as HandsetAccount) : undefined),
}
const bindings = { of: () => [{ instance: '<urn:uuid:1>' }, { instance: INSTANCE }] as Binding[] }

function askedFor(uri: string) {
  const parsed = parseUri(uri)
  if (!parsed.ok) throw new Error(parsed.error)
  return { requestUri: { ...parsed.value, host: parsed.value.host ?? '' } } as never
}

t.test('RFC 5627 §5.1 the GRUU that a telephone was told leads to it alone', async (t) => {
  const gruu = publicGruu('sip:101@office.test', INSTANCE) ?? ''
  const next = onePhone(askedFor(gruu), directory, bindings)
  t.match(next, {
    program: 'extension',
    state: { only: { kind: 'device', device: 'h', instance: INSTANCE } },
  })
})

t.test(
  'RFC 5627 §5.1 a GRUU of somebody unknown, or who is not there, leads nowhere',
  async (t) => {
    const unknown = onePhone(askedFor('sip:999@office.test;gr=urn:uuid:1'), directory, bindings)
    t.equal(unknown, Cause.unallocatedNumber)
    const away = onePhone(askedFor('sip:101@office.test;gr=urn:uuid:9'), directory, bindings)
    t.equal(away, Cause.subscriberAbsent)
    t.equal(onePhone(askedFor('sip:101@office.test'), directory, bindings), undefined)
  },
)
