import { randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import { EARLIEST, pemOf, serialNumber } from './issue.ts'

/** The authority that only this unit's client certificates come from (WEB-41, WEB-43). */
export interface ClientAuthority {
  readonly certificate: string
  readonly key: string
  readonly issuer: string
}

/** A certificate for one person's browser, with its key, in PEM. */
export interface IssuedClient {
  readonly certificate: string
  readonly key: string
  /** Hexadecimal. */
  readonly serial: string
}

export interface Revoked {
  readonly serial: string
  /** UTC in ms. */
  readonly at: number
}

// A unit without a clock must neither refuse its own authority nor its list of what was revoked.
const ALWAYS = { from: new Date(Date.UTC(2025, 0, 1)), to: new Date(Date.UTC(2049, 0, 1)) }
const CLIENT_DAYS = 730
const DAY = 86_400_000
const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

async function load(): Promise<typeof X509> {
  await import('./reflect.ts')
  return import('@peculiar/x509')
}

/** @param host names the unit for people, `now` UTC in ms */
export async function makeClientAuthority(host: string, now: number): Promise<ClientAuthority> {
  const x509 = await load()
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const mark = `${randomBytes(4).toString('hex')}-${Math.floor(now / 1000)}`
  const issuer = `${host.slice(0, 40)}-${mark}`
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [issuer] }],
    notBefore: ALWAYS.from,
    notAfter: ALWAYS.to,
    signingAlgorithm: SIGNING,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey), issuer }
}

export async function issueClient(
  authority: ClientAuthority,
  commonName: string,
  now: number,
): Promise<IssuedClient> {
  const x509 = await load()
  const issuer = new x509.X509Certificate(authority.certificate)
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const from = Math.max(now, EARLIEST)
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [commonName] }],
    issuer: issuer.subjectName.toJSON(),
    notBefore: new Date(from - DAY),
    notAfter: new Date(from + CLIENT_DAYS * DAY),
    signingAlgorithm: SIGNING,
    publicKey: keys.publicKey,
    signingKey: await signingKeyOf(x509, authority),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  const pem = certificate.toString('pem')
  const serial = new X509Certificate(pem).serialNumber.toLowerCase()
  return { certificate: pem, key: await pemOf(keys.privateKey), serial }
}

/** What TLS is told of revoked certificates: PEM, RFC 5280 §5. */
export async function makeRevocationList(
  authority: ClientAuthority,
  revoked: readonly Revoked[],
): Promise<string> {
  const x509 = await load()
  const list = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(authority.certificate).subjectName.toJSON(),
    thisUpdate: ALWAYS.from,
    nextUpdate: ALWAYS.to,
    signingAlgorithm: SIGNING,
    signingKey: await signingKeyOf(x509, authority),
    entries: revoked.map(({ serial, at }) => ({
      serialNumber: serial,
      revocationDate: new Date(Math.max(at, EARLIEST)),
    })),
  })
  return list.toString('pem').replaceAll(' CRL-----', ' X509 CRL-----') // as OpenSSL calls it, RFC 7468 §6
}

function signingKeyOf(x509: typeof X509, { key }: ClientAuthority): Promise<webcrypto.CryptoKey> {
  const bytes = x509.PemConverter.decodeFirst(key)
  return webcrypto.subtle.importKey('pkcs8', bytes, EC, false, ['sign'])
}
