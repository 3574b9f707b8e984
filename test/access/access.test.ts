import t, { type Test } from 'tap'
import { inventCode, inventFirstPassword } from '../../firmware/access/invent.ts'
import { checkNewPassword } from '../../firmware/access/passwords.ts'
import { prepareAccess, setUpState } from '../../firmware/access/set-up.ts'
import { SignIn, type Source } from '../../firmware/access/sign-in.ts'
import { WORDS } from '../../firmware/access/words.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { SetUp } from '../../firmware/model/set-up.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { applyOffice } from '../../firmware/store/office.ts'
import { exportOffice } from '../../firmware/store/office-export.ts'
import type { Store } from '../../firmware/store/store.ts'
import { aDirectory, change, opened } from '../store/a-store.ts'

const STRANGER: Source = 'address 198.51.100.9'
const OWNER: Source = 'address 192.0.2.7'
const OWN_PASSWORD = 'a day in a life'

/** A unit after its first start. */
async function aUnit(t: Test) {
  const clock = new VirtualClock()
  const data = aDirectory(t)
  const store = opened(t, data, clock)
  await prepareAccess(store)
  return { clock, data, store, signIn: new SignIn(store, clock), first: firstOf(store) }
}

function firstOf(store: Store) {
  const state = setUpState(store)
  if (state.state !== 'unclaimed') throw new Error(state.state)
  return state
}

/** A unit whose owner has set a password. */
async function aClaimedUnit(t: Test) {
  const unit = await aUnit(t)
  const { firstPassword: password } = unit.first
  const set = await unit.signIn.changePassword(
    { login: 'admin', password, source: 'console' },
    OWN_PASSWORD,
  )
  t.ok(set.ok)
  return unit
}

/** Wrong passwords until one is not even tried, at most `most`; answers how many were tried. */
async function guess(signIn: SignIn, source: Source, most = 50, login = 'admin') {
  for (let tried = 0; tried < most; tried++) {
    const answer = await signIn.signIn({ login, password: `guess ${tried}`, source })
    if (!answer.ok && answer.error.why === 'wait') return tried
  }
  return most
}

t.test('SECURITY 2 no two units have the same first password, which is of 37 bits', async (t) => {
  t.equal(WORDS.length, 256)
  t.equal(new Set(WORDS).size, 256)
  t.ok(WORDS.every((word) => /^[a-z]{3,8}$/.test(word)))
  const made = new Set(Array.from({ length: 1000 }, inventFirstPassword))
  t.equal(made.size, 1000)
  for (const password of made) t.match(password, /^[a-z]+-[a-z]+-[a-z]+-\d{4}$/)
  t.match(inventCode(), /^\d{6}$/)
})

t.test(
  'spec decision 3: a unit makes its administrator once, before it has a site too',
  async (t) => {
    const { store, first } = await aUnit(t)
    t.match(store.find(User, 'login', 'admin'), {
      roles: ['server-admin'],
      mustChangePassword: true,
    })
    const { revision } = { revision: store.revision() }
    await prepareAccess(store)
    t.equal(store.revision(), revision, 'a second start changes nothing')
    t.strictSame(setUpState(store), first)
    let site = ''
    change(store, (edit) => {
      site = edit.create(Site, { name: 'Main', number: 1 })
    })
    t.equal(store.find(User, 'login', 'admin')?.site, site, 'at home now')
  },
)

t.test('two starts at once make one administrator', async (t) => {
  const clock = new VirtualClock()
  const store = opened(t, aDirectory(t), clock)
  await Promise.all([prepareAccess(store), prepareAccess(store)])
  const { firstPassword: password } = firstOf(store)
  const signIn = new SignIn(store, clock)
  t.ok((await signIn.signIn({ login: 'admin', password, source: 'console' })).ok)
})

t.test('an office that has an admin or an Administrator does not stop it', async (t) => {
  for (const [login, lastName] of [
    ['admin', 'Grace'],
    ['grace', 'Administrator'],
  ] as const) {
    const store = opened(t, aDirectory(t))
    change(store, (edit) => {
      edit.create(Site, { name: 'Main', number: 1 })
      edit.create(User, { login, lastName })
    })
    await prepareAccess(store)
    t.strictSame(store.find(User, 'login', 'admin')?.roles, ['server-admin'])
  }
})

