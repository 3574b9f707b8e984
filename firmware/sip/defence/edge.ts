import { isPrivate } from '../../environment.ts'

/** Private, link-local and loopback addresses of both families: unique local ones too (RFC 4193). */
export function isLocalAddress(address: string): boolean {
  if (!address.includes(':')) return isPrivate(address)
  return address === '::1' || /^(?:fe[89ab]|f[cd])/i.test(address)
}

const PEEK = 96 // octets: the Request-URI of an emergency call is short
const INVITE = /^INVITE (?:sips?:|tel:)([^@;?>\s]{1,40})/

/** Whom an INVITE calls, out of its first octets, without reading the rest; undefined for anything else. */
export function emergencyUser(octets: Buffer): string | undefined {
  if (octets[0] !== 0x49 || octets[1] !== 0x4e) return undefined // 'IN'
  return INVITE.exec(octets.toString('latin1', 0, Math.min(PEEK, octets.length)))?.[1]
}
