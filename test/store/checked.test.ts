import fc from 'fast-check'
import t from 'tap'
import { seal, unseal } from '../../firmware/store/checked.ts'

t.test('a sealed value comes back as it was', async () => {
  // msgpack is unpacked without that key, on purpose: nothing that is stored may change what objects are.
  const value = fc
    .jsonValue({ maxDepth: 4 })
    .filter((value) => !JSON.stringify(value).includes('__proto__'))
  fc.assert(
    fc.property(fc.string(), value, (key, value) => {
      const [back, plain] = [
        unseal('test', key, seal(key, value)),
        JSON.parse(JSON.stringify(value)),
      ]
      return JSON.stringify(back) === JSON.stringify(plain)
    }),
  )
})

t.test('any flipped bit is noticed, and names environment and key', async (t) => {
  const sealed = seal('extension/1', { number: '101', rings: 4 })
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const damaged = Buffer.from(sealed)
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    t.throws(() => unseal('config', 'extension/1', damaged), {
      code: 'corrupt',
      message: /^config: the value under 'extension\/1' is damaged/,
    }) || t.bailout()
  }
})

t.test("another key's value, an empty one and a cut one are noticed", async (t) => {
  const sealed = seal('a', 'value')
  t.throws(() => unseal('config', 'b', sealed), { code: 'corrupt' })
  for (let length = 0; length < sealed.length; length++) {
    t.throws(() => unseal('config', 'a', sealed.subarray(0, length)), { code: 'corrupt' })
  }
})
