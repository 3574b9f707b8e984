/** An OpenID Connect provider as small as one can be, with a key, a certificate and an authority of its own; told to, it lies. */
import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { Authority } from '../e2e/an-authority.ts'

type Claims = Readonly<Record<string, unknown>>

/** How its next answer is wrong. */
export interface Lie {
  /** In place of those of the ID token. */
  readonly claims?: Claims
  /** `none`: not signed; `other`: by somebody else's key. */
  readonly signed?: 'none' | 'other'
  /** What it says its own name is. */
  readonly issuer?: string
  /** Its answer to the browser is this error. */
  readonly error?: string
  /** Its answer to the browser says that another provider gave it (RFC 9207). */
  readonly iss?: string
  /** Bytes of the answer at the token endpoint. */
  readonly size?: number
}

interface Asked {
  readonly challenge: string
  readonly nonce: string
  readonly redirect: string
}

export const CLIENT = { id: 'the-office', secret: 'a-secret-between-two-servers' }

export class AProvider {
  lie: Lie = {}
  /** Who is signed in there. */
  who: Claims = { sub: 'f3a1' }
  /** Requests that it got, as `GET /token`. */
  readonly asked: string[] = []
  readonly authority: Authority
  readonly #app: FastifyInstance
  readonly #key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  readonly #codes = new Map<string, Asked>()

  constructor(t: Test) {
    this.authority = new Authority(t, 'Provider')
    const { certificate: cert, key } = this.authority.issue('127.0.0.1')
    this.#app = Fastify({ https: { cert, key } }) as unknown as FastifyInstance
    this.#app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    )
    this.#app.addHook('onRequest', async ({ method, url }) => {
      this.asked.push(`${method} ${url.replace(/\?.*/, '')}`)
    })
    this.#routes()
    t.teardown(() => this.#app.close())
  }

  async start(): Promise<void> {
    await this.#app.listen({ host: '127.0.0.1', port: 0 })
  }

  get issuer(): string {
    return `https://127.0.0.1:${(this.#app.server.address() as AddressInfo).port}`
  }

  /** What a browser brings back that goes to this address, where its owner is signed in: all behind the `?`. */
  async visit(url: string): Promise<string> {
    const { headers } = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { ca: this.authority.certificate, agent: false }, (answer) =>
        resolve(answer.resume()),
      )
        .on('error', reject)
        .end()
    })
    return new URL(headers.location ?? '').search.slice(1)
  }

  #routes(): void {
    this.#app.get('/.well-known/openid-configuration', () => ({
      issuer: this.lie.issuer ?? this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
    }))
    this.#app.get('/keys', () => ({
      keys: [
        { ...this.#key.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' },
      ],
    }))
    this.#app.get('/authorize', (request, reply) => {
      const query = new URLSearchParams(request.query as Record<string, string>)
      const redirect = query.get('redirect_uri') ?? ''
      const answer = new URLSearchParams({ state: query.get('state') ?? '' })
      answer.set('iss', this.lie.iss ?? this.issuer)
      if (this.lie.error) answer.set('error', this.lie.error)
      else answer.set('code', this.#codeFor(query, redirect))
      return reply.redirect(`${redirect}?${answer}`)
    })
    this.#app.post('/token', (request, reply) => {
      const form = request.body as URLSearchParams
      const code = form.get('code') ?? ''
      const asked = this.#codes.get(code)
      this.#codes.delete(code) // RFC 6749 §4.1.2: once
      const proof = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      const known =
        form.get('client_id') === CLIENT.id && form.get('client_secret') === CLIENT.secret
      if (!known) return reply.status(401).send({ error: 'invalid_client' })
      if (asked?.challenge !== proof || asked.redirect !== form.get('redirect_uri')) {
        return reply.status(400).send({ error: 'invalid_grant' })
      }
      return {
        access_token: randomBytes(16).toString('hex'),
        token_type: 'bearer',
        id_token: this.#token(asked.nonce),
        ...(this.lie.size && { padding: 'x'.repeat(this.lie.size) }),
      }
    })
  }

  #codeFor(query: URLSearchParams, redirect: string): string {
    const code = randomBytes(16).toString('hex')
    const [challenge, nonce] = [query.get('code_challenge') ?? '', query.get('nonce') ?? '']
    if (query.get('code_challenge_method') === 'S256')
      this.#codes.set(code, { challenge, nonce, redirect })
    return code
  }

  #token(nonce: string): string {
    const now = Math.floor(systemClock.now() / 1000)
    const { signed } = this.lie
    const times = { iat: now, exp: now + 300 }
    const claims = {
      iss: this.issuer,
      aud: CLIENT.id,
      nonce,
      ...times,
      ...this.who,
      ...this.lie.claims,
    }
    const header = signed === 'none' ? { alg: 'none' } : { alg: 'RS256', kid: 'one' }
    const text = `${part(header)}.${part(claims)}`
    if (signed === 'none') return `${text}.`
    return `${text}.${sign('sha256', Buffer.from(text), this.#signer(signed)).toString('base64url')}`
  }

  #signer(signed: Lie['signed']): KeyObject {
    if (signed !== 'other') return this.#key.privateKey
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    return createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))
  }
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
