import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'

let roots: readonly X509Certificate[] | undefined // parsed for the first installed certificate: most units have none

/** Whether browsers trust this chain (leaf first, in order, of sound dates) without having installed anything. */
export function isPubliclyTrusted(
  chain: readonly X509Certificate[],
  known: readonly string[] = rootCertificates,
): boolean {
  const last = chain.at(-1)
  if (!last) return false
  const all = known === rootCertificates ? parsedRoots() : known.map(parsed)
  return all.some((root) => {
    if (root.fingerprint256 === last.fingerprint256) return true
    return last.checkIssued(root) && last.verify(root.publicKey)
  })
}

function parsedRoots(): readonly X509Certificate[] {
  roots ??= rootCertificates.map(parsed)
  return roots
}

const parsed = (pem: string) => new X509Certificate(pem)
