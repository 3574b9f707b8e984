import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Extension } from '../../../model/extension.ts'
import { Handset } from '../../../model/handset.ts'
import type { Store } from '../../../store/store.ts'
import type { BrowserPass, BrowserPhone } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { originOf, whoAsks } from '../../server/request-session.ts'
import { tellChanged } from '../config.ts'
import { refusalBy } from '../live/unavailable.ts'
import { refusedBy } from '../problems.ts'
import { mayUseBrowser } from './permission.ts'
import { Tunnels } from './tunnels.ts'

const PER_MINUTE = 60 // passes of one address: a page that lost its connection asks for one every few seconds

/** The telephone that a page of ours is, for whoever has signed in: nobody is named in a request, it is about who asks. */
export function browserPhoneEndpoints(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/browser-phone', (request): BrowserPhone => {
    const { user, name } = whoAsks(request)
    return shown(parts.store(), user, name)
  })

  app.post('/api/v1/browser-phone', (request): BrowserPhone => {
    const { user, name } = whoAsks(request)
    demandPermission(parts.store(), user)
    makeFor(parts, request, user)
    return shown(parts.store(), user, name)
  })

  const limited = { config: { rateLimit: { max: PER_MINUTE, timeWindow: '1 minute' } } }
  app.post('/api/v1/browser-phone/pass', limited, async (request): Promise<BrowserPass> => {
    const { user, id: session } = whoAsks(request)
    demandPermission(parts.store(), user)
    const handset = ownPhone(parts.store(), user)?.id
    if (!handset) throw new Refusal('not-found', 'This person has no browser phone yet.')
    const asked = { handset, session }
    const answer = await parts.ask('exchange', 'browser-pass', asked, parts.stopping)
    if (!answer.ok) throw refusalBy('exchange', answer.error)
    return answer.value as BrowserPass
  })

  const tunnels = new Tunnels(parts)
  app.get('/api/v1/browser-phone/sip', { websocket: true }, (socket, request) => {
    tunnels.open(socket, request)
  })
}

function demandPermission(store: Store, user: string): void {
  if (mayUseBrowser(store, user)) return
  throw new Refusal('forbidden', 'An administrator has not allowed you to use a browser as phone.')
}

function extensionOf(store: Store, user: string): Extension | undefined {
  return store.all(Extension).find(({ owner }) => owner === user)
}

function ownPhone(store: Store, user: string): Handset | undefined {
  const owned = store.all(Extension).filter(({ owner }) => owner === user)
  const isOwn = ({ extension }: Handset) => owned.some(({ id }) => id === extension)
  return store.all(Handset).find((handset) => handset.kind === 'browser' && isOwn(handset))
}

function shown(store: Store, user: string, name: string): BrowserPhone {
  const phone = ownPhone(store, user)
  const extension = phone?.extension
    ? store.get(Extension, phone.extension)
    : extensionOf(store, user)
  return {
    ...(extension && { extension: { number: extension.number, name } }),
    ...(phone && { handset: phone.id }),
    ...(!mayUseBrowser(store, user) && { forbidden: true as const }),
  }
}

/** It rings with the first telephones of its owner. */
function makeFor(parts: Parts, request: FastifyRequest, user: string): void {
  const store = parts.store()
  if (ownPhone(store, user)) return
  const extension = extensionOf(store, user)
  if (!extension) {
    throw new Refusal('refused', 'You have no number yet. An administrator gives you one.')
  }
  const before = store.revision()
  const changed = store.change(originOf(request), (edit) => {
    const handset = edit.create(Handset, {
      kind: 'browser',
      description: 'Browser',
      extension: extension.id,
    })
    const { route } = extension
    const [first, ...others] = route.attempts
    const destinations = [...(first?.destinations ?? []), { handset }]
    edit.update(Extension, extension.id, {
      route: { ...route, attempts: [{ ...first, destinations }, ...others] },
    } as never) // rings and ring type have defaults
  })
  if (!changed.ok) throw refusedBy(changed.error)
  tellChanged(parts, before, { revision: changed.value.number, ids: {} })
}
