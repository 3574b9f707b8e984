import t from 'tap'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import { DialPlan } from '../../firmware/model/dial-plan.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { ServerSettings } from '../../firmware/model/server-settings.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { aDirectory, anOffice, aStore, change, opened, refusal } from './a-store.ts'

t.test(
  'a change makes one revision: who, when, from where, and what was before and after',
  async (t) => {
    const { store, handset } = anOffice(t)
    const revision = change(store, (edit) => edit.update(Handset, handset, { lines: 3 }))
    t.strictSame(revision, {
      number: 3,
      at: Date.UTC(2026, 0, 5, 9),
      by: 'admin',
      from: '192.0.2.7',
      changes: [
        {
          entity: 'handset',
          id: handset,
          name: 'handset 101',
          kind: 'changed',
          fields: { lines: { before: 2, after: 3 } },
        },
      ],
    })
    t.strictSame(store.revisions({ since: 2 }), [revision])
    t.strictSame(
      store.revisions().map(({ number }) => number),
      [1, 2, 3],
    )
    t.equal(store.revisions({ limit: 2 }).length, 2)
  },
)

t.test('a change without effect makes no revision', async (t) => {
  const { store, handset } = anOffice(t)
  const before = store.revision()
  const nothing = change(store, (edit) => edit.update(Handset, handset, { lines: 2 }))
  t.match(nothing, { number: before, changes: [] })
  change(store, (edit) => {
    const id = edit.create(User, { login: 'gone', lastName: 'Gone' })
    edit.remove(User, id)
  })
  t.equal(store.revision(), before)
})

t.test('a change is refused whole, and says everything that is wrong', async (t) => {
  const { store } = anOffice(t)
  const reasons = refusal(store, (edit) => {
    edit.create(User, { login: 'right', lastName: 'Right' })
    edit.create(User, { login: 'ada', lastName: 'Other' })
    edit.create(Extension, { number: '1x1' })
    edit.create(Handset, { sipUser: '102', secret: 'short' })
  })
  t.equal(reasons.length, 3, reasons.join('\n'))
  t.notOk(store.find(User, 'login', 'right'))
})

t.test('an exception within a change undoes it and comes out', async (t) => {
  const { store, handset } = anOffice(t)
  const before = store.revision()
  const oops = () =>
    change(store, (edit) => {
      edit.update(Handset, handset, { lines: 9 })
      throw new TypeError('oops')
    })
  t.throws(oops, TypeError)
  t.equal(store.revision(), before)
  t.equal(store.get(Handset, handset)?.lines, 2)
  t.ok(change(store, (edit) => edit.update(Handset, handset, { lines: 9 })))
})

t.test('a rehearsal answers what a change would, and writes nothing', async (t) => {
  const { store, handset } = anOffice(t)
  const would = store.rehearse({ by: 'a', from: 'b' }, (edit) => {
    edit.update(Handset, handset, { lines: 4 })
  })
  t.match(would, { ok: true, value: { number: 3, changes: [{ name: 'handset 101' }] } })
  t.equal(store.revision(), 2)
  t.equal(store.get(Handset, handset)?.lines, 2)
})

t.test('USER-4 unique values are unique, and their case counts', async (t) => {
  const { store } = anOffice(t)
  t.match(
    refusal(store, (edit) => edit.create(User, { login: 'ada', lastName: 'X' })),
    [/^user ada, field login: 'ada' is already that of another user/],
  )
  change(store, (edit) => edit.create(User, { login: 'Ada', lastName: 'X' }))
  t.match(
    refusal(store, (edit) => {
      edit.create(Extension, { number: '200' })
      edit.create(Extension, { number: '200' })
    }),
    [/^extension 200, field number/],
  )
})

t.test('USER-5 first, middle and last name together are unique', async (t) => {
  const { store } = anOffice(t)
  const second = { login: 'ada2', firstName: 'Ada', lastName: 'Lovelace' }
  t.match(
    refusal(store, (edit) => edit.create(User, second)),
    [/'Ada Lovelace' is already that/],
  )
  change(store, (edit) => edit.create(User, { ...second, middleName: 'B' }))
})

t.test('two objects swap a unique value within one change', async (t) => {
  const store = aStore(t)
  let [a, b] = ['', '']
  change(store, (edit) => {
    a = edit.create(Extension, { number: '201' })
    b = edit.create(Extension, { number: '202' })
  })
  change(store, (edit) => {
    edit.update(Extension, a, { number: '202' })
    edit.update(Extension, b, { number: '201' })
  })
  t.equal(store.find(Extension, 'number', '202')?.id, a)
  t.equal(store.find(Extension, 'number', '201')?.id, b)
  change(store, (edit) => edit.update(Extension, a, { number: '203' }))
  t.notOk(store.find(Extension, 'number', '202'))
})

