import t from 'tap'
import { Handset } from '../../firmware/model/handset.ts'
import { SipTrunk } from '../../firmware/model/sip-trunk.ts'
import { settleConflicts } from '../../firmware/store/import-conflicts.ts'
import { applyOffice, applyRead } from '../../firmware/store/office.ts'
import { exportOffice } from '../../firmware/store/office-export.ts'
import { readOfficeFile } from '../../firmware/store/office-file.ts'
import { withSecrets } from '../../firmware/store/open-office-file.ts'
import { checkPassphrase } from '../../firmware/store/passphrase.ts'
import { openSecrets, sealSecrets, secretValues } from '../../firmware/store/sealed-secrets.ts'
import { accepted, anOffice, aStore, change } from './a-store.ts'

const PASSPHRASE = 'seven otters carry copper'
const QUICK = { memoryKiB: 64, passes: 1, lanes: 1 } // the tests guess nothing
const DESK = 'correct-horse-battery'

/** An office whose handset 101 has this password, as a file with its secrets. */
async function aFile(t: Parameters<typeof anOffice>[0], format: 'yaml' | 'json' = 'yaml') {
  const { store, handset } = anOffice(t)
  change(store, (edit) => edit.update(Handset, handset, { secret: DESK }))
  const sealed = await sealSecrets(
    secretValues(store, () => true),
    PASSPHRASE,
    QUICK,
  )
  return { store, handset, text: exportOffice(store, { format, sealed }) }
}

t.test('SECURITY 2 a file with secrets shows none, and none twice alike', async (t) => {
  const [first, second] = [await aFile(t), await aFile(t, 'json')]
  for (const { text } of [first, second]) {
    t.notMatch(text, DESK)
    t.notMatch(Buffer.from(text.replaceAll(/[^A-Za-z0-9+/]/g, ''), 'base64').toString(), DESK)
    t.match(text, 'argon2id')
  }
  const sealed = (text: string) => readOfficeFile(text).sealed
  t.not(sealed(first.text)?.nonce, sealed(second.text)?.nonce)
  t.not(sealed(first.text)?.salt, sealed(second.text)?.salt)
})

t.test(
  'without its passphrase, or with another, a file with secrets imports nothing',
  async (t) => {
    const { text } = await aFile(t)
    const target = aStore(t)
    const before = target.revision()
    const closed = applyOffice(target, text, { by: 'test' })
    t.match(closed, { ok: false, error: [{ object: 'section secrets', remedy: /passphrase/ }] })
    for (const wrong of ['seven otters carry coppes', PASSPHRASE.toUpperCase(), '']) {
      t.match(await withSecrets(readOfficeFile(text), wrong), { ok: false, error: /passphrase/ })
    }
    t.equal(target.revision(), before)
  },
)

t.test('what is typed on another keyboard is the same passphrase', async (t) => {
  const sealed = await sealSecrets({}, 'caf\u00e9 caf\u00e9 latte', QUICK)
  t.match(await openSecrets(sealed, 'cafe\u0301 cafe\u0301 latte'), { ok: true })
})

t.test('a letter of the section changed, and nothing of it opens', async (t) => {
  const { text } = await aFile(t)
  const sealed = readOfficeFile(text).sealed
  if (!sealed) throw new Error('no secrets')
  const other = (base64: string) => (base64.startsWith('A') ? 'B' : 'A') + base64.slice(1)
  for (const changed of [
    { ...sealed, sealed: other(sealed.sealed) },
    { ...sealed, nonce: other(sealed.nonce) },
    { ...sealed, salt: other(sealed.salt) },
    { ...sealed, passes: 2 },
  ]) {
    t.match(await openSecrets(changed, PASSPHRASE), { ok: false })
  }
})

