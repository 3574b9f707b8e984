import { isIP } from 'node:net'

/** `kind:value`; values with commas, quotes or control characters stand in quotes, as Node writes them. */
const NAME = /([A-Za-z][A-Za-z0-9 ]*):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/gy

/**
 * The identities of a certificate, RFC 5922 §7.1: hosts of `sip:` URIs; if there is none, DNS names; addresses always. Never the common
 * name, which any CA may have filled with anything.
 * @param subjectAltName as Node gives it: `DNS:example.com, URI:sip:example.com`
 */
export function certificateNames(subjectAltName: string | undefined): readonly string[] {
  const uris: string[] = []
  const domains: string[] = []
  const addresses: string[] = []
  for (const [, kind, written = ''] of (subjectAltName ?? '').matchAll(NAME)) {
    const value = unquote(written)
    if (kind === 'URI') uris.push(...sipDomain(value))
    else if (kind === 'DNS' && isDomain(value)) domains.push(value.toLowerCase())
    else if (kind === 'IP Address' && isIP(value)) addresses.push(plainAddress(value))
  }
  return [...(uris.length > 0 ? uris : domains), ...addresses]
}

/** Whether names prove a domain or address, RFC 5922 §7.2: the whole name, whatever its case; no wildcards. */
export function provesName(names: readonly string[], wanted: string): boolean {
  return names.includes(
    isIP(wanted) ? plainAddress(wanted) : wanted.toLowerCase().replace(/\.$/, ''),
  )
}

/** A `sip:` URI of a domain; one with a user is that person's, not the domain's. */
function sipDomain(uri: string): string[] {
  const [, host] = /^sip:([^@;?:/]+)$/i.exec(uri) ?? []
  return host && isDomain(host) ? [host.toLowerCase()] : []
}

/** Letters, digits and hyphens: a wildcard is none. */
function isDomain(text: string): boolean {
  return /^[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$/i.test(text)
}

function unquote(written: string): string {
  if (!written.startsWith('"')) return written
  try {
    return String(JSON.parse(written))
  } catch {
    return '' // matches nothing
  }
}

/** One spelling for each address: OpenSSL writes all eight groups of IPv6. */
function plainAddress(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address
}
