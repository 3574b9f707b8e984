import { createPrivateKey, sign } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { fromBase32, toBase32 } from '../../firmware/entitlements/base32.ts'
import {
  compact,
  type FeatureKey,
  readFeatureKey,
  writeFeatureKey,
} from '../../firmware/entitlements/feature-key.ts'
import { issuers } from '../../firmware/entitlements/issuers.ts'
import { keyState } from '../../firmware/entitlements/key-state.ts'
import { say } from '../../firmware/words/say.ts'
import { DAY, ISSUED, issue, issuer, stranger } from './issue.ts'

const UNIT = '01890a5d-ac96-774b-bcce-b302099a8057'

function refused(text: string): string {
  const read = readFeatureKey(text, issuers)
  return read.ok ? 'taken' : say('en', read.error)
}

t.test('FKEY-8 a key says what was put into it, however it is written down', async (t) => {
  const key: FeatureKey = {
    unit: UNIT,
    series: 'A1',
    number: 3,
    issued: ISSUED,
    expires: ISSUED + 365 * DAY,
    grants: [{ feature: 'users', count: 60 }, { feature: 'acd' }],
  }
  const text = writeFeatureKey(key, issuer)
  t.match(text, /^SK1(-[0-9A-HJKMNP-TV-Z]{1,5})+$/)
  for (const spelt of [
    text,
    text.toLowerCase(),
    text.replaceAll('-', ''),
    `\n ${text.replaceAll('-', ' \r\n')}\t`,
    text.replaceAll('0', 'O').replaceAll('1', 'l').replace('SKl', 'SK1'),
  ]) {
    t.strictSame(readFeatureKey(spelt, issuers), { ok: true, value: key }, spelt.slice(0, 20))
  }
})

t.test(
  'a key that nobody trusted has signed is refused, and any character that is changed',
  async (t) => {
    const text = issue(UNIT)
    t.match(refused(issue(UNIT, {}, stranger)), /Nobody whom this unit trusts/)
    const plain = compact(text)
    for (let at = 3; at < plain.length; at++) {
      const other = plain[at] === 'Z' ? 'Y' : 'Z'
      t.not(refused(plain.slice(0, at) + other + plain.slice(at + 1)), 'taken', String(at))
    }
  },
)

t.test('garbage, half a key and too long a text are refused by name', async (t) => {
  const text = issue(UNIT)
  t.match(refused(''), /no feature key/)
  t.match(refused('SK1'), /no feature key/)
  t.match(refused('hello'), /no feature key/)
  t.match(refused('SK1-UUUUU'), /no feature key/)
  t.match(refused(text.slice(0, 100)), /no feature key|Nobody/)
  t.match(refused(`${text}0`), /no feature key|Nobody/)
  t.match(refused(`SK1${'0'.repeat(5000)}`), /too long/)
  t.match(refused('-'.repeat(1_000_000)), /too long/)
})

t.test(
  'what is signed but is no key is refused: other shapes, other uses of the same issuer',
  async (t) => {
    const signed = (said: string, domain = 'strowger feature key 1\n') => {
      const octets = Buffer.from(said)
      const signature = sign(null, Buffer.concat([Buffer.from(domain), octets]), issuer)
      return `SK1${toBase32(Buffer.concat([octets, signature]))}`
    }
    const whole = { u: UNIT, s: 'A', n: 1, i: 0, g: [['users', 20]] }
    t.equal(refused(signed(JSON.stringify(whole))), 'taken')
    t.match(refused(signed(JSON.stringify(whole), 'update 1\n')), /Nobody/)
    for (const wrong of [
      'null',
      '[]',
      '{',
      JSON.stringify({ ...whole, u: 'x' }),
      JSON.stringify({ ...whole, s: '' }),
      JSON.stringify({ ...whole, n: 0 }),
      JSON.stringify({ ...whole, n: 1.5 }),
      JSON.stringify({ ...whole, i: -1 }),
      JSON.stringify({ ...whole, e: 1e300 }),
      JSON.stringify({ ...whole, g: [['users', 'many']] }),
      JSON.stringify({ ...whole, g: Array(65).fill(['users']) }),
    ]) {
      t.match(refused(signed(wrong)), /does not understand/, wrong.slice(0, 60))
    }
  },
)

t.test('any octets come back from base 32, and any text is read without harm', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      t.ok(fromBase32(toBase32(octets))?.equals(Buffer.from(octets)))
    }),
    { numRuns: 200 },
  )
  fc.assert(
    fc.property(fc.string(), (text) => refused(`SK1${text}`) !== 'taken'),
    { numRuns: 200 },
  )
  t.equal(fromBase32('Z'), undefined, 'bits that are left over')
  t.equal(fromBase32('ZZ'), undefined)
})

t.test(
  'FKEY-10 a key is told of before its end, acts for a while after it, and then has ended',
  async (t) => {
    const expires = ISSUED + 365 * DAY
    const key: FeatureKey = {
      unit: UNIT,
      series: 'A',
      number: 1,
      issued: ISSUED,
      expires,
      grants: [],
    }
    t.equal(keyState(key, expires - 31 * DAY), 'valid')
    t.equal(keyState(key, expires - 30 * DAY), 'ending')
    t.equal(keyState(key, expires - 1), 'ending')
    t.equal(keyState(key, expires), 'grace')
    t.equal(keyState(key, expires + 30 * DAY - 1), 'grace')
    t.equal(keyState(key, expires + 30 * DAY), 'ended')
    t.equal(keyState(key, ISSUED, true), 'ended', 'seen to have ended: the clock was put back')
    const { expires: _, ...forGood } = key
    t.equal(keyState(forGood, Number.MAX_SAFE_INTEGER), 'valid')
    const over = { ...key, issued: expires + 31 * DAY }
    t.equal(keyState(over, 0), 'ended', 'a clock that was never set is not before the issuer’s')
  },
)

t.test(
  'the issuer of this build is that of the fixtures: anybody can make keys for their own unit',
  async (t) => {
    t.equal(refused(issue(UNIT)), 'taken')
    t.equal(issuers.length, 1)
    t.equal(
      createPrivateKey(issuer.export({ type: 'pkcs8', format: 'pem' })).asymmetricKeyType,
      'ed25519',
    )
  },
)
