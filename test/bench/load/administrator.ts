import { type RequestOptions, request } from 'node:https'
import type { Instance } from '../../../firmware/demo/instance.ts'

const PASSWORD = 'several words of one'

interface Answer {
  readonly status: number
  readonly cookie: string | undefined
  readonly body: string
}

/** Somebody at the pages, over TLS as a browser is, who trusts the unit's own authority. */
export class Administrator {
  readonly #pages: string
  readonly #ca: string
  #cookie = ''
  #csrf = ''

  private constructor(pages: string, ca: string) {
    this.#pages = pages
    this.#ca = ca
  }

  /** Claims the unit. */
  static async of(server: Instance): Promise<Administrator> {
    const pages = server.pages
    const ca = await send(`${pages}/trust/ca.pem`, { rejectUnauthorized: false })
    const administrator = new Administrator(pages, ca.body)
    await administrator.ask('GET', '/session')
    const { code } = (await server.json('first-password')) as { code: string }
    await administrator.ask('POST', '/session/claim', { code, password: PASSWORD })
    return administrator
  }

  /** One request of the API. @throws Error when it is refused */
  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = {
      'content-type': 'application/json',
      origin: this.#pages,
      ...(this.#cookie && { cookie: this.#cookie, 'x-csrf': this.#csrf }),
    }
    const url = `${this.#pages}/api/v1${path}`
    const text = body === undefined ? undefined : JSON.stringify(body)
    const answer = await send(url, { method, headers, ca: this.#ca }, text)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`)
    if (answer.cookie) this.#cookie = answer.cookie
    const value = JSON.parse(answer.body) as T & { csrf?: string }
    if (value.csrf) this.#csrf = value.csrf
    return value
  }
}

function send(url: string, options: RequestOptions, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
      })
      answer.on('error', reject)
      answer.on('end', () => {
        const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0]
        resolve({ status: answer.statusCode ?? 500, cookie, body: text })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
