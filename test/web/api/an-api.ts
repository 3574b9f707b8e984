import type { Test } from 'tap'
import type { WebSocket } from 'ws'
import type { Role } from '../../../firmware/model/facts.ts'
import { apiEndpoints } from '../../../firmware/web/api/endpoints.ts'
import type { Changed, ConfigObject, Listing } from '../../../firmware/web/contract.ts'
import type { Parts } from '../../../firmware/web/server/parts.ts'
import { aServer, aUser, type Browser, HOST } from '../server/a-server.ts'

/** The whole API over a store of its own, the administrator signed in. */
export async function anApi(t: Test, parts: Partial<Parts> = {}, data?: string) {
  const options = { endpoints: [apiEndpoints], parts, ...(data !== undefined && { data }) }
  const server = await aServer(t, options)
  const admin = new Page(server.browser())
  await admin.browser.signIn()
  const as = async (login: string, ...roles: Role[]) => {
    aUser(server, login, roles)
    const page = new Page(server.browser())
    await page.browser.signIn(login)
    return page
  }
  /** A page's live socket. */
  const live = async (page: Page, origin = `https://${HOST}`): Promise<WebSocket> => {
    const headers = { host: HOST, cookie: page.browser.cookie, origin }
    const socket = (await server.app.injectWS('/api/v1/live', { headers })) as WebSocket
    t.teardown(() => {
      socket.terminate()
      // An injected stream does not tell its other end, which would wait 30 s.
      for (const other of server.app.websocketServer.clients) other.terminate()
    })
    return socket
  }
  return { ...server, admin, as, live }
}

export interface Answer<T> {
  readonly status: number
  readonly etag: string | undefined
  readonly body: T
}

/** What pages do with the API. */
export class Page {
  readonly browser: Browser

  constructor(browser: Browser) {
    this.browser = browser
  }

  async ask<T>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    ifMatch?: string,
  ): Promise<Answer<T>> {
    const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch }
    const answer = await this.browser.request(method, path, body, headers)
    const etag = answer.headers.etag as string | undefined
    return { status: answer.statusCode, etag, body: answer.json() as T }
  }

  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return this.ask<T>('GET', path)
  }

  list(path: string): Promise<Answer<Listing>> {
    return this.get<Listing>(`config/${path}`)
  }

  read(section: string, id: string): Promise<Answer<ConfigObject>> {
    return this.get<ConfigObject>(`config/${section}/${id}`)
  }

  /** The identity of what was made. @throws Error with the refusal */
  async create(section: string, values: object): Promise<string> {
    const { status, body } = await this.ask<Changed>('POST', `config/${section}`, values)
    if (status !== 201) throw new Error(JSON.stringify(body))
    return body.ids.new ?? ''
  }

  patch<T = Changed>(section: string, id: string, values: object, ifMatch?: string) {
    return this.ask<T>('PATCH', `config/${section}/${id}`, values, ifMatch)
  }

  remove<T = Changed>(section: string, id: string, ifMatch?: string) {
    return this.ask<T>('DELETE', `config/${section}/${id}`, undefined, ifMatch)
  }

  batch<T = Changed>(...changes: object[]) {
    return this.ask<T>('POST', 'config', { changes })
  }
}