t.test('a reference to nothing is refused', async (t) => {
  const { store, extension, user } = anOffice(t)
  const nobody = '01a2047e-1fc7-701c-8bca-08b52e1dee77'
  t.match(
    refusal(store, (edit) => edit.update(Extension, extension, { owner: nobody })),
    [/field owner: there is no user 01a2047e/],
  )
  const attempts = [{ destinations: [{ handset: user }] }]
  t.match(
    refusal(store, (edit) => edit.update(Extension, extension, { route: { attempts } })),
    [/field route\.attempts\[0\]\.destinations\[0\]\.handset: there is no handset/],
    'an object of another kind is no handset',
  )
})

t.test('deleting what others need is refused and lists them', async (t) => {
  const { store, extension, user } = anOffice(t)
  t.match(
    refusal(store, (edit) => edit.remove(Extension, extension)),
    [
      /^extension 101: it cannot be deleted while others refer to it: handset 101 \(field extension\)/,
    ],
  )
  t.match(
    refusal(store, (edit) => edit.remove(User, user)),
    [/extension 101 \(field owner\)/],
  )
})

t.test('all may be deleted in one change, whatever the order', async (t) => {
  const { store, extension, user, handset } = anOffice(t)
  change(store, (edit) => {
    edit.remove(User, user)
    edit.remove(Extension, extension)
    edit.remove(Handset, handset)
  })
  t.strictSame([...store.all(User), ...store.all(Extension), ...store.all(Handset)], [])
})

t.test('a deleted handset leaves the call routes that rang it', async (t) => {
  const { store, extension, handset } = anOffice(t)
  let second = ''
  change(store, (edit) => {
    second = edit.create(Handset, { sipUser: '102' })
    const attempts = [
      { destinations: [{ handset }, { handset: second, rings: 2 }] },
      { destinations: [{ handset }] },
    ]
    edit.update(Extension, extension, { route: { attempts } })
  })
  const revision = change(store, (edit) => edit.remove(Handset, handset))
  t.strictSame(store.get(Extension, extension)?.route.attempts, [
    { destinations: [{ handset: second, rings: 2, ringType: 'single' }] },
  ])
  t.strictSame(
    revision.changes.map(({ name, kind }) => [name, kind]),
    [
      ['handset 101', 'removed'],
      ['extension 101', 'changed'],
    ],
  )
})

t.test('ANLG-14 a deleted analog handset leaves the call routes that rang it', async (t) => {
  const { store, extension, handset } = anOffice(t)
  let analog = ''
  change(store, (edit) => {
    analog = edit.create(AnalogHandset, { port: 'fxs-1', extension })
    const attempts = [{ destinations: [{ analog }, { handset }] }, { destinations: [{ analog }] }]
    edit.update(Extension, extension, { route: { attempts } })
  })
  change(store, (edit) => edit.remove(AnalogHandset, analog))
  t.match(store.get(Extension, extension)?.route.attempts, [
    { destinations: [{ handset, rings: 4, ringType: 'single' }] },
  ])
  t.equal(store.get(Extension, extension)?.route.attempts.length, 1)
})

