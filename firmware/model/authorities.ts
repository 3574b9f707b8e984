import { X509Certificate } from 'node:crypto'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'

/**
 * Certificates of authorities out of a text, each as PEM by itself. Line breaks may be missing or be spaces, as a form of one line makes
 * them. Refused as a whole where one cannot be read or is no authority's.
 */
export function readAuthorities(text: string): Result<readonly string[], string> {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  const read: string[] = []
  for (const [at, block] of blocks.entries()) {
    const base64 = block.replace(/-----[A-Z ]+-----|\s/g, '')
    try {
      const certificate = new X509Certificate(Buffer.from(base64, 'base64'))
      if (!certificate.ca) return refuse(`certificate ${at + 1} is not that of an authority`)
      read.push(certificate.toString())
    } catch {
      return refuse(`certificate ${at + 1} cannot be read`)
    }
  }
  return ok(read)
}
