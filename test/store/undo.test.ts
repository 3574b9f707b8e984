import fc from 'fast-check'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import { DialPlan } from '../../firmware/model/dial-plan.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { sentence } from '../../firmware/model/problem.ts'
import { entities } from '../../firmware/model/registry.ts'
import { SetUp } from '../../firmware/model/set-up.ts'
import { User } from '../../firmware/model/user.ts'
import type { Edit } from '../../firmware/store/staging.ts'
import type { Store } from '../../firmware/store/store.ts'
import { accepted, aDirectory, anOffice, change, opened, origin } from './a-store.ts'

/** Every object with its secrets, as text. */
function everything(store: Store): string {
  const all = entities.flatMap((entity) => {
    const objects = entity.rules.singleton ? [store.only(entity)] : store.all(entity)
    return objects.map((object) => {
      const secrets = Object.keys(entity.fields)
        .filter((name) => entity.fields[name]?.need === 'secret')
        .map((name) => store.reveal(entity, object.id, name as never))
      return JSON.stringify([entity.name, object, secrets])
    })
  })
  return all.sort().join('\n')
}

function undone(store: Store, number = store.revision()): number {
  return accepted(store.undo(origin, number)).number
}

function refusalOfUndo(store: Store, number: number): string {
  const before = everything(store)
  const result = store.undo(origin, number)
  if (result.ok) throw new Error('it was undone')
  if (everything(store) !== before) throw new Error('a refused undo changed something')
  return result.error.map(sentence).join(' ')
}

t.test(
  'a deleted telephone comes back as it was, with its password and where it rings',
  async (t) => {
    const { store, handset, extension } = anOffice(t)
    const before = everything(store)
    change(store, (edit) => edit.remove(Handset, handset))
    t.strictSame(store.get(Extension, extension)?.route.attempts[0]?.destinations ?? [], [])
    const number = undone(store)
    t.equal(everything(store), before)
    t.equal(store.revisions({ since: number - 1 })[0]?.by, 'admin', 'it is a change as any other')
  },
)

t.test('an old password comes back, and the undo can be undone', async (t) => {
  const { store, handset } = anOffice(t)
  const before = everything(store)
  change(store, (edit) => edit.update(Handset, handset, { secret: 'correct-horse', lines: 3 }))
  const after = everything(store)
  undone(store)
  t.equal(everything(store), before)
  undone(store)
  t.equal(everything(store), after)
})

t.test('what was made is deleted again', async (t) => {
  const { store } = anOffice(t)
  const before = everything(store)
  change(store, (edit) => edit.create(User, { login: 'grace', lastName: 'Hopper' }))
  undone(store)
  t.equal(everything(store), before)
})

t.test('settings that were never changed before have their defaults again', async (t) => {
  const { store, extension } = anOffice(t)
  const before = everything(store)
  const { id } = store.only(DialPlan)
  change(store, (edit) => edit.update(DialPlan, id, { outsideDigit: '8', operator: extension }))
  undone(store)
  t.equal(everything(store), before)
})

t.test('a change on which later ones stand is not undone, and who made them is told', async (t) => {
  const { store, user } = anOffice(t)
  const first = change(store, (edit) => edit.update(User, user, { lastName: 'King' })).number
  change(store, (edit) => edit.update(User, user, { firstName: 'Augusta' }))
  t.ok(store.undo(origin, first).ok, 'another field does not matter')
  const again = change(store, (edit) => edit.update(User, user, { lastName: 'Byron' })).number
  change(store, (edit) => edit.update(User, user, { lastName: 'Noel' }))
  t.match(
    refusalOfUndo(store, again),
    /user ada: it was changed after that, last in revision \d+ by admin/,
  )
  t.match(refusalOfUndo(store, 999), /there is no such change/)
})

t.test('what others refer to by now is not taken from under them', async (t) => {
  const { store, extension } = anOffice(t)
  let handset = ''
  const made = change(store, (edit) => {
    handset = edit.create(Handset, { sipUser: '102' })
  }).number
  const attempts = [{ destinations: [{ handset }] }]
  change(store, (edit) => edit.update(Extension, extension, { route: { attempts } }))
  t.match(refusalOfUndo(store, made), /extension 101: it would change with it/)
})

