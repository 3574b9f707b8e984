import t from 'tap'
import type { Fields } from '../../../firmware/model/field.ts'
import { search } from '../../../firmware/web/api/search.ts'
import { sections } from '../../../firmware/web/api/sections.ts'
import { say } from '../../../firmware/words/say.ts'
import { aStore } from '../../store/a-store.ts'

/** Labels with the path of each field, those within groups and lists too. */
function labelled(fields: Fields, above = ''): { path: string; label: string }[] {
  return Object.entries(fields).flatMap(([name, { label, kind, fields: inner, item }]) => {
    if (kind === 'hash') return []
    const path = above + name
    return [{ path, label }, ...labelled(inner ?? item?.fields ?? {}, `${path}.`)]
  })
}

t.test('decision 7: every setting is found by its name, in every language', async (t) => {
  const store = aStore(t)
  for (const { rules, fields } of sections) {
    for (const { path, label } of labelled(fields)) {
      const hits = search(store, path.replaceAll('.', ' '))
      const found = hits.some(({ kind, title }) => kind === 'setting' && title === label)
      if (!found) t.fail(`${rules.section}.${path}`)
      for (const language of ['es', 'fr'] as const) {
        const wanted = say(language, label)
        const said = search(store, wanted.slice(0, 100), language)
        if (!said.some(({ title }) => title === wanted)) t.fail(`${language}: ${wanted}`)
      }
    }
  }
  t.match(search(store, 'rings')[0], {
    kind: 'setting',
    title: 'Number of rings',
    path: '/people',
  })
})
