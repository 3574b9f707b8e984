import { rootCertificates } from 'node:tls'
import { readAuthorities } from '../model/authorities.ts'
import type { Text } from '../words/message.ts'
import { message } from '../words/say.ts'

/** No peer that answers at all takes longer. */
export const PATIENCE_MS = 15_000

/** Whom a connection trusts: what the system trusts, and certificates that were pasted. */
export function trusted(authorities: string): string[] {
  const own = readAuthorities(authorities)
  return [...rootCertificates, ...(own.ok ? own.value : [])]
}

/** Errors of a connection that can be told better than by their code. */
const UNTRUSTED = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]
const EXPIRED = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']
const LONGEST = 200 // characters of what a peer said

interface Failure {
  readonly code?: string
  readonly message?: string
  /** What an SMTP server answered. */
  readonly response?: string
  readonly cause?: unknown
}

/** Why a peer could not be told, in words that say what to look at. */
export function whyNot(error: unknown, server: string, port: number): Text {
  const { code = '', response, message: said = '' } = error as Failure
  const text = said.replace(/\p{Cc}+/gu, ' ').slice(0, LONGEST)
  const has = (codes: readonly string[]) =>
    codes.includes(code) || codes.some((one) => said.includes(one))
  if (code === 'EAUTH')
    return message('forwarding.sign-in', { server, said: clean(response ?? text) })
  if (response) return message('forwarding.answered', { server, said: clean(response) })
  if (has(['ERR_TLS_CERT_ALTNAME_INVALID']) || /altnames/.test(said))
    return message('forwarding.other-name', { server })
  if (has(UNTRUSTED) || /self.signed|unable to (verify|get)/.test(said))
    return message('forwarding.untrusted', { server })
  if (has(EXPIRED) || /expired|not yet valid/.test(said))
    return message('forwarding.expired', { server })
  if (has(['ENOTFOUND', 'EAI_AGAIN', 'EDNS'])) return message('forwarding.no-name', { server })
  if (has(['ECONNREFUSED'])) return message('forwarding.refused', { server, port })
  if (has(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']) || /timeout/i.test(said))
    return message('forwarding.silent', { server, port })
  return message('forwarding.failed', { server, why: text })
}

const clean = (text: string) => text.replace(/\p{Cc}+/gu, ' ').slice(0, LONGEST)
