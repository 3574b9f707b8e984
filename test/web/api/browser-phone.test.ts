import t from 'tap'
import { Extension } from '../../../firmware/model/extension.ts'
import { Handset } from '../../../firmware/model/handset.ts'
import { ok } from '../../../firmware/result.ts'
import { browserPhoneEndpoints } from '../../../firmware/web/api/browser-phone/browser-phone.ts'
import { change } from '../../store/a-store.ts'
import { aServer, aUser } from '../server/a-server.ts'

const PATH = '/api/v1/browser-phone'

async function anOffice(t: Parameters<typeof aServer>[0]) {
  const asked: unknown[] = []
  const ask = async (_program: string, verb: string, args?: unknown) => {
    asked.push({ verb, args })
    return ok({ token: 'a-token', sipUser: 'x', realm: 'r', lines: 2 })
  }
  const server = await aServer(t, { endpoints: [browserPhoneEndpoints], parts: { ask } })
  const ada = aUser(server, 'ada', [])
  const bea = aUser(server, 'bea', [])
  let other = ''
  change(server.store, (edit) => {
    edit.create(Extension, { number: '201', kind: 'user', owner: ada })
    other = edit.create(Handset, { extension: edit.create(Extension, { number: '202' }) })
  })
  const browser = server.browser()
  await browser.signIn('ada')
  return { ...server, asked, bea, other, ada: browser }
}

t.test('DESIGN 6: one click makes one telephone, which rings with the others', async (t) => {
  const { ada, store } = await anOffice(t)
  t.strictSame((await ada.request('GET', PATH)).json(), {
    extension: { number: '201', name: 'ada' },
  })
  const made = (await ada.request('POST', PATH)).json() as { handset: string }
  const handset = store.get(Handset, made.handset)
  const extension = store.find(Extension, 'number', '201')
  t.equal(handset?.kind, 'browser')
  t.equal(handset?.extension, extension?.id)
  t.match(extension?.route.attempts, [{ destinations: [{ handset: made.handset }] }])
  const revision = store.revision()
  t.strictSame((await ada.request('POST', PATH)).json(), (await ada.request('GET', PATH)).json())
  t.equal(store.revision(), revision, 'it is there already')
})

t.test(
  'SECURITY 12 a pass is for one’s own browser phone alone, and says nothing of a password',
  async (t) => {
    const { ada, asked, store } = await anOffice(t)
    t.equal((await ada.request('POST', `${PATH}/pass`)).statusCode, 404)
    const { handset } = (await ada.request('POST', PATH)).json() as { handset: string }
    const pass = await ada.request('POST', `${PATH}/pass`)
    t.equal(pass.statusCode, 200)
    t.match(asked, [{ verb: 'browser-pass', args: { handset, session: /^[\w-]{16}$/ } }])
    t.notMatch(pass.body, String(store.reveal(Handset, handset, 'secret')))
  },
)

t.test('who has no number gets no telephone', async (t) => {
  const { browser, store } = await anOffice(t)
  const bea = browser()
  await bea.signIn('bea')
  const revision = store.revision()
  t.strictSame((await bea.request('GET', PATH)).json(), {})
  t.equal((await bea.request('POST', PATH)).statusCode, 422)
  t.equal(store.revision(), revision)
})

t.test('SECURITY 11 a page asks for a pass often, a program too often', async (t) => {
  const { ada } = await anOffice(t)
  await ada.request('POST', PATH)
  let last = 200
  for (let n = 0; n < 70 && last === 200; n++) {
    last = (await ada.request('POST', `${PATH}/pass`)).statusCode
  }
  t.equal(last, 429)
})
