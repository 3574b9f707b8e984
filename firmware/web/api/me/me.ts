import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isPlain } from '../../../model/complete.ts'
import { Extension } from '../../../model/extension.ts'
import { FxoLine } from '../../../model/fxo-line.ts'
import { fullName, User } from '../../../model/user.ts'
import { openCallLog } from '../../../records/call-log.ts'
import { LANGUAGES, type Language } from '../../../words/message.ts'
import { message } from '../../../words/say.ts'
import type { Me } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { originOf, whoAsks } from '../../server/request-session.ts'
import { wordsIn } from '../../words-of.ts'
import { tellChanged } from '../config.ts'
import { inWords } from '../live/unavailable.ts'
import { refusedBy } from '../problems.ts'
import { shownRecord } from '../shown-record.ts'
import { ownOf, ringsOf } from './own.ts'
import { PhoneStates } from './phone-states.ts'
import { RecentCalls } from './recent-calls.ts'

/** What is one's own, for whoever has signed in, with a role or without. Nobody is named in a request: it is about who asks. */
export function meEndpoints(app: FastifyInstance, parts: Parts): void {
  const states = new PhoneStates(parts)
  const calls = new RecentCalls({
    clock: parts.clock,
    log: () => openCallLog(parts.store().records, parts.clock),
    isLine: (device) => parts.store().get(FxoLine, device) !== undefined,
    isExtension: (digits) => parts.store().find(Extension, 'number', digits) !== undefined,
  })
  const meOf = (user: User) => answer(parts, states, calls, user)

  app.get('/api/v1/me', (request): Promise<Me> => meOf(personOf(parts, request)))

  app.patch('/api/v1/me', (request): Promise<Me> => {
    const { id } = personOf(parts, request)
    const language = languageIn(request.body)
    const store = parts.store()
    const before = store.revision()
    const changed = store.change(originOf(request), (edit) => edit.update(User, id, { language }))
    if (!changed.ok) throw refusedBy(changed.error)
    tellChanged(parts, before, { revision: changed.value.number, ids: {} })
    return meOf(personOf(parts, request))
  })
}

async function answer(
  parts: Parts,
  states: PhoneStates,
  calls: RecentCalls,
  user: User,
): Promise<Me> {
  const { id, login, language } = user
  const store = parts.store()
  const { extensions, phones } = ownOf(store, id)
  const [first] = extensions
  const known = await states.now()
  const numbers = extensions.map(({ number }) => number)
  const recent = await calls.of({ numbers, phones: phones.map(({ handset }) => handset) })
  return {
    user: { id, login, name: fullName(user), language },
    ...(first && { extension: { number: first.number, rings: ringsOf(store, first.route) } }),
    phones: phones.map((phone) => (known.ok && known.value.get(phone.handset)) || phone),
    ...(!known.ok && {
      phonesUnavailable: wordsIn(language).say(inWords('exchange', known.error).text),
    }),
    recent: recent.map((record) => shownRecord(record, language)),
  }
}

function personOf(parts: Parts, request: FastifyRequest): User {
  const user = parts.store().get(User, whoAsks(request).user)
  if (user) return user
  throw new Refusal('signed-out', 'Sign in first.')
}

/** @throws Refusal: nothing else of a person is their own to change */
function languageIn(body: unknown): Language {
  const given = isPlain(body) ? body : {}
  const language = LANGUAGES.find((one) => one === given.language)
  if (language && Object.keys(given).length === 1) return language
  const known = LANGUAGES.join(', ')
  throw new Refusal('bad-request', message('query.one-of', { name: 'language', known }))
}
