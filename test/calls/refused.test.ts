import t from 'tap'
import { refusedBy } from '../../firmware/calls/refused.ts'

t.test(
  'RFC 3398 §7.2.6.1 what means the same to the caller is kept, what is about our hop is not',
  async (t) => {
    for (const status of [404, 433, 486, 488, 600, 603, 604, 606]) {
      t.strictSame(refusedBy(status, undefined), { status })
    }
    for (const status of [302, 401, 403, 407, 408, 420, 481, 482, 491, 500, 503, 504]) {
      t.equal(refusedBy(status, undefined), undefined, String(status))
    }
  },
)

t.test('RFC 3261 §20.43 a warning is told anew, without who has given it', async (t) => {
  const told = (warning: string) => refusedBy(488, warning)?.warning
  t.equal(
    told('304 inside.example:5060 "Media type not available"'),
    '304 strowger "Media type not available"',
  )
  t.equal(told('307 h "a \\"b\\" \\\\c", 399 h "other"'), '307 strowger "a b c"')
  t.equal(told(`399 h "x\u0000${'y'.repeat(500)}"`)?.length, '399 strowger ""'.length + 128)
  for (const bad of ['', '99 h "x"', '304 h', '304 h "x', 'h 304 "x"', '304 "x"']) {
    t.equal(told(bad), undefined, bad)
  }
})
