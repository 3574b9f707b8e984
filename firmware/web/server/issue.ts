import { randomBytes, webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import type { Names } from './names.ts'

/** A certificate with its key, and what it is for. */
export interface Credential {
  /** PEM; behind an installed one those that issued it. */
  readonly certificate: string
  /** PKCS #8 in PEM. */
  readonly key: string
  readonly names: Names
}

/** Of a unit's CA: it does not know the time at its first start, and nobody wants to install it anew. */
const AUTHORITY = { notBefore: Date.UTC(2025, 0, 1), notAfter: Date.UTC(2049, 0, 1) }
/** A clock that says less is wrong. */
export const EARLIEST = Date.UTC(2026, 10, 1)
const DAY = 86_400_000
const LEAF_DAYS = 388 // and one before: 390 at most (UX, Trust)
const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const
/** Names of local networks; the CA is good for no other, so that a stolen key opens no bank. */
const LOCAL = ['localhost', 'local', 'lan', 'home.arpa', 'internal']

/** Makes a unit's own CA, good for local names, the unit's host names, and addresses. */
export async function makeAuthority({ dns }: Names): Promise<Credential> {
  const x509 = await load()
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const permitted = [...new Set([...LOCAL, ...dns])]
  const host = dns.find((name) => !LOCAL.includes(name) && !name.endsWith('.local')) ?? 'unit'
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    // Two units of one name do not have one CA.
    name: nameOf(`Strowger ${host} ${randomBytes(3).toString('hex')}`),
    notBefore: new Date(AUTHORITY.notBefore),
    notAfter: new Date(AUTHORITY.notAfter),
    signingAlgorithm: SIGNING,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      new x509.Extension('2.5.29.30', true, nameConstraints(permitted)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return credential(certificate, keys.privateKey, { dns: permitted, ip: [] })
}

/** Whether leaves of this CA may have these names. Addresses may be any. */
export function permits({ names }: Credential, { dns }: Names): boolean {
  return dns.every((name) => names.dns.some((one) => name === one || name.endsWith(`.${one}`)))
}

/** Issues a leaf for these names from `now` (UTC in ms) on. */
export async function issueLeaf(ca: Credential, names: Names, now: number): Promise<Credential> {
  const x509 = await load()
  const issuer = new x509.X509Certificate(ca.certificate)
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    x509.PemConverter.decodeFirst(ca.key),
    EC,
    false,
    ['sign'],
  )
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const from = Math.max(now, EARLIEST)
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: nameOf(names.dns.find((name) => name !== 'localhost') ?? 'localhost'),
    issuer: issuer.subjectName.toJSON(),
    notBefore: new Date(from - DAY),
    notAfter: new Date(from + LEAF_DAYS * DAY),
    signingAlgorithm: SIGNING,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.dns.map((value) => ({ type: 'dns', value }) as const),
        ...names.ip.map((value) => ({ type: 'ip', value }) as const),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  return credential(certificate, keys.privateKey, names)
}

/** Loaded only to issue, once a year. */
async function load(): Promise<typeof X509> {
  await import('./reflect.ts')
  return import('@peculiar/x509')
}

async function credential(
  certificate: X509.X509Certificate,
  key: webcrypto.CryptoKey,
  names: Names,
): Promise<Credential> {
  return { certificate: `${certificate.toString('pem')}\n`, key: await pemOf(key), names }
}

/** A private key as PKCS #8 in PEM. */
export async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
}

const nameOf = (commonName: string) => [{ CN: [commonName] }]

/** 126 random bits, positive, RFC 5280 §4.1.2.2. */
export function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

/** permittedSubtrees of dNSName, RFC 5280 §4.2.1.10; kinds that are not named (addresses) stay free. */
function nameConstraints(dns: readonly string[]): Buffer {
  const subtrees = dns.map((name) => der(0x30, der(0x82, Buffer.from(name, 'ascii'))))
  return der(0x30, der(0xa0, Buffer.concat(subtrees)))
}

/** One DER value of at most 65,535 bytes. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content])
}
