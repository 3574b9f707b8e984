import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { ok, type Result, refuse } from '../../result.ts'
import type { CertificateInstall, FieldProblem } from '../contract.ts'
import { type Credential, EARLIEST } from './issue.ts'
import type { Names } from './names.ts'
import { problem } from './problems.ts'

const MOST = 10 // certificates of a chain
const SKEW_MS = 3_600_000 // that the clock of who issued it may be ahead of ours
const SHORTEST_RSA = 2048 // bits
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'] // what browsers take
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const SUBJECT_ALT_NAME = /(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g

/**
 * What somebody wants to install, made sure of: order, dates, strength, names, and that the key is its own. `waiting` is the key of the
 * request that waits (PEM), `now` UTC in ms. Problems name the field and what to do.
 */
export function checkCertificate(
  given: CertificateInstall,
  waiting: string | undefined,
  now: number,
): Result<Credential, readonly FieldProblem[]> {
  const chain = readChain(given.certificate)
  if (!chain.ok) return chain
  const key = readKey(given, waiting)
  if (!key.ok) return key
  const problems = [
    ...orderProblems(chain.value),
    ...leafProblems(chain.value[0]),
    ...dateProblems(chain.value, now),
    ...keyProblems(chain.value, key.value, given.key === undefined),
  ]
  if (problems.length > 0) return refuse(problems)
  const credential = {
    certificate: chain.value.map((one) => one.toString()).join(''),
    key: key.value.export({ type: 'pkcs8', format: 'pem' }) as string,
    names: namesOf(chain.value[0]),
  }
  const fit = fitsTls(credential)
  return fit.ok ? ok(credential) : fit
}

type Chain = readonly [X509Certificate, ...X509Certificate[]]

/** Certificates of a text in PEM, in its order. */
export function readChain(text: string): Result<Chain, readonly FieldProblem[]> {
  const wrong = (what: string, remedy: string) => refuse([problem('certificate', what, remedy)])
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (text.includes('PRIVATE KEY-----')) {
    return wrong('a private key stands among the certificates', 'Put it into the field of the key.')
  }
  if (blocks.length > MOST) return wrong('it has too many certificates', `Give at most ${MOST}.`)
  try {
    const [leaf, ...rest] = blocks.map((block) => new X509Certificate(block))
    if (leaf) return ok([leaf, ...rest])
  } catch {
    return wrong('it is damaged', 'Copy all of it, from the first BEGIN line to the last END line.')
  }
  return wrong(
    'there is no certificate in PEM',
    'Give the text that begins with -----BEGIN CERTIFICATE-----. A file in DER must be converted first.',
  )
}

function readKey(
  { key, keyPassword }: CertificateInstall,
  waiting: string | undefined,
): Result<KeyObject, readonly FieldProblem[]> {
  const wrong = (field: string, what: string, remedy: string) =>
    refuse([problem(field, what, remedy)])
  if (key === undefined) {
    if (waiting !== undefined) return ok(createPrivateKey(waiting))
    return wrong(
      'key',
      'there is none, and no request waits',
      'Give the key of this certificate, or make a request here first.',
    )
  }
  try {
    return ok(createPrivateKey({ key, passphrase: keyPassword ?? '' }))
  } catch (error) {
    if (!/ENCRYPTED/.test(key)) {
      return wrong('key', 'it is no private key in PEM', 'Copy all of it, with BEGIN and END line.')
    }
    const { code } = error as { code?: string }
    const what = keyPassword ? 'it does not open the key' : 'the key is encrypted'
    if (code === 'ERR_OSSL_UNSUPPORTED') {
      return wrong('key', 'its encryption is too old', 'Encrypt it with AES, or give it in clear.')
    }
    return wrong('keyPassword', what, 'Give the password of the key.')
  }
}

function orderProblems(chain: Chain): FieldProblem[] {
  const at = chain.findIndex((one, index) => {
    const issuer = chain[index + 1]
    return issuer !== undefined && !(one.checkIssued(issuer) && one.verify(issuer.publicKey))
  })
  if (at < 0) return []
  return [
    problem(
      'certificate',
      `number ${at + 2} did not issue number ${at + 1}`,
      "Put the server's own certificate first, behind it the one that issued it, and so on.",
    ),
  ]
}

function leafProblems(leaf: X509Certificate): FieldProblem[] {
  const found: FieldProblem[] = []
  const { publicKey, keyUsage, signatureAlgorithm } = leaf
  const { modulusLength = 0, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {}
  const strong =
    publicKey.asymmetricKeyType === 'rsa'
      ? modulusLength >= SHORTEST_RSA
      : publicKey.asymmetricKeyType === 'ec' && CURVES.includes(namedCurve)
  if (!strong) {
    const which = modulusLength ? `${modulusLength} bits` : (publicKey.asymmetricKeyType ?? '')
    found.push(
      problem(
        'certificate',
        `its key is not one that browsers trust (${which})`,
        `Use RSA with at least ${SHORTEST_RSA} bits, or EC with P-256, P-384 or P-521.`,
      ),
    )
  }
  if (/sha1|md5/i.test(signatureAlgorithm ?? '')) {
    const what = `it is signed with ${signatureAlgorithm}, which browsers do not trust`
    found.push(problem('certificate', what, 'Have it made with SHA-256.'))
  }
  const { dns, ip } = namesOf(leaf)
  if (dns.length + ip.length === 0) {
    found.push(
      problem(
        'certificate',
        'it names no server',
        'Have it made with a subject alternative name: browsers do not look at the common name.',
      ),
    )
  }
  if (keyUsage !== undefined && keyUsage.length > 0 && !keyUsage.includes(SERVER_AUTH)) {
    found.push(
      problem(
        'certificate',
        'it is not for servers',
        'Have it made for server authentication (extended key usage).',
      ),
    )
  }
  return found
}

function dateProblems(chain: Chain, now: number): FieldProblem[] {
  const today = Math.max(now, EARLIEST)
  return chain.flatMap((one, index) => {
    const [from, to] = [one.validFromDate.getTime(), one.validToDate.getTime()]
    const which = index === 0 ? 'it' : `number ${index + 1}`
    if (to <= today) {
      return [problem('certificate', `${which} ended on ${day(to)}`, 'Have it renewed.')]
    }
    if (from <= today + SKEW_MS) return []
    const remedy = 'Wait until then, or mend the clock of the unit.'
    return [problem('certificate', `${which} begins on ${day(from)}`, remedy)]
  })
}

function keyProblems(chain: Chain, key: KeyObject, ofRequest: boolean): FieldProblem[] {
  if (chain[0].checkPrivateKey(key)) return []
  const at = chain.findIndex((one) => one.checkPrivateKey(key))
  if (at > 0) {
    const what = `the certificate of the key is number ${at + 1}`
    return [problem('certificate', what, "Put the server's own certificate first.")]
  }
  if (ofRequest) {
    return [
      problem(
        'certificate',
        'it is not for the request that waits',
        'Give the certificate that was made for it, or give the key too.',
      ),
    ]
  }
  return [problem('key', 'it is not the key of this certificate', 'Give the one that is.')]
}

/** What else TLS would not take, such as a signature by SHA-1. */
function fitsTls({ certificate, key }: Credential): Result<true, readonly FieldProblem[]> {
  try {
    createSecureContext({ cert: certificate, key })
    return ok(true)
  } catch (error) {
    const { reason = 'unknown' } = error as { reason?: string }
    return refuse([
      problem('certificate', `TLS does not take it (${reason})`, 'Have it made with SHA-256.'),
    ])
  }
}

/** Names and addresses that a certificate is for. */
export function namesOf({ subjectAltName = '' }: X509Certificate): Names {
  const all = [...(subjectAltName ?? '').matchAll(SUBJECT_ALT_NAME)]
  const named = (kind: string) => all.filter(([, one]) => one === kind).map(([, , name]) => name)
  const dns = named('DNS').filter((name) => name !== undefined)
  return { dns, ip: named('IP Address').filter((name) => name !== undefined) }
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
