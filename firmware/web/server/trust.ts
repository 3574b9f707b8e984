import { X509Certificate } from 'node:crypto'
import type { Endpoints } from './app.ts'
import { trustPage } from './trust-page.ts'

/** How a browser comes to trust this unit: the CA for download, and a page for people, for whom nothing else works yet. */
export const trustEndpoints: Endpoints = (app, parts) => {
  app.get('/trust', async (_request, reply) => {
    const { caFingerprint, names } = parts.certificate
    const page = trustPage({ site: parts.unit.name, fingerprint: caFingerprint, names })
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page)
  })
  app.get('/trust/ca.pem', async (_request, reply) =>
    reply
      .type('application/x-pem-file')
      .header('content-disposition', 'attachment; filename="strowger-ca.pem"')
      .send(parts.certificate.caPem),
  )
  // Telephones and Windows take this type and offer to install it.
  app.get('/trust/ca.der', async (_request, reply) =>
    reply
      .type('application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="strowger-ca.crt"')
      .send(new X509Certificate(parts.certificate.caPem).raw),
  )
}
