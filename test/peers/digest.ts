import { createHash } from 'node:crypto'

export interface Credentials {
  readonly user: string
  readonly password: string
}

/** Authorization for a challenge, RFC 2617 §3.2.2 with MD5; `nc` is always 1, as we take a fresh cnonce each time. */
export function answerChallenge(
  challenge: string,
  method: string,
  uri: string,
  { user, password }: Credentials,
): string {
  const realm = quoted(challenge, 'realm')
  const nonce = quoted(challenge, 'nonce')
  const opaque = quoted(challenge, 'opaque')
  const withQop = /qop="?[^"]*\bauth\b/i.test(challenge)
  const cnonce = createHash('md5').update(`${nonce}${uri}`).digest('hex').slice(0, 8)
  const ha1 = md5(`${user}:${realm}:${password}`)
  const ha2 = md5(`${method}:${uri}`)
  const response = md5(
    withQop ? `${ha1}:${nonce}:00000001:${cnonce}:auth:${ha2}` : `${ha1}:${nonce}:${ha2}`,
  )
  const parts = [
    `username="${user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${response}"`,
    'algorithm=MD5',
    ...(opaque ? [`opaque="${opaque}"`] : []),
    ...(withQop ? ['qop=auth', 'nc=00000001', `cnonce="${cnonce}"`] : []),
  ]
  return `Digest ${parts.join(', ')}`
}

function quoted(challenge: string, name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(challenge)?.[1] ?? ''
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
