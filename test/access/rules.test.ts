import t, { type Test } from 'tap'
import { inventPin } from '../../firmware/access/invent.ts'
import { checkNewPassword, checkNewPin, Hasher } from '../../firmware/access/passwords.ts'
import { prepareAccess, setUpState } from '../../firmware/access/set-up.ts'
import { SignIn } from '../../firmware/access/sign-in.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { PasswordRules } from '../../firmware/model/password-rules.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { aDirectory, change, opened } from '../store/a-store.ts'

const NONE = { length: 10, lower: false, upper: false, digit: false, special: false }
const OWN = 'a day in a life'

async function aUnit(t: Test) {
  const clock = new VirtualClock()
  const store = opened(t, aDirectory(t), clock)
  change(store, (edit) => edit.create(Site, { name: 'Main' }))
  await prepareAccess(store)
  const signIn = new SignIn(store, clock)
  const state = setUpState(store)
  const password = state.state === 'unclaimed' ? state.firstPassword : ''
  await signIn.changePassword({ login: 'admin', password, source: 'console' }, OWN)
  const admin = store.find(User, 'login', 'admin') as User
  const rule = (values: object) =>
    change(store, (edit) => edit.update(PasswordRules, edit.only(PasswordRules).id, values))
  return { store, signIn, admin, rule }
}

t.test('PWD-3 PWD-4: each demand refuses what lacks it, and no more', async (t) => {
  const fits = (password: string, demand: object) =>
    checkNewPassword(password, { login: 'ada', rules: { ...NONE, ...demand } }).ok
  for (const [demand, bad, good] of [
    [{ length: 14 }, 'thirteen char', 'fourteen chars'],
    [{ lower: true }, 'NO SMALL ONE', 'one sMALL ONE'],
    [{ upper: true }, 'no capital one', 'one Capital'],
    [{ digit: true }, 'no digit at all', '1 digit in it'],
    [{ special: true }, 'nospecialone', 'one-special'],
  ] as const) {
    t.notOk(fits(bad, demand), bad)
    t.ok(fits(good, demand), good)
    t.ok(fits(bad, {}), `${bad}: nobody asks for it`)
  }
  for (const one of ' !"#$%&\'()*+,-./:;<=>?@[\\]^_{}~`|') {
    t.ok(fits(`abcdefghij${one}`, { special: true }), one)
  }
})

t.test(
  'PWD-5: who has a weaker password than the rules want changes it at the next sign-in',
  async (t) => {
    const { store, signIn, admin, rule } = await aUnit(t)
    const attempt = { login: 'admin', password: OWN, source: 'address 192.0.2.7' } as const
    t.match(await signIn.signIn(attempt), { ok: true, value: { mustChangePassword: false } })
    rule({ digit: true })
    t.match(await signIn.signIn(attempt), { ok: true, value: { mustChangePassword: true } })
    t.equal(store.get(User, admin.id)?.mustChangePassword, true)
    const weak = await signIn.changePassword(attempt, 'still without one')
    t.match(weak, { ok: false, error: { why: 'weak', text: 'Use a digit in it.' } })
    t.ok((await signIn.changePassword(attempt, 'now with 1 digit')).ok)
    const after = await signIn.signIn({ ...attempt, password: 'now with 1 digit' })
    t.match(after, { ok: true, value: { mustChangePassword: false } })
  },
)

t.test(
  'USER-7 SECURITY 2: a PIN has 4 to 16 digits, and is neither the number nor the first guess',
  async (t) => {
    const fits = (pin: string) => checkNewPin(pin, { shortest: 4, numbers: ['4711', '101'] }).ok
    for (const bad of [
      '123',
      '1234',
      '0000',
      '98765',
      '4711',
      '1174',
      '12a4',
      '',
      '1'.repeat(17),
      '٣٤٥٦',
    ]) {
      t.notOk(fits(bad), bad)
    }
    for (const good of ['7294', '0831', '1234567890123457']) t.ok(fits(good), good)
    t.notOk(checkNewPin('7294', { shortest: 6, numbers: [] }).ok, 'shorter than is set')
    const made = new Set(Array.from({ length: 200 }, () => inventPin(6)))
    t.ok(made.size > 195 && [...made].every((pin) => /^\d{6}$/.test(pin)))
  },
)

t.test(
  'USER-10: a given PIN must be changed; one’s own takes the password, and is kept as a hash',
  async (t) => {
    const { store, signIn, admin } = await aUnit(t)
    const number = { number: '4711', kind: 'user' as const, owner: admin.id }
    change(store, (edit) => edit.create(Extension, number))
    const given = await signIn.givePin(admin.id, { by: 'ada', from: 'address 192.0.2.7' })
    t.match(given, /^\d{6}$/)
    t.equal(store.get(User, admin.id)?.mustChangePin, true)
    const hasher = new Hasher()
    t.ok(await hasher.matches(given ?? '', store.reveal(User, admin.id, 'pinHash')))
    const attempt = { login: 'admin', password: OWN, source: 'address 192.0.2.7' } as const
    t.match(await signIn.changePin(attempt, '4711'), { ok: false, error: { why: 'weak' } })
    const stranger = await signIn.changePin({ ...attempt, password: 'nonsense' }, '7294')
    t.match(stranger, { ok: false, error: { why: 'wrong' } })
    t.ok((await signIn.changePin(attempt, '7294')).ok)
    t.ok(await hasher.matches('7294', store.reveal(User, admin.id, 'pinHash')))
    t.equal(store.get(User, admin.id)?.mustChangePin, false)
    t.notMatch(JSON.stringify(store.revisions()), /7294|argon2/)
    t.equal(await signIn.givePin('0'.repeat(36), { by: 'x', from: 'y' }), undefined)
  },
)
