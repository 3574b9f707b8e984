import '../../../../firmware/web/server/reflect.ts'
import { webcrypto } from 'node:crypto'
import type { CredentialSource } from '../../../../firmware/sip/contract.ts'

const x509 = await import('@peculiar/x509')
const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const
const DAY = 86_400_000

/** Certificate and key in PEM. */
export interface Pair {
  readonly certificate: string
  readonly key: string
}

export interface Subject {
  readonly commonName?: string
  readonly names?: readonly { readonly type: 'dns' | 'url' | 'ip'; readonly value: string }[]
  /** Days from now at which it is over; negative: it is. */
  readonly days?: number
}

export interface Authority {
  readonly certificate: string
  issue(subject: Subject): Promise<Pair>
}

/** A certification authority that lives as long as a test. */
export async function anAuthority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const name = `CN=Test CA ${Math.random()}`
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 30 * DAY),
    signingAlgorithm: SIGNING,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  })
  let serial = 1
  return {
    certificate: ca.toString('pem'),
    issue: async ({ commonName = 'someone', names = [], days = 10 }) => {
      const own = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
      const leaf = await x509.X509CertificateGenerator.create({
        serialNumber: `0${++serial}`,
        subject: `CN=${commonName}`,
        issuer: name,
        notBefore: new Date(Date.now() - 20 * DAY),
        notAfter: new Date(Date.now() + days * DAY),
        signingAlgorithm: SIGNING,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions:
          names.length > 0
            ? [new x509.SubjectAlternativeNameExtension(names.map((one) => ({ ...one })))]
            : [],
      })
      const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey))
      return {
        certificate: leaf.toString('pem'),
        key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
      }
    },
  }
}

/** A credential that a test may change. */
export function changeable(first: Pair | undefined) {
  let leaf = first
  const listeners: (() => void)[] = []
  const source: CredentialSource = {
    get leaf() {
      return leaf
    },
    onChange: (hear) => void listeners.push(hear),
  }
  return {
    source,
    change: (next: Pair | undefined) => {
      leaf = next
      for (const hear of listeners) hear()
    },
  }
}
