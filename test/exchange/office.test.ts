import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Office } from '../../firmware/exchange/office.ts'
import { digestHa1 } from '../../firmware/sip/auth/digest.ts'
import { applyOffice } from '../../firmware/store/office.ts'
import type { Store } from '../../firmware/store/store.ts'
import { openStore } from '../../firmware/store/store.ts'

const SMALL = `
sites:
  - {name: Test, number: 1}
users:
  - {login: ada, firstName: Ada, lastName: Byron}
extensions:
  - {number: "101", kind: user, owner: ada}
  - {number: "100", kind: test}
handsets:
  - {sipUser: "101", secret: correct-horse-9, extension: "101"}
`

function withStore(t: Test): Store {
  const data = mkdtempSync(join(tmpdir(), 'strowger-office-'))
  const store = openStore({ data, clock: new VirtualClock() })
  t.teardown(async () => {
    await store.close()
    rmSync(data, { recursive: true })
  })
  return store
}

t.test('SECURITY 2: a browser phone has no password that works', async (t) => {
  const store = withStore(t)
  const browser = SMALL.replace('{sipUser: "101"', '{sipUser: "101", kind: browser')
  t.match(applyOffice(store, browser, { by: 'test' }), { ok: true })
  const office = new Office(store)
  office.refresh()
  const { ha1 } = office.bySipUser('101') ?? {}
  t.match(ha1?.MD5, /^[0-9a-f]{32}$/, 'the same work as for others')
  t.not(ha1?.MD5, digestHa1('101', office.settings.sipRealm, 'correct-horse-9'))
  t.not(ha1?.MD5, digestHa1('101', office.settings.sipRealm, ''))
})

t.test(
  'a handset is found by its names, and calls as its extension with the name of its owner',
  async (t) => {
    const store = withStore(t)
    t.match(applyOffice(store, SMALL, { by: 'test' }), { ok: true })
    const office = new Office(store)
    t.ok(office.refresh())
    const account = office.bySipUser('101')
    t.match(account, { loginId: '101', caller: { number: '101', name: 'Ada Byron' } })
    t.equal(account?.ha1.MD5, digestHa1('101', office.settings.sipRealm, 'correct-horse-9'))
    t.equal(office.byLoginId('101'), account)
    t.equal(office.extension('100')?.kind, 'test')
    t.notOk(office.refresh(), 'nothing changed since')
  },
)

t.test('a renamed person is shown with the new name; a new secret counts at once', async (t) => {
  const store = withStore(t)
  applyOffice(store, SMALL, { by: 'test' })
  const office = new Office(store)
  office.refresh()
  const before = office.bySipUser('101')
  applyOffice(store, SMALL.replace('Byron', 'Lovelace').replace('horse-9', 'horse-10'), {
    by: 'test',
  })
  t.ok(office.refresh())
  const after = office.bySipUser('101')
  t.equal(after?.caller?.name, 'Ada Lovelace')
  t.not(after?.ha1.MD5, before?.ha1.MD5)
})
