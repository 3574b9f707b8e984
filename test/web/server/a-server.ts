import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { prepareAccess, setUpState } from '../../../firmware/access/set-up.ts'
import { ApiTokens } from '../../../firmware/access/tokens.ts'
import { Unit } from '../../../firmware/access/unit.ts'
import type { Bus } from '../../../firmware/bus/bus.ts'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { silentLog } from '../../../firmware/log.ts'
import { Site } from '../../../firmware/model/site.ts'
import { User } from '../../../firmware/model/user.ts'
import { refuse } from '../../../firmware/result.ts'
import type { Session } from '../../../firmware/web/contract.ts'
import { createApp, type Endpoints } from '../../../firmware/web/server/app.ts'
import type { Parts } from '../../../firmware/web/server/parts.ts'
import { partsOf } from '../../../firmware/web/server/parts-of.ts'
import type { Right } from '../../../firmware/web/server/rights.ts'
import { sessionEndpoints } from '../../../firmware/web/server/session-endpoints.ts'
import type { KeptSession } from '../../../firmware/web/server/sessions.ts'
import { Sessions } from '../../../firmware/web/server/sessions.ts'
import { sessionLimits } from '../../../firmware/web/server/web-settings.ts'
import { aDirectory, change, opened } from '../../store/a-store.ts'

export const OWN_PASSWORD = 'a day in a life'
export const PORT = 8443
export const HOST = `192.0.2.1:${PORT}`

interface Options {
  readonly endpoints?: readonly Endpoints[]
  /** Beside them: signing in, unless told. */
  readonly own?: readonly Endpoints[]
  readonly rights?: Readonly<Record<string, Right>>
  readonly clock?: VirtualClock
  readonly data?: string
  readonly parts?: Partial<Parts>
  /** Nobody has claimed it. */
  readonly unclaimed?: boolean
}

/** A web server without sockets over a store of its own, in virtual time. */
export async function aServer(t: Test, options: Options = {}) {
  const { clock = new VirtualClock(), data = aDirectory(t), endpoints = [] } = options
  const store = opened(t, data, clock)
  if (store.site() === undefined) change(store, (edit) => edit.create(Site, { name: 'Main' }))
  await prepareAccess(store)
  const unit = new Unit(data, clock)
  t.teardown(() => unit.close())
  await unit.state()
  const kept: { sessions: readonly KeptSession[] } = { sessions: [] }
  const sessions = new Sessions(
    clock,
    {
      load: () => kept.sessions,
      save: (all) => {
        kept.sessions = all
      },
    },
    () => sessionLimits(unit),
  )
  sessions.start()
  t.teardown(() => sessions.stop())
  const environment = {
    bind: ['192.0.2.1'],
    data,
    lines: 'none',
    run: data,
    sipPort: 5060,
    webPort: PORT,
  }
  const tokens = new ApiTokens({ environment, clock, log: silentLog })
  tokens.start()
  t.teardown(() => tokens.stop())
  const published: unknown[] = []
  const parts = partsOf({
    environment,
    clock,
    log: silentLog,
    bus: aBus(published),
    ask: async (program) => refuse({ code: 'not-running', text: `${program} does not run.` }),
    unit,
    sessions,
    tokens,
    certificate: { names: [], notAfter: 0, caFingerprint: '', caPem: '' },
    stopping: new AbortController().signal,
    ...options.parts,
  })
  const app = await createApp(
    parts,
    [...(options.own ?? [sessionEndpoints]), ...endpoints],
    options.rights,
  )
  t.teardown(() => app.close())
  if (!options.unclaimed) await claimed(parts, store)
  return { app, parts, store, clock, data, kept, published, browser: () => new Browser(app) }
}

async function claimed(parts: Parts, store: ReturnType<typeof opened>): Promise<void> {
  const state = setUpState(store)
  if (state.state !== 'unclaimed') return
  const first = { login: 'admin', password: state.firstPassword, source: 'console' } as const
  await parts.signIn().changePassword(first, OWN_PASSWORD)
}

function aBus(published: unknown[]): Bus {
  return {
    connected: false,
    publish: (_topic, _params, payload) => void published.push(payload),
    clear: () => {},
    subscribe: () => {},
    presence: () => {},
    whenConnected: () => {},
    close: async () => {},
  }
}

/** Gives somebody the first administrator's password hash, and these roles. */
export function aUser(
  { store }: { store: ReturnType<typeof opened> },
  login: string,
  roles: readonly User['roles'][number][],
  more: { readonly mustChangePassword?: boolean } = {},
): string {
  const admin = store.find(User, 'login', 'admin')
  const passwordHash = (admin && store.reveal(User, admin.id, 'passwordHash')) ?? ''
  let id = ''
  change(store, (edit) => {
    id = edit.create(User, { login, lastName: login, roles: [...roles], passwordHash, ...more })
  })
  return id
}

/** A page in a browser: keeps the cookie, sends the CSRF token and its origin. */
export class Browser {
  readonly #app: FastifyInstance
  cookie = ''
  csrf = ''
  address = '192.0.2.7'

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  async request(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<LightMyRequestResponse> {
    const answer = await this.#app.inject({
      method,
      url: path.startsWith('/') ? path : `/api/v1/${path}`,
      remoteAddress: this.address,
      headers: {
        host: HOST,
        ...(method !== 'GET' && { origin: `https://${HOST}` }),
        ...(this.cookie && { cookie: this.cookie }),
        ...(this.csrf && { 'x-csrf': this.csrf }),
        ...headers,
      },
      ...(body !== undefined && { payload: body as object }),
    })
    const set = answer.headers['set-cookie']
    if (set !== undefined) this.cookie = String(set).split(';')[0] ?? ''
    return answer
  }

  /** `GET /session`, remembered as a page does. */
  async open(): Promise<Session> {
    return this.#remember(await this.request('GET', 'session'))
  }

  /** A change of the session: its new CSRF token is remembered. */
  async post(path: string, body?: unknown): Promise<LightMyRequestResponse> {
    const answer = await this.request('POST', path, body)
    if (answer.statusCode === 200) this.#remember(answer)
    return answer
  }

  async signIn(login = 'admin', password = OWN_PASSWORD, totp?: string) {
    if (!this.csrf) await this.open()
    return this.post('session/sign-in', { login, password, ...(totp !== undefined && { totp }) })
  }

  #remember(answer: LightMyRequestResponse): Session {
    const session = answer.json() as Session
    if (session.csrf) this.csrf = session.csrf
    return session
  }
}
