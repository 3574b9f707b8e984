import { createHmac, randomBytes } from 'node:crypto'
import t from 'tap'
import { KeyedHash } from '../../../firmware/sip/auth/keyed-hash.ts'

t.test('RFC 4231 §4.2, §4.3 and §4.7: short keys and one longer than a block', async (t) => {
  const hmac = (key: Buffer, message: string) =>
    new KeyedHash(key).of(Buffer.from(message)).toString('hex')
  t.equal(
    hmac(Buffer.alloc(20, 0x0b), 'Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  )
  t.equal(
    hmac(Buffer.from('Jefe'), 'what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
  t.equal(
    hmac(Buffer.alloc(131, 0xaa), 'Test Using Larger Than Block-Size Key - Hash Key First'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  )
})

t.test('RFC 2104 it is what Node answers, for keys and messages of many lengths', async (t) => {
  for (let length = 0; length < 130; length += 13) {
    const [key, message] = [randomBytes(length), randomBytes(130 - length)]
    const wanted = createHmac('sha256', key).update(message).digest()
    t.ok(new KeyedHash(key).of(message).equals(wanted))
  }
})
