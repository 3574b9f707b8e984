import fc from 'fast-check'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { sentence } from '../../firmware/model/problem.ts'
import { User } from '../../firmware/model/user.ts'
import { configHash } from '../../firmware/store/config-hash.ts'
import { deletedObjects } from '../../firmware/store/deleted.ts'
import { accepted, aDirectory, anOffice, change, opened, origin } from './a-store.ts'
import { anyOffice, makeAll } from './any-office.ts'

const DAY = 24 * 3_600_000

t.test('DESIGN §4 everything can be as it was after any revision, with its secrets', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyOffice, fc.nat(), async (office, at) => {
      const store = opened(t, aDirectory(t))
      const hashes = new Map<number, string>()
      const made = store.change.bind(store)
      store.change = (...given) => {
        const result = made(...given)
        hashes.set(store.revision(), configHash(store))
        return result
      }
      makeAll(store, office)
      const moment = 1 + (at % store.revision())
      const secrets = store.all(Handset).map(({ id }) => [id, store.reveal(Handset, id, 'secret')])
      const here = store.revision()
      accepted(store.restoreTo(origin, moment))
      if (configHash(store) !== hashes.get(moment)) throw new Error(`not as after ${moment}`)
      accepted(store.restoreTo(origin, here))
      if (configHash(store) !== hashes.get(here)) throw new Error(`not as after ${here}`)
      for (const [id, secret] of secrets) {
        if (store.reveal(Handset, id as string, 'secret') !== secret) throw new Error('its secret')
      }
      await store.close()
    }),
    { numRuns: 6, endOnFailure: true },
  )
})

t.test('UX what was deleted is kept for 30 days, and comes back where it was', async (t) => {
  const clock = new VirtualClock()
  const store = opened(t, aDirectory(t), clock)
  const { handset, extension } = office(store)
  const secret = store.reveal(Handset, handset, 'secret')
  change(store, (edit) => {
    edit.update(Extension, extension, { description: 'Hall' })
    edit.remove(Handset, handset)
  })
  t.strictSame(store.get(Extension, extension)?.route.attempts, [])
  t.match(deletedObjects(store, clock.now()), [
    { id: handset, name: 'handset desk', by: origin.by },
  ])
  change(store, (edit) => edit.create(Handset, { sipUser: 'other' })) // so that undo would still do, but more is wanted
  accepted(store.restoreObject(origin, handset))
  t.equal(store.reveal(Handset, handset, 'secret'), secret)
  t.match(store.get(Extension, extension)?.route.attempts, [{ destinations: [{ handset }] }])
  t.strictSame(deletedObjects(store, clock.now()), [])
  t.match(store.restoreObject(origin, handset), { ok: false })

  change(store, (edit) => edit.remove(Handset, handset))
  change(store, (edit) => edit.create(Handset, { sipUser: 'desk' }))
  const taken = store.restoreObject(origin, handset)
  t.match(taken.ok ? [] : taken.error.map(sentence), [/handset desk, field sipUser: /])
  change(store, (edit) => edit.remove(Handset, store.find(Handset, 'sipUser', 'desk')?.id ?? ''))
  await clock.advance(31 * DAY)
  t.strictSame(deletedObjects(store, clock.now()), [])
  t.match(store.restoreObject(origin, handset), { ok: false })
})

t.test('UX a deleted object comes back without what has gone since', async (t) => {
  const store = opened(t, aDirectory(t))
  const { handset, extension } = office(store)
  change(store, (edit) => edit.remove(Extension, extension))
  change(store, (edit) => edit.remove(Handset, handset))
  accepted(store.restoreObject(origin, extension))
  t.match(store.get(Extension, extension), { number: '201', route: { attempts: [] } })
})

t.test('an old password of a person does not come back with a moment', async (t) => {
  const { store, user } = anOffice(t)
  const hash = (salt: string) =>
    `$argon2id$v=19$m=65536,t=3,p=1$${salt.repeat(22)}$${'A'.repeat(43)}`
  change(store, (edit) => edit.update(User, user, { passwordHash: hash('A') }))
  const moment = store.revision()
  change(store, (edit) => edit.update(User, user, { passwordHash: hash('B'), language: 'fr' }))
  accepted(store.restoreTo(origin, moment))
  t.equal(store.get(User, user)?.language, 'en')
  t.equal(store.reveal(User, user, 'passwordHash'), hash('B'))
  t.match(store.restoreTo(origin, 999), { ok: false })
  const before = store.revision()
  const dry = accepted(store.restoreTo(origin, 1, { rehearsal: true }))
  t.ok(dry.changes.length > 2)
  t.equal(store.revision(), before)
  change(store, (edit) => edit.create(AnalogHandset, { port: 'fxs-1' }))
  accepted(store.restoreTo(origin, before))
  t.strictSame(store.all(AnalogHandset), [])
})

function office(store: ReturnType<typeof opened>) {
  makeAll(store, {})
  const ids = { handset: '', extension: '' }
  change(store, (edit) => {
    ids.handset = edit.create(Handset, { sipUser: 'desk' })
    const attempts = [{ destinations: [{ handset: ids.handset }] }]
    ids.extension = edit.create(Extension, { number: '201', route: { attempts } })
  })
  return ids
}
