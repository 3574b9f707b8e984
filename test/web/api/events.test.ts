import t from 'tap'
import { User } from '../../../firmware/model/user.ts'
import { AdminEvents } from '../../../firmware/store/admin-events.ts'
import type { ShownEvent } from '../../../firmware/web/contract.ts'
import { message } from '../../../firmware/words/say.ts'
import { change } from '../../store/a-store.ts'
import { anApi } from './an-api.ts'

const HOUR = 3_600_000

/** One event an hour: processes 0 to 9 were restarted. */
async function tenHours(t: Parameters<typeof anApi>[0]) {
  const api = await anApi(t)
  const events = new AdminEvents(api.store.records, api.clock)
  const begin = api.clock.now()
  for (let n = 0; n < 10; n++) {
    const text = message('event.restarted', { name: `process-${n}` })
    events.add({ by: n % 2 ? 'Zoë' : 'admin', from: `address 192.0.2.${n}`, text })
    await api.clock.advance(HOUR)
  }
  await api.admin.browser.signIn() // the session is over by then
  const found = async (query: string) => {
    const { body } = await api.admin.get<ShownEvent[]>(`events?class=operation&${query}`)
    return body.map(({ at }) => (at - begin) / HOUR)
  }
  return { ...api, begin, found }
}

t.test('events are found by time, text and people, newest first, page by page', async (t) => {
  const { admin, begin, found } = await tenHours(t)
  t.strictSame(await found('limit=3'), [9, 8, 7])
  t.strictSame(await found(`limit=3&before=${begin + 7 * HOUR}`), [6, 5, 4])
  t.strictSame(await found(`from=${begin + 2 * HOUR}&to=${begin + 4 * HOUR}`), [4, 3, 2])
  t.strictSame(await found('q=process-5'), [5])
  t.strictSame(await found('q=ZOE&limit=2'), [9, 7], 'without accents and case')
  t.strictSame(await found('q=192.0.2.8'), [8])
  t.strictSame(await found('q=nobody'), [])
  for (const wrong of ['limit=501', 'before=x', 'to=-1', 'q=a&q=b', `q=${'x'.repeat(201)}`]) {
    t.equal((await admin.get(`events?${wrong}`)).status, 400, wrong)
  }
  t.match((await admin.get<ShownEvent[]>('events?class=operation&limit=1')).body, [
    { by: 'Zoë', from: 'address 192.0.2.9', text: 'Process process-9 was restarted.' },
  ])
})

t.test('UX events are said in the language of who asks, also to be found by it', async (t) => {
  const { admin, store, found } = await tenHours(t)
  const id = store.find(User, 'login', 'admin')?.id ?? ''
  change(store, (edit) => edit.update(User, id, { language: 'es' }))
  const [latest] = (await admin.get<ShownEvent[]>('events?class=operation&limit=1')).body
  t.strictSame(latest?.text, 'Se reinició el proceso process-9.')
  t.notHas(latest, 'said')
  t.strictSame(await found('q=reinicio&limit=2'), [9, 8])
  t.strictSame(await found('q=restarted'), [])
})
