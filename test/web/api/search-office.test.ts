import t from 'tap'
import { Extension } from '../../../firmware/model/extension.ts'
import { Handset } from '../../../firmware/model/handset.ts'
import { User } from '../../../firmware/model/user.ts'
import { search } from '../../../firmware/web/api/search.ts'
import { anOffice, change } from '../../store/a-store.ts'

t.test('UX a search finds people, numbers and phones as they are called now', async (t) => {
  const { store, user, extension, handset } = anOffice(t)
  const found = (q: string) =>
    search(store, q)
      .filter(({ kind }) => kind !== 'page' && kind !== 'setting')
      .map(({ kind, title }) => `${kind} ${title}`)
  t.strictSame(found('lovelace').toSorted(), ['extension 101', 'person Ada Lovelace', 'phone 101'])
  change(store, (edit) => edit.update(User, user, { lastName: 'Byron' }))
  t.strictSame(found('lovelace'), [], 'nothing keeps the old name')
  t.strictSame(found('byron').toSorted(), ['extension 101', 'person Ada Byron', 'phone 101'])
  change(store, (edit) => edit.update(Extension, extension, { number: '177' }))
  t.strictSame(found('177').toSorted(), ['extension 177', 'phone 101'])
  change(store, (edit) => edit.update(Handset, handset, { description: 'Porch' }))
  t.strictSame(found('ada porch'), ['phone Porch'])
})

t.test(
  'UX the name itself comes first, then what begins so, then what has it within',
  async (t) => {
    const { store } = anOffice(t)
    change(store, (edit) => {
      edit.create(User, { login: 'a', lastName: 'Strada' })
      edit.create(User, { login: 'b', lastName: 'Adamson' })
      edit.create(User, { login: 'c', lastName: 'Ada' })
    })
    const people = search(store, 'ada').filter(({ kind }) => kind === 'person')
    const names = people.map(({ title }) => title)
    t.strictSame(names.slice(0, 2).toSorted(), ['Ada', 'Ada Lovelace'])
    t.strictSame(names.slice(2), ['Adamson', 'Strada'])
    t.strictSame(search(store, 'ada nobody-has-this'), [])
  },
)
