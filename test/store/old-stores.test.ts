import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import { AuditPin } from '../../firmware/model/audit-pin.ts'
import { BusinessInformation } from '../../firmware/model/business-information.ts'
import { DialPlan } from '../../firmware/model/dial-plan.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { FxoLine } from '../../firmware/model/fxo-line.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { MailServer } from '../../firmware/model/mail-server.ts'
import { PublicContact } from '../../firmware/model/public-contact.ts'
import { SCHEMA_VERSION } from '../../firmware/model/registry.ts'
import { ServerSettings } from '../../firmware/model/server-settings.ts'
import { SignInProvider } from '../../firmware/model/sign-in-provider.ts'
import { SipTrunk } from '../../firmware/model/sip-trunk.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { UserTemplate } from '../../firmware/model/user-template.ts'
import { restoreRescue } from '../../firmware/store/restore.ts'
import type { ObjectChange } from '../../firmware/store/revision.ts'
import type { Store } from '../../firmware/store/store.ts'
import { verifyConfig } from '../../firmware/store/verify.ts'
import { accepted, aDirectory, change, opened, origin } from './a-store.ts'
import { type OldStore, oldStores, unpack } from './old-stores/old-store.ts'

const stores = oldStores()

/** The office of old-stores/office.ts as it must be today, as far as its version could hold it. */
function holds(t: Test, store: Store, version: number): void {
  t.match(store.all(Site), [{ name: 'Old office', timeZone: 'America/New_York' }])
  const ada = store.find(User, 'login', 'ada')
  t.match(ada, { lastName: 'Lovelace', ownPhoto: false, browserPhone: true })
  const own = store.find(Extension, 'number', '101')
  const desk = store.find(Handset, 'sipUser', '101')
  t.match(own, {
    owner: ada?.id,
    route: { attempts: [{ destinations: [{ handset: desk?.id, rings: 3, ringType: 'single' }] }] },
  })
  t.match(desk, { extension: own?.id, mac: '' })
  t.equal(store.reveal(Handset, desk?.id ?? '', 'secret'), 'replaced-by-another-one')
  t.match(store.find(Extension, 'number', '107'), { description: 'Lobby 10' })
  t.equal(store.find(Extension, 'number', '109'), undefined, 'it was deleted')
  t.match(store.only(ServerSettings), { registrationSeconds: 240, takingOver: 'ringing' })
  if (version >= 2) {
    const [lobby] = [store.find(Extension, 'number', '107')?.id]
    t.match(store.find(AnalogHandset, 'port', 'fxs-1'), { description: 'Door', extension: lobby })
    t.match(store.find(FxoLine, 'port', 'fxo-1'), { prefixDigits: '*70' })
    t.match(store.only(DialPlan), { operator: own?.id })
  }
  if (version >= 3) {
    const [carrier] = store.all(SipTrunk)
    t.match(carrier, { description: 'Carrier', server: '192.0.2.9' })
    t.equal(store.reveal(SipTrunk, carrier?.id ?? '', 'password'), 'carrier-password-7')
    t.match(store.find(Handset, 'sipUser', '103'), { mac: /^00:?11/ })
  }
  if (version >= 4) {
    const [sales] = store.all(UserTemplate)
    t.match(sales, { name: 'Sales', language: 'es', browserPhone: true })
    t.match(ada, { template: sales?.id, language: 'es' })
    t.match(store.all(AuditPin), [{ code: '10002' }])
    t.match(store.all(PublicContact), [{ lastName: 'Western Union' }])
    t.match(store.only(BusinessInformation), { business: 'Old office' })
  }
  if (version >= 5) {
    const [mail, provider] = [store.only(MailServer), store.only(SignInProvider)]
    t.equal(store.reveal(MailServer, mail.id, 'password'), 'mail-password-7')
    t.equal(store.reveal(SignInProvider, provider.id, 'clientSecret'), 'provider-secret-7')
  }
}
/** What that version did is undone today, although objects have fields since then that it never heard of. */
function undoesOfOld(t: Test, store: Store, version: number): void {
  const undone = (is: (change: ObjectChange) => boolean) => {
    const found = store.revisions().find(({ changes }) => changes.some(is))
    accepted(store.undo(origin, found?.number ?? 0))
  }
  const deleted = ({ kind, entity }: ObjectChange) => kind === 'removed' && entity === 'extension'
  undone(deleted)
  t.match(store.find(Extension, 'number', '109'), { description: 'Nobody' })
  if (version >= 2) {
    undone(({ kind, fields }) => kind === 'changed' && Object.hasOwn(fields, 'secret'))
    const desk = store.find(Handset, 'sipUser', '101')?.id ?? ''
    t.equal(store.reveal(Handset, desk, 'secret'), 'correct-horse-battery')
  }
  if (version >= 3) {
    undone(({ kind, name }) => kind === 'created' && name === 'handset 103')
    t.equal(store.find(Handset, 'sipUser', '103'), undefined)
  }
}

async function unpacked(t: Parameters<typeof aDirectory>[0], old: OldStore): Promise<string> {
  const data = aDirectory(t)
  await unpack(old, data)
  return data
}

t.test('DESIGN §4 every version before this one has a store that its own code made', async (t) => {
  const versions = stores.map(({ version }) => version)
  t.strictSame(
    versions,
    Array.from({ length: SCHEMA_VERSION - 1 }, (_, index) => index + 1),
    'made by scripts/make-old-store.ts with the last commit of that version',
  )
})

for (const old of stores) {
  const { version } = old
  t.test(`DESIGN §4 what the code of version ${version} stored is all here today`, async (t) => {
    const data = await unpacked(t, old)
    const before = readFileSync(join(data, 'config', String(version), 'data.mdb'))
    const store = opened(t, data)
    holds(t, store, version)
    t.ok(store.revisions().length > 12, 'with its history')
    const { number } = change(store, (edit) => {
      edit.update(Extension, edit.find(Extension, 'number', '107')?.id ?? '', { description: '' })
    })
    accepted(store.undo(origin, number))
    t.match(store.find(Extension, 'number', '107'), { description: 'Lobby 10' })
    undoesOfOld(t, store, version)
    await store.close()
    t.strictSame(verifyConfig(data).damage, [])
    const after = readFileSync(join(data, 'config', String(version), 'data.mdb'))
    t.ok(before.equals(after), 'the old one stays as it was, for the old image')
  })

  t.test(`DESIGN §4 a rescue file of version ${version} is put in place today`, async (t) => {
    const data = await unpacked(t, old)
    rmSync(join(data, 'config'), { recursive: true })
    const file = join(data, 'rescue', old.rescue.name)
    const number = restoreRescue({ data, file, clock: new VirtualClock() })
    t.strictSame(verifyConfig(data).damage, [])
    const store = opened(t, data)
    t.equal(store.revision(), number)
    t.match(store.find(Extension, 'number', '107'), { description: /^Lobby \d/ })
    t.match(store.find(User, 'login', 'ada'), { lastName: 'Lovelace', browserPhone: true })
    const desk = store.find(Handset, 'sipUser', '101')?.id ?? ''
    t.match(
      store.reveal(Handset, desk, 'secret'),
      /^(correct-horse-battery|replaced-by-another-one)$/,
    )
  })
}
