import type { FastifyRequest } from 'fastify'
import type { Role } from '../../model/facts.ts'
import type { Origin } from '../../store/change.ts'
import type { Language } from '../../words/message.ts'
import type { TokenScope } from '../contract.ts'
import { Refusal } from './refusal.ts'

/** Whoever asks, once signed in. Roles are those of this moment. */
export interface RequestSession {
  /** Names it in lists and logs; not what the cookie holds. */
  readonly id: string
  /** Id of the user. */
  readonly user: string
  readonly login: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Of the person; a program says with each request which one it wants. */
  readonly language?: Language
  /** The password must be changed before anything else. */
  readonly passwordDue: boolean
  /** Where the request comes from. */
  readonly address: string
  /** Of a program that acts for this person. */
  readonly token?: { readonly name: string; readonly scopes: readonly TokenScope[] }
  /** Fires when the session ends: signed out, idle, too old, password changed elsewhere. Streams end then. */
  readonly ended: AbortSignal
}

declare module 'fastify' {
  interface FastifyRequest {
    session: RequestSession | undefined
  }
}

/** @throws Refusal `signed-out` */
export function whoAsks(request: FastifyRequest): RequestSession {
  if (request.session) return request.session
  throw new Refusal('signed-out', 'Sign in first.')
}

/** For `store.change`. */
export function originOf(request: FastifyRequest): Origin {
  const { login, address, token } = whoAsks(request)
  const by = token ? `, token ${token.name}` : ''
  return { by: login, from: `address ${address}${by}` }
}
