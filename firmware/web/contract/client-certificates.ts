// For remote administration on 8043: `GET`, `POST`, `DELETE /client-certificates`; `DELETE /client-certificates/{id}` (WEB-40 to 54).

export interface ClientCertificates {
  /** Issuer's name, where any exists. */
  readonly issuer?: string
  /** Port that asks for them, and whether it is open. */
  readonly port: number
  readonly open: boolean
  readonly items: readonly ClientCertificate[]
}
export interface ClientCertificate {
  readonly id: string
  readonly commonName: string
  readonly createdAt: number
  readonly notAfter: number
  readonly lastUsedAt?: number
  readonly fingerprint: string
}
export interface NewClientCertificate {
  readonly name: string
  readonly reason: string
  /** At least 12 characters; protects the file and is not kept. */
  readonly password: string
}
// `GET /client-certificates/{id}/file`: application/x-pkcs12, as made.