t.test('a section that asks for all memory, or is none, is refused with its place', async (t) => {
  const { text } = await aFile(t)
  for (const [from, to] of [
    [/memoryKiB: \d+/, 'memoryKiB: 9999999'],
    [/passes: \d+/, 'passes: 1000'],
    [/lanes: \d+/, 'lanes: 0'],
    [/key: argon2id/, 'key: none'],
    [/salt: \S+/, 'salt: short'],
    [/sealed: \S+/, 'sealed: []'],
    [/version: 1/, 'version: 2'],
    [/\nsecrets:[\s\S]*/, '\nsecrets: yes'],
    [/\nsecrets:[\s\S]*/, '\nsecrets:\n'],
  ] as const) {
    const [problem] = readOfficeFile(text.replace(from, to)).problems
    t.match(problem, { object: 'section secrets', line: Number, remedy: String }, to)
  }
})

t.test(
  'IMEX-10 who gets another name keeps the secret of the file; others keep theirs',
  async (t) => {
    const { store, handset, text } = await aFile(t)
    change(store, (edit) => edit.update(Handset, handset, { secret: 'another-of-its-own' }))
    const some = { handsets: [{ sipUser: '101' }], secrets: readOfficeFile(text).sealed }
    const read = await withSecrets(readOfficeFile(JSON.stringify(some)), PASSPHRASE)
    if (!read.ok) throw new Error('not read')
    const { file } = settleConflicts(store, read.value)
    accepted(applyRead(store, file, { by: 'test' }))
    t.equal(store.reveal(Handset, handset, 'secret'), 'another-of-its-own')
    const added = store.all(Handset).find(({ id }) => id !== handset)
    t.equal(store.reveal(Handset, added?.id ?? '', 'secret'), DESK)
  },
)

t.test(
  'what somebody wrote into the file since then counts; what is gone from it stays away',
  async (t) => {
    const { text } = await aFile(t, 'json')
    const target = aStore(t)
    const edited = JSON.parse(text)
    edited.handsets[0].secret = 'written-by-hand-1'
    edited.trunks = undefined
    const read = await withSecrets(readOfficeFile(JSON.stringify(edited)), PASSPHRASE)
    if (!read.ok) throw new Error('not read')
    accepted(applyRead(target, read.value, { by: 'test' }))
    const [handset] = target.all(Handset)
    t.equal(target.reveal(Handset, handset?.id ?? '', 'secret'), 'written-by-hand-1')
    t.strictSame(target.all(SipTrunk), [])
    delete edited.handsets
    delete edited.extensions
    const less = await withSecrets(readOfficeFile(JSON.stringify(edited)), PASSPHRASE)
    if (!less.ok) throw new Error('not read')
    accepted(applyRead(aStore(t), less.value, { by: 'test' }))
  },
)

t.test('sealed values that are none of ours plant nothing', async (t) => {
  const values = {
    handsets: { '101': { sipUser: 'x', secret: 7, __proto__: { secret: 'inherited-secret' } } },
    users: { ada: { passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA', roles: 'x' } },
    nothing: { '': { secret: 'nobody-has-this' } },
  }
  const { text, handset } = await aFile(t)
  const sealed = await sealSecrets(values as never, PASSPHRASE, QUICK)
  const read = await withSecrets({ ...readOfficeFile(text), sealed }, PASSPHRASE)
  if (!read.ok) throw new Error('not read')
  const { store } = anOffice(t)
  const before = secretValues(store, () => true)
  accepted(applyRead(store, read.value, { by: 'test' }))
  t.strictSame(
    secretValues(store, () => true),
    before,
  )
  t.ok(handset)
})

t.test('a passphrase is long and no row of one letter', async (t) => {
  for (const weak of [
    '',
    'eleven char',
    'aaaaaaaaaaaaaaaa',
    'bell\u0007 bell bell',
    'x'.repeat(201),
  ]) {
    t.match(checkPassphrase(weak), { ok: false }, weak)
  }
  t.match(checkPassphrase(PASSPHRASE), { ok: true })
})
