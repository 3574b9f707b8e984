/** What the server and `navigator.credentials` say to one another, Web Authentication level 3 §5.1: texts there, octets here. */

import { isTrustedName } from './trusted-name.ts'

type Json = Readonly<Record<string, unknown>>

/** Whether this browser, under this name, has passkeys. */
export function hasPasskeys(): boolean {
  const isTrusted = isTrustedName(location.hostname, window.isSecureContext)
  return isTrusted && typeof PublicKeyCredential === 'function'
}

/** Has the browser make one. Rejects where its owner does not want to. */
export async function makePasskey(options: Json): Promise<Json> {
  const publicKey = {
    ...options,
    challenge: octets(options.challenge),
    user: { ...(options.user as Json), id: octets((options.user as Json).id) },
    excludeCredentials: named(options.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions
  return answered(await navigator.credentials.create({ publicKey }))
}

/** Has the browser answer with one that it has for this server. */
export async function answerWithPasskey(options: Json): Promise<Json> {
  const publicKey = {
    ...options,
    challenge: octets(options.challenge),
    allowCredentials: named(options.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions
  return answered(await navigator.credentials.get({ publicKey }))
}

function answered(credential: Credential | null): Json {
  if (!(credential instanceof PublicKeyCredential)) throw new Error('There is no passkey.')
  const { id, type, response } = credential
  const parts: Record<string, unknown> = { clientDataJSON: text(response.clientDataJSON) }
  if (response instanceof AuthenticatorAttestationResponse) {
    parts.attestationObject = text(response.attestationObject)
    parts.transports = response.getTransports?.() ?? []
  } else if (response instanceof AuthenticatorAssertionResponse) {
    parts.authenticatorData = text(response.authenticatorData)
    parts.signature = text(response.signature)
    parts.userHandle = response.userHandle ? text(response.userHandle) : undefined
  }
  return { id, rawId: id, type, clientExtensionResults: {}, response: parts }
}

function named(list: unknown): Json[] {
  return ((list as Json[] | undefined) ?? []).map((one) => ({
    ...one,
    type: 'public-key',
    id: octets(one.id),
  }))
}

/** base64url, RFC 4648 §5. */
function octets(value: unknown): Uint8Array<ArrayBuffer> {
  const plain = atob(String(value).replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function text(value: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(value), (octet) => String.fromCharCode(octet))
  return btoa(letters.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