t.test('no password, hash or code is read, exported, recorded or taken from a file', async (t) => {
  const { store, first } = await aUnit(t)
  const everything = JSON.stringify([store.all(User), store.only(SetUp), store.revisions()])
  const shown = everything + exportOffice(store)
  for (const secret of [first.firstPassword, first.code, '$argon2id$']) {
    t.notOk(shown.includes(secret), secret)
  }
  t.notMatch(exportOffice(store), /set-up|claimed/)
  const planted = applyOffice(
    store,
    `users:\n  - { login: eve, lastName: Eve, passwordHash: '$argon2id$v=19$x' }\n`,
    { by: 'test' },
  )
  t.match(planted, { ok: false, error: [{ what: /passwordHash is in no file/ }] })
  const unclaimed = applyOffice(store, 'set-up:\n  claimed: true\n', { by: 'test' })
  t.match(unclaimed, { ok: false, error: [{ what: 'there is no such section' }] })
})

t.test('applying an office with --prune leaves those who administrate', async (t) => {
  const { store } = await aUnit(t)
  const office = 'sites: [{ name: Main, number: 1 }]\nusers: [{ login: ada, lastName: A }]\n'
  t.ok(applyOffice(store, office, { by: 'test', prune: true }).ok)
  const other = office.replaceAll('ada', 'bob').replace('lastName: A', 'lastName: B')
  t.ok(applyOffice(store, other, { by: 'test', prune: true }).ok)
  t.strictSame(
    store.all(User).map(({ login }) => login),
    ['admin', 'bob'],
  )
})

t.test('USER-9: the first password works, and must be changed; that claims the unit', async (t) => {
  const { store, signIn, first } = await aUnit(t)
  const login = 'admin'
  const attempt = { login, password: first.firstPassword, source: OWNER }
  const signed = await signIn.signIn(attempt)
  t.match(signed, { ok: true, value: { login, mustChangePassword: true, name: 'Administrator' } })
  t.equal(setUpState(store).state, 'unclaimed')
  t.match(await signIn.changePassword(attempt, first.firstPassword), {
    ok: false,
    error: { why: 'weak', text: /old password/ },
  })
  t.match(await signIn.changePassword({ ...attempt, password: 'wrong' }, OWN_PASSWORD), {
    ok: false,
    error: { why: 'wrong' },
  })
  t.ok((await signIn.changePassword(attempt, OWN_PASSWORD)).ok)
  t.strictSame(setUpState(store), { state: 'claimed', login })
  t.notOk((await signIn.signIn(attempt)).ok, 'the first one is over')
  t.match(await signIn.signIn({ login, password: OWN_PASSWORD, source: OWNER }), {
    ok: true,
    value: { mustChangePassword: false },
  })
})

t.test('the set-up code claims once', async (t) => {
  const { store, signIn, first } = await aUnit(t)
  t.match(await signIn.claim('not it', OWN_PASSWORD, OWNER), { error: { why: 'wrong' } })
  t.match(await signIn.claim(first.code, 'short', OWNER), { error: { why: 'weak' } })
  t.ok((await signIn.claim(first.code, OWN_PASSWORD, OWNER)).ok)
  t.equal(setUpState(store).state, 'claimed')
  t.match(await signIn.claim(first.code, 'another password', OWNER), { error: { why: 'claimed' } })
})

t.test('ten wrong set-up codes make another one', async (t) => {
  const { clock, store, signIn, first } = await aUnit(t)
  for (let wrong = 0; wrong < 10; ) {
    const answer = await signIn.claim('nothing', OWN_PASSWORD, STRANGER)
    if (!answer.ok && answer.error.why === 'wait')
      await clock.advance(answer.error.waitSeconds * 1000)
    else wrong++
  }
  t.not(firstOf(store).code, first.code)
  t.equal(firstOf(store).firstPassword, first.firstPassword)
})

t.test('SECURITY 1 an unknown login is answered like a wrong password', async (t) => {
  const { signIn } = await aClaimedUnit(t)
  const known = await signIn.signIn({ login: 'admin', password: 'nonsense', source: STRANGER })
  const unknown = await signIn.signIn({ login: 'nobody', password: 'nonsense', source: STRANGER })
  t.strictSame(unknown, known)
  t.notOk((await signIn.signIn({ login: 'admin', password: '', source: STRANGER })).ok)
  const long = 'x'.repeat(100_000)
  t.strictSame(await signIn.signIn({ login: long, password: long, source: STRANGER }), known)
  const from: Source = 'address 198.51.100.10'
  t.equal(await guess(signIn, from, 50, 'somebody-else'), 5, 'and locked like one')
})

