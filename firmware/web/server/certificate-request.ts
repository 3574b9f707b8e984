import { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import type * as X509 from '@peculiar/x509'
import type { CertificateRequest, FieldProblem } from '../contract.ts'
import { pemOf } from './issue.ts'
import type { Names } from './names.ts'
import { problem } from './problems.ts'

/** What is kept of a request until its certificate comes. */
export interface KeptRequest {
  /** UTC in ms. */
  readonly at: number
  readonly commonName: string
  /** PKCS #8 in PEM. */
  readonly key: string
  /** PKCS #10 in PEM, for who lost it. */
  readonly pem: string
}

const KINDS = {
  ec: [
    { name: 'ECDSA', namedCurve: 'P-256' },
    { name: 'ECDSA', hash: 'SHA-256' },
  ],
  rsa: [
    {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  ],
} as const

const TEXTS = {
  organization: ['O', 64],
  unit: ['OU', 64],
  city: ['L', 128],
  state: ['ST', 128],
  country: ['C', 2],
  email: ['E', 128],
} as const

/** Of the rest the X.509 package makes something else (RFC 4514 §2.4). */
const PLAIN = /^(?!#)[^\p{Cc}"\\]*$/u

/** What a form gets wrong. The upper bounds are X.520's. */
export function requestProblems(asked: CertificateRequest): FieldProblem[] {
  const found: FieldProblem[] = []
  if (!isServerName(asked.commonName)) {
    const remedy = 'Give the name under which people open the pages: pbx.example.com.'
    found.push(problem('commonName', 'it is no host name and no address', remedy))
  }
  for (const [field, [, most]] of Object.entries(TEXTS)) {
    const value = asked[field as keyof typeof TEXTS] ?? ''
    if (PLAIN.test(value) && value.length <= most) continue
    const remedy =
      'Shorten it, and leave out quotation marks, backslashes and a # at its beginning.'
    found.push(problem(field, `it is no plain text of at most ${most} characters`, remedy))
  }
  const { country, email } = asked
  if (country && !/^[A-Z]{2}$/.test(country)) {
    found.push(problem('country', 'it is no code of two capital letters', 'Give it as US or DE.'))
  }
  if (email && !/^[!-?A-~]+@[A-Za-z0-9.-]+$/.test(email)) {
    found.push(problem('email', 'it is no address of plain letters', 'Give it as it@example.com.'))
  }
  return found
}

/** Makes a key and a certificate signing request for it (WEB-27). */
export async function makeRequest(
  asked: CertificateRequest,
  own: Names,
  now: number,
): Promise<KeptRequest> {
  await import('./reflect.ts')
  const x509: typeof X509 = await import('@peculiar/x509')
  const [algorithm, signingAlgorithm] = KINDS[asked.keyType ?? 'ec']
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subjectOf(asked),
    keys: keys as webcrypto.CryptoKeyPair,
    signingAlgorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension(alternativeNames(asked, own)),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  })
  const key = await pemOf((keys as webcrypto.CryptoKeyPair).privateKey)
  return { at: now, commonName: asked.commonName, key, pem: `${request.toString('pem')}\n` }
}

function subjectOf(asked: CertificateRequest): X509.JsonName {
  const parts = (['country', 'state', 'city', 'organization', 'unit'] as const).map((field) => ({
    [TEXTS[field][0]]: [asked[field] ?? ''],
  }))
  const all = [...parts, { CN: [asked.commonName] }, { E: [asked.email ?? ''] }]
  return all.filter((part) => Object.values(part)[0]?.[0] !== '') as X509.JsonName
}

function alternativeNames({ commonName, includeAddresses }: CertificateRequest, own: Names) {
  const [dns, ip] = isIP(commonName) ? [[], [commonName]] : [[commonName], []]
  const reached = own.ip.filter((address) => !/^(127\.|169\.254\.|::1$)/.test(address))
  const addresses = new Set([...ip, ...(includeAddresses ? reached : [])])
  return [
    ...dns.map((value) => ({ type: 'dns', value }) as const),
    ...[...addresses].map((value) => ({ type: 'ip', value }) as const),
  ]
}

function isServerName(text: string): boolean {
  if (isIP(text)) return true
  const label = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
  return text.length <= 64 && new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`).test(text)
}
