import { request } from 'node:https'
import { getCACertificates } from 'node:tls'
import type { CustomFetchOptions } from 'openid-client'

/** As `fetch`, for one provider: the one whose certificate comes from one of these authorities (PEM), or from one that everybody trusts. */
export type Reach = (authorities: readonly string[]) => Fetch

type Fetch = (url: string, options: CustomFetchOptions) => Promise<Response>

const LARGEST = 256 * 1024 // bytes of an answer: a set of keys has a few thousand

/** Asks over HTTPS, never follows a redirect, and reads no more than it must. `fetch` cannot be told whom to trust. */
export const reachProvider: Reach =
  (authorities) =>
  (url, { method, headers, body, signal }) => {
    const known = [...getCACertificates('default'), ...getCACertificates('system')]
    const ca = [...known, ...authorities]
    return new Promise((resolve, reject) => {
      const asked = request(
        url,
        { method, headers, ca, agent: false, ...(signal && { signal }) },
        (answer) => {
          const parts: Buffer[] = []
          let size = 0
          answer.on('data', (part: Buffer) => {
            size += part.length
            if (size > LARGEST) answer.destroy(new Error('the answer is too large'))
            else parts.push(part)
          })
          answer.on('error', reject)
          answer.on('end', () => {
            const { statusCode: status = 500, headers: said } = answer
            const type = said['content-type']
            const whole = status === 204 || status === 304 ? null : Buffer.concat(parts)
            resolve(new Response(whole, { status, headers: type ? { 'content-type': type } : {} }))
          })
        },
      )
      asked.on('error', reject)
      asked.end(body === null || body === undefined ? undefined : textOf(body))
    })
  }

/** Bodies of ours are forms. */
function textOf(body: NonNullable<CustomFetchOptions['body']>): string {
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString()
  throw new Error('a provider is sent forms alone')
}