t.test(
  'SECURITY 9 guessing slows down, and nobody is locked out of the console by it',
  async (t) => {
    const { clock, signIn } = await aClaimedUnit(t)
    const right = { login: 'admin', password: OWN_PASSWORD }
    t.ok((await signIn.signIn({ ...right, source: OWNER })).ok)
    t.equal(await guess(signIn, STRANGER), 5)
    t.match(await signIn.signIn({ ...right, source: 'address 203.0.113.1' }), {
      ok: false,
      error: { why: 'wait', waitSeconds: 5, text: /Try again in 5 s/ },
    })
    t.ok((await signIn.signIn({ ...right, source: OWNER })).ok, 'the owner, from where they work')
    t.ok((await signIn.signIn({ ...right, source: 'console' })).ok)
    await clock.advance(5000)
    t.equal(await guess(signIn, STRANGER), 1, 'then one')
    const again = await signIn.signIn({ ...right, source: STRANGER })
    t.match(again, { ok: false, error: { waitSeconds: 10 } })
  },
)

t.test('SECURITY 9 a hundred attempts at once are a hundred', async (t) => {
  const { signIn } = await aClaimedUnit(t)
  const attempts = Array.from({ length: 100 }, (_, n) =>
    signIn.signIn({ login: 'admin', password: `${n}`, source: STRANGER }),
  )
  const answers = await Promise.all(attempts)
  t.equal(answers.filter((answer) => !answer.ok && answer.error.why === 'wrong').length, 5)
})

t.test('SECURITY 9 a source that guesses at many accounts waits, whoever it is', async (t) => {
  const { signIn } = await aClaimedUnit(t)
  const right = { login: 'admin', password: OWN_PASSWORD }
  for (let n = 0; n < 10; n++) {
    await signIn.signIn({ login: `user${n}`, password: 'summer', source: STRANGER })
  }
  t.match(await signIn.signIn({ ...right, source: STRANGER }), { error: { why: 'wait' } })
  t.ok((await signIn.signIn({ ...right, source: 'address 203.0.113.1' })).ok)
})

t.test('the console delays, a minute at most', async (t) => {
  const { clock, signIn } = await aClaimedUnit(t)
  t.equal(await guess(signIn, 'console'), 3)
  for (let n = 0; n < 30; n++) {
    await clock.advance(60_000)
    t.equal(await guess(signIn, 'console'), 1)
  }
  await clock.advance(60_000)
  const right = { login: 'admin', password: OWN_PASSWORD, source: 'console' } as const
  t.ok((await signIn.signIn(right)).ok)
})

t.test('a restart does not set the count of an account back', async (t) => {
  const { clock, data, store, signIn } = await aClaimedUnit(t)
  await guess(signIn, STRANGER)
  await clock.advance(5000)
  await guess(signIn, STRANGER)
  await store.close()
  const again = opened(t, data, clock)
  const after = new SignIn(again, clock)
  const source: Source = 'address 203.0.113.1'
  t.match(await after.signIn({ login: 'admin', password: OWN_PASSWORD, source }), {
    error: { why: 'wait', waitSeconds: 10 },
  })
  await clock.advance(10_000)
  t.ok((await after.signIn({ login: 'admin', password: OWN_PASSWORD, source })).ok)
  t.equal(await guess(after, source), 5, 'success begins anew')
})

t.test('spec decision 10: passwords have at least ten characters, and sense', async (t) => {
  const login = 'admin'
  const rules = { length: 10, lower: false, upper: false, digit: false, special: false }
  const fits = (password: string) =>
    checkNewPassword(password, { login, current: OWN_PASSWORD, rules }).ok
  for (const bad of [
    '123456789',
    'aaaaaaaaaaaa',
    OWN_PASSWORD,
    'ADMIN-123456',
    'line\nbreaks-in-it',
    'x y z '.repeat(50),
  ]) {
    t.notOk(fits(bad), JSON.stringify(bad))
  }
  for (const good of ['0123456789', 'ö n e   t w o', 'correct horse battery staple']) {
    t.ok(fits(good), good)
  }
})
