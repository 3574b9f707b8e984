import type { FastifyInstance } from 'fastify'
import type { Parts } from './parts.ts'

/** Scripts and styles are files of ours; what the pages set of a style while they draw, they set by script. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Of every answer (SECURITY 11). */
const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), payment=(), usb=(), microphone=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
} as const

const HSTS_SECONDS = 30 * 86_400 // and not longer: a certificate that nobody renews must not lock people out for a year

/**
 * Strict-Transport-Security only with a certificate that browsers trust by themselves: it turns the warning about a unit's own CA into a
 * wall that no administrator gets past.
 */
export function headersNow({ certificate }: Pick<Parts, 'certificate'>): Record<string, string> {
  if (!certificate.publiclyTrusted) return HEADERS
  return { ...HEADERS, 'strict-transport-security': `max-age=${HSTS_SECONDS}` }
}

export function addHeaders(app: FastifyInstance, parts: Pick<Parts, 'certificate'>): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headersNow(parts))
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
}