t.test('the settings and the dial plan are told apart, also within one change', async (t) => {
  const { store, extension } = anOffice(t)
  const [settings, plan] = [store.only(ServerSettings), store.only(DialPlan)]
  t.match(plan, { emergencyNumber: '911', outsideDigit: '9' })
  t.match(plan.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  t.not(plan.id, settings.id)
  change(store, (edit) => {
    edit.update(ServerSettings, settings.id, { rtpDscp: 40 })
    edit.update(DialPlan, edit.only(DialPlan).id, { operator: extension })
  })
  t.match(store.only(ServerSettings), { id: settings.id, rtpDscp: 40 })
  t.match(store.only(DialPlan), { id: plan.id, operator: extension, interDigitSeconds: 4 })
  t.match(
    refusal(store, (edit) => {
      edit.update(ServerSettings, settings.id, { rtpDscp: 41 })
      edit.remove(Extension, extension)
    }),
    [/dial plan \(field operator\)/],
  )
})

t.test('EMER-6 no extension begins with the emergency number, whichever came first', async (t) => {
  const { store } = anOffice(t)
  for (const number of ['911', '9112', '9911', '99110']) {
    t.match(
      refusal(store, (edit) => edit.create(Extension, { number })),
      [/field number: whoever dials it reaches the emergency service at 9?911/],
      number,
    )
  }
  change(store, (edit) => edit.create(Extension, { number: '112' }))
  const { id } = store.only(DialPlan)
  const reasons = refusal(store, (edit) => {
    edit.update(DialPlan, id, { emergencyNumber: '112' })
    edit.create(Extension, { number: '1120' })
  })
  t.equal(reasons.length, 2, 'each of them once')
  t.match(reasons, [/^extension 112,/, /^extension 1120,/])
  t.match(
    refusal(store, (edit) => edit.update(DialPlan, id, { outsideDigit: '0' })),
    [/field outsideDigit: 0 already calls the operator/],
  )
})

t.test('what refers to a deleted object within the same change is refused', async (t) => {
  const { store, extension, handset } = anOffice(t)
  const reasons = refusal(store, (edit) => {
    edit.update(Handset, handset, { extension: undefined })
    edit.remove(Extension, extension)
    edit.create(Handset, { sipUser: '102', extension })
  })
  t.match(reasons, [/handset 102 \(field extension\)/])
})

t.test('defaults are filled in, the login ID is the user ID unless told', async (t) => {
  const store = aStore(t)
  const id = store.all(Site)[0]?.id
  change(store, (edit) => {
    edit.create(Handset, { sipUser: '101' })
    edit.create(Handset, { sipUser: '102', loginId: 'desk' })
    edit.create(Handset, { description: 'GSIP-4: its User ID is made' })
  })
  const [first, second, third] = store.all(Handset)
  t.match(first, { loginId: '101', trust: 'registrations-and-invites', lines: 2, site: id })
  t.equal(second?.loginId, 'desk')
  t.match(third?.sipUser, /^\d{8}$/)
  t.equal(third?.loginId, third?.sipUser)
})

t.test('undefined clears an optional field and brings back a default', async (t) => {
  const { store, handset } = anOffice(t)
  change(store, (edit) => edit.update(Handset, handset, { lines: 5 }))
  change(store, (edit) => edit.update(Handset, handset, { extension: undefined, lines: undefined }))
  const now = store.get(Handset, handset)
  t.notOk(now && 'extension' in now)
  t.equal(now?.lines, 2)
})

t.test('objects need a site to be at home; the first one is the own, and stays', async (t) => {
  const store = opened(t, aDirectory(t))
  t.equal(store.site(), undefined)
  t.match(
    refusal(store, (edit) => edit.create(Handset, { sipUser: '101' })),
    [/no site yet/],
  )
  let [main, other] = ['', '']
  change(store, (edit) => {
    edit.create(User, { login: 'a', lastName: 'b' })
    main = edit.create(Site, { name: 'Main', number: 1 })
    other = edit.create(Site, { name: 'Other', number: 2 })
  })
  t.equal(store.site(), main)
  t.equal(store.find(User, 'login', 'a')?.site, main)
  t.equal(store.get(Site, other)?.site, other, 'a site is its own home')
  t.match(
    refusal(store, (edit) => edit.remove(Site, main)),
    [/the unit's own site/],
  )
  change(store, (edit) => edit.remove(Site, other))
})

t.test('the settings are there from the first moment, and their realm never changes', async (t) => {
  const store = opened(t, aDirectory(t))
  const { sipRealm, id, rtpDscp } = store.only(ServerSettings)
  t.match(sipRealm, /^strowger-[0-9a-f]{10}$/)
  t.equal(rtpDscp, 46)
  change(store, (edit) => edit.update(ServerSettings, id, { rtpDscp: 40 }))
  t.match(store.only(ServerSettings), { sipRealm, id, rtpDscp: 40, site: '' })
  t.match(
    refusal(store, (edit) => edit.update(ServerSettings, id, { sipRealm: 'example.com' })),
    [/^settings, field sipRealm: it never changes\. Leave it out\.$/],
  )
  t.match(
    refusal(store, (edit) => edit.remove(ServerSettings, id)),
    [/part of the unit/],
  )
  change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
  t.equal(store.only(ServerSettings).site, store.site(), 'they come home with the first site')
})

t.test('reads within a change see what it has done so far', async (t) => {
  const { store, handset, extension } = anOffice(t)
  change(store, (edit) => {
    edit.update(Extension, extension, { number: '111' })
    t.equal(edit.find(Extension, 'number', '111')?.id, extension)
    t.notOk(edit.find(Extension, 'number', '101'))
    t.equal(edit.get(Extension, extension)?.number, '111')
    edit.create(Handset, { sipUser: '102' })
    t.equal(edit.all(Handset).length, 2)
    edit.remove(Handset, handset)
    t.strictSame(
      edit.all(Handset).map(({ sipUser }) => sipUser),
      ['102'],
    )
  })
})

t.test('a change of what has been deleted meanwhile is refused', async (t) => {
  const store = aStore(t)
  let id = ''
  change(store, (edit) => {
    id = edit.create(User, { login: 'a', lastName: 'b' })
  })
  change(store, (edit) => edit.remove(User, id))
  t.match(
    refusal(store, (edit) => edit.update(User, id, { firstName: 'x' })),
    [/no such object/],
  )
})

t.test('what is read is frozen, and is the same object until it changes', async (t) => {
  const { store, extension, handset } = anOffice(t)
  const before = store.get(Extension, extension)
  t.throws(() => {
    // biome-ignore lint/suspicious/noExplicitAny: what the types forbid
    ;(before as any).route.attempts[0].destinations.push({})
  }, TypeError)
  change(store, (edit) => edit.update(Handset, handset, { lines: 7 }))
  t.equal(store.get(Extension, extension), before, 'another object changed, not this one')
  change(store, (edit) => edit.update(Extension, extension, { description: 'x' }))
  t.not(store.get(Extension, extension), before)
  t.equal(store.all(Extension)[0], store.get(Extension, extension))
})