t.test("neither a password nor the unit's own set-up is undone", async (t) => {
  const { store, user } = anOffice(t)
  const passwordHash = `$argon2id$v=19$m=19456,t=2,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`
  const password = change(store, (edit) => edit.update(User, user, { passwordHash })).number
  t.match(refusalOfUndo(store, password), /an old password does not come back/)
  const id = store.only(SetUp).id
  const claim = change(store, (edit) => edit.update(SetUp, id, { claimed: true })).number
  t.match(refusalOfUndo(store, claim), /the unit did it for itself/)
})

t.test('passwords are kept for 30 days only, and then a deletion is for good', async (t) => {
  const clock = new VirtualClock()
  const store = opened(t, aDirectory(t), clock)
  const { handset } = office(store)
  const removal = change(store, (edit) => edit.remove(Handset, handset)).number
  await clock.advance(31 * 24 * 3600 * 1000)
  change(store, (edit) => edit.create(User, { login: 'grace', lastName: 'Hopper' }))
  t.match(refusalOfUndo(store, removal), /passwords of that time are not kept any more/)
})

function office(store: Store): { handset: string } {
  let handset = ''
  change(store, (edit) => {
    edit.create(SITE, { name: 'Main' })
    handset = edit.create(Handset, { sipUser: '101' })
  })
  return { handset }
}

const SITE = entities[0] as never
const teardowns: (() => unknown)[] = []
t.teardown(async () => {
  for (const undo of teardowns) await undo()
})

const small = fc.integer({ min: 0, max: 2 })
const step = fc.oneof(
  fc.record({ do: fc.constant('handset'), which: small, value: small }),
  fc.record({ do: fc.constant('analog'), which: small, value: small }),
  fc.record({ do: fc.constant('extension'), which: small, value: small }),
  fc.record({ do: fc.constant('remove'), which: small, value: small }),
)

/** Creates what is not there, else changes it. */
function play(
  edit: Edit,
  { do: what, which, value }: { do: string; which: number; value: number },
) {
  const phones = edit.all(Handset)
  if (what === 'handset') {
    const known = edit.find(Handset, 'sipUser', `20${which}`)
    if (known)
      edit.update(Handset, known.id, { lines: value + 1, secret: `secret-number-${value}` })
    else edit.create(Handset, { sipUser: `20${which}` })
  } else if (what === 'analog') {
    const known = edit.find(AnalogHandset, 'port', `fxs-${which + 1}`)
    if (known) edit.update(AnalogHandset, known.id, { description: `Desk ${value}` })
    else edit.create(AnalogHandset, { port: `fxs-${which + 1}` })
  } else if (what === 'extension') {
    const target = phones[value % Math.max(1, phones.length)]
    const destinations = target ? [{ handset: target.id, rings: value + 1 }] : []
    const route = { attempts: [{ destinations }] }
    const known = edit.find(Extension, 'number', `30${which}`)
    if (known) edit.update(Extension, known.id, { route })
    else edit.create(Extension, { number: `30${which}`, route })
  } else {
    const target = [Handset, AnalogHandset, Extension].flatMap((entity) =>
      edit.all(entity as typeof Handset).map((object) => ({ entity, object })),
    )[which * 3 + value]
    if (target) edit.remove(target.entity, target.object.id)
  }
}

t.test(
  'the last change, whatever it was, is undone to identical objects; earlier ones too, backwards',
  async (t) => {
    const changes = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
    fc.assert(
      fc.property(changes, (changes) => {
        const { store } = anOffice({ teardown: (undo) => teardowns.push(undo) })
        const states: string[] = []
        for (const steps of changes) {
          const before = everything(store)
          const revision = store.revision()
          const result = store.change(origin, (edit) => {
            for (const one of steps) play(edit, one)
          })
          if (result.ok && store.revision() > revision) states.push(before)
        }
        const last = store.revision()
        for (const [back, before] of states.reverse().entries()) {
          undone(store, last - back)
          if (everything(store) !== before) throw new Error(`revision ${last - back} left a trace`)
        }
      }),
      { numRuns: 40 },
    )
    t.pass()
  },
)
