import type { ApiError, FieldProblem, Session } from '../../../contract.ts'
import { parseInert } from './inert.ts'

/** A request that the server refused, or that never reached it (`code` is `unreachable`). */
export class Refused extends Error {
  readonly code: string
  readonly status: number
  readonly problems: readonly FieldProblem[]
  readonly waitSeconds: number | undefined

  constructor(status: number, error: ApiError) {
    super(error.text)
    this.name = 'Refused'
    this.status = status
    this.code = error.code
    this.problems = error.problems ?? []
    this.waitSeconds = error.waitSeconds
  }
}

export interface Sent {
  readonly body?: unknown
  /** A file, as it is. */
  readonly file?: Blob
  /** Revision that the change was made from: the server refuses it when somebody else was faster. */
  readonly ifMatch?: number
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** An answer, and what stands beside it. */
export interface Answered<T> {
  readonly value: T
  readonly headers: Headers
}

/** Speaks with `/api/v1`. Tests hand in another `send`. */
export class ApiClient {
  readonly #send: typeof fetch
  readonly #byItself: () => boolean
  #csrf = ''
  #set: string | undefined
  #language = 'en'
  /** Told when the session is over. */
  onSignedOut: () => void = () => {}

  /** @param byItself whether nobody has asked for what is sent now */
  constructor(send: typeof fetch, byItself = () => false) {
    this.#send = send
    this.#byItself = byItself
  }

  /** Of the session, for everything that changes something. */
  carry(csrf: string): void {
    this.#csrf = csrf
  }

  /** The server says what it says in this language. */
  speak(language: string): void {
    this.#language = language
  }

  /** Changes of the configuration go into this change set from now on, and what is read has them; undefined: they act. */
  collect(set: string | undefined): void {
    this.#set = set
  }

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#ask<T>('GET', path, {}, signal)
  }

  getWhole<T>(path: string, signal?: AbortSignal): Promise<Answered<T>> {
    return this.#whole<T>('GET', path, {}, signal)
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#ask<T>('PUT', path, { body })
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#ask<T>('POST', path, { body })
  }

  /** Asks for a file by something that no address should have in it. */
  async fetchFile(path: string, body: unknown): Promise<string> {
    const answer = await this.#answered('POST', path, { body }, undefined)
    return answer.text
  }

  /** The octets of a file. */
  upload<T>(path: string, file: Blob): Promise<T> {
    return this.#ask<T>('POST', path, { file })
  }

  patch<T>(path: string, body: unknown, ifMatch?: number): Promise<T> {
    return this.#ask<T>('PATCH', path, ifMatch === undefined ? { body } : { body, ifMatch })
  }

  remove<T>(path: string, body?: unknown): Promise<T> {
    return this.#ask<T>('DELETE', path, body === undefined ? {} : { body })
  }

  async #ask<T>(method: Method, path: string, sent: Sent, signal?: AbortSignal): Promise<T> {
    return (await this.#whole<T>(method, path, sent, signal)).value
  }

  /** @throws Refused */
  async #whole<T>(
    method: Method,
    path: string,
    sent: Sent,
    signal?: AbortSignal,
  ): Promise<Answered<T>> {
    const { text, headers } = await this.#answered(method, path, sent, signal)
    return { value: readable(text) as T, headers }
  }

  /** @throws Refused */
  async #answered(
    method: Method,
    path: string,
    sent: Sent,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly text: string; readonly headers: Headers }> {
    const answer = await this.#reach(method, path, sent, signal)
    const text = await answer.text()
    if (answer.ok) return { text, headers: answer.headers }
    const body = readable(text)
    const error = isApiError(body) ? body : { code: 'unavailable', text: answer.statusText }
    if (error.code === 'csrf' && (await this.#renewed())) {
      return this.#answered(method, path, sent, signal)
    }
    if (error.code === 'signed-out') this.onSignedOut()
    throw new Refused(answer.status, error)
  }

  /** Whether there is another token than the one that was refused: the session is another, by another tab or by its end. */
  async #renewed(): Promise<boolean> {
    const answer = await this.#reach('GET', '/session', {}, undefined)
    const session = readable(await answer.text()) as Partial<Session> | undefined
    if (!session?.csrf || session.csrf === this.#csrf) return false
    this.#csrf = session.csrf
    return true
  }

  async #reach(
    method: Method,
    path: string,
    { body, file, ifMatch }: Sent,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'accept-language': this.#language,
    }
    if (method !== 'GET') headers['x-csrf'] = this.#csrf
    else if (this.#byItself()) headers['x-by-itself'] = '1'
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (this.#set && path.startsWith('/config')) headers['x-change-set'] = this.#set
    if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' }
    if (body !== undefined) init.body = JSON.stringify(body)
    if (file) {
      headers['content-type'] = 'application/octet-stream'
      init.body = file
    }
    if (signal) init.signal = signal
    try {
      return await this.#send(`/api/v1${path}`, init)
    } catch (cause) {
      if (signal?.aborted) throw cause
      throw new Refused(0, { code: 'unreachable', text: 'The server does not answer.' })
    }
  }
}

/** Something else than JSON comes from what stands between. */
function readable(text: string): unknown {
  try {
    return parseInert(text)
  } catch {
    return undefined
  }
}

function isApiError(value: unknown): value is ApiError {
  if (typeof value !== 'object' || value === null) return false
  const { code, text } = value as Partial<ApiError>
  return typeof code === 'string' && typeof text === 'string'
}
