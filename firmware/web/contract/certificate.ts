// `GET /certificate` (WEB-20 to 29). None of this ends a connection.

export interface ShownServerCertificate {
  /** `unit`: a leaf of the unit's own authority. `installed`: given by an administrator. */
  readonly source: 'unit' | 'installed'
  readonly subject: string
  readonly issuer: string
  readonly names: readonly string[]
  readonly notBefore: number
  readonly notAfter: number
  /** SHA-256, hexadecimal pairs with colons. */
  readonly fingerprint: string
  readonly caFingerprint: string
  /** A request was made and waits for its certificate (its key is kept). */
  readonly requested?: { readonly at: number; readonly commonName: string }
}
/** `POST /certificate/request`: makes a key and answers `{pem}`; `DELETE` forgets it. */
export interface CertificateRequest {
  readonly commonName: string
  readonly organization?: string | undefined
  readonly unit?: string | undefined
  readonly city?: string | undefined
  readonly state?: string | undefined
  /** Two letters. */
  readonly country?: string | undefined
  readonly email?: string | undefined
  readonly includeAddresses: boolean
  /** `ec` (P-256) unless told; `rsa` (2048 bits) where the authority or old telephones want it. */
  readonly keyType?: 'ec' | 'rsa' | undefined
}
/** `PUT /certificate`: the certificate, its chain behind it; with a key, or for the key of the request that waits. `DELETE /certificate`: back to the unit's. */
export interface CertificateInstall {
  readonly certificate: string
  readonly key?: string | undefined
  readonly keyPassword?: string | undefined
}
