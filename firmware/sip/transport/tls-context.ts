import type { SecureContext, TLSSocket } from 'node:tls'
import { createSecureContext, getCACertificates } from 'node:tls'
import type { Listen, TlsOptions } from '../contract.ts'
import { certificateNames } from './peer-names.ts'

const VERSION = { minVersion: 'TLSv1.2' } as const // SECURITY row 11

/** Certificates of ours, and whose certificates we believe; what is made of them is kept until one of them changes. */
export class TlsContexts {
  readonly #options: TlsOptions
  readonly #listeners = new Set<() => void>()
  #client: SecureContext | undefined

  constructor(options: TlsOptions) {
    this.#options = options
    options.credential.onChange(() => this.refresh())
  }

  /** What a server needs; undefined while there is no certificate. */
  server(clients: Listen['clientCertificates']): TlsServerOptions | undefined {
    const { leaf } = this.#options.credential
    if (!leaf) return undefined
    const asks = clients === 'asked' || clients === 'demanded'
    return {
      ...VERSION,
      cert: leaf.certificate,
      key: leaf.key,
      requestCert: asks,
      rejectUnauthorized: clients === 'demanded',
      ...(asks && { ca: clients === 'demanded' ? this.#gatekeepers() : this.#authorities() }),
    }
  }

  /** What a client needs: our certificate, if there is one, for peers that ask. */
  client(): SecureContext {
    const { leaf } = this.#options.credential
    this.#client ??= createSecureContext({
      ...VERSION,
      ca: this.#authorities(),
      ...(leaf && { cert: leaf.certificate, key: leaf.key }),
    })
    return this.#client
  }

  /** Certificates or authorities have changed: connections to come use the new ones. */
  refresh(): void {
    this.#client = undefined
    for (const hear of this.#listeners) hear()
  }

  /** Hears of every change until the function that it returns is called. */
  onRefresh(hear: () => void): () => void {
    this.#listeners.add(hear)
    return () => void this.#listeners.delete(hear)
  }

  #authorities(): string[] {
    return [...systemAuthorities(), ...this.#own()]
  }

  /** Who decides about clients that must prove themselves: anybody gets some certificate of those that a system trusts. */
  #gatekeepers(): string[] {
    const own = this.#own()
    return own.length > 0 ? [...own] : [...systemAuthorities()]
  }

  #own(): readonly string[] {
    return this.#options.authorities?.() ?? []
  }
}

export interface TlsServerOptions {
  readonly minVersion: 'TLSv1.2'
  readonly cert: string
  readonly key: string
  readonly requestCert: boolean
  readonly rejectUnauthorized: boolean
  readonly ca?: string[]
}

/** What the peer of a finished handshake has proved; nothing where its certificate is not good. */
export function provenNames(socket: TLSSocket): readonly string[] {
  if (!socket.authorized) return []
  return certificateNames(socket.getPeerX509Certificate()?.subjectAltName)
}

/** Those that the system trusts; a machine without any has those of Node. */
function systemAuthorities(): readonly string[] {
  const system = getCACertificates('system')
  return system.length > 0 ? system : getCACertificates('bundled')
}
