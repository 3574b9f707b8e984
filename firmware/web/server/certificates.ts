import { X509Certificate } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readKept, writeKept } from '../../access/kept-file.ts'
import type { Clock, Timer } from '../../clock/clock.ts'
import type { Log } from '../../log.ts'
import { makeDirectories } from '../../make-directories.ts'
import { assert } from '../../result.ts'
import { type Credential, EARLIEST, issueLeaf, makeAuthority, permits } from './issue.ts'
import { type Names, ownNames, sameNames } from './names.ts'
import type { CertificateOffer } from './parts.ts'

interface Options {
  readonly environment: { readonly data: string; readonly bind: readonly string[] }
  readonly clock: Clock
  readonly log: Log
  /** Those of this machine now. */
  readonly names?: () => Names
}

const LOOK_MS = 60_000
const BEFORE_END_MS = 30 * 86_400_000

/**
 * The unit's own CA, made at the first start, and the certificate that it issues to this server (UX, Trust): anew when names or addresses
 * change or it comes near its end. Files of `web/` in the data directory, for this user alone.
 */
export class Certificates {
  readonly #options: Options
  readonly #folder: string
  readonly #names: () => Names
  readonly #listeners = new Set<(leaf: Credential) => void>()
  #authority: Credential | undefined
  #leaf: Credential | undefined
  #timer: Timer | undefined
  #stopped = false

  constructor(options: Options) {
    this.#options = options
    this.#folder = join(options.environment.data, 'web')
    this.#names = options.names ?? (() => ownNames(options.environment.bind))
  }

  /** Has a certificate when it resolves. @throws what the file system does when the data directory cannot be written */
  async start(): Promise<void> {
    makeDirectories(this.#options.environment.data, 0o770)
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    this.#authority = this.#read('authority')
    this.#leaf = this.#authority && this.#read('certificate')
    await this.#renew()
    this.#lookLater()
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  /** What TLS needs. */
  get leaf(): Credential {
    assert(this.#leaf, 'nobody asks for the certificate before start')
    return this.#leaf
  }

  get offer(): CertificateOffer {
    const { certificate, names } = this.leaf
    const caPem = this.#authority?.certificate ?? ''
    return {
      names: [...names.dns, ...names.ip],
      notAfter: new X509Certificate(certificate).validToDate.getTime(),
      caFingerprint: new X509Certificate(caPem).fingerprint256,
      caPem,
    }
  }

  /** Hears of every new certificate. */
  onChange(hear: (leaf: Credential) => void): void {
    this.#listeners.add(hear)
  }

  #lookLater(): void {
    this.#timer = this.#options.clock.after(LOOK_MS, () => void this.#look())
  }

  /** Never rejects: the server goes on with what it has. */
  async #look(): Promise<void> {
    try {
      await this.#renew()
    } catch (error) {
      this.#options.log.error({ error }, 'the certificate could not be renewed')
    }
    if (!this.#stopped) this.#lookLater()
  }

  async #renew(): Promise<void> {
    const { clock, log } = this.#options
    const names = this.#names()
    if (!this.#authority || !permits(this.#authority, names)) {
      if (this.#authority) log.warn({ names }, 'new names take a new CA: people must install it')
      this.#authority = await makeAuthority(names)
      this.#leaf = undefined
      this.#write('authority', this.#authority)
    }
    const why = this.#reason(names)
    if (!why) return
    const leaf = await issueLeaf(this.#authority, names, clock.now())
    this.#leaf = leaf
    log.info({ names: [...names.dns, ...names.ip], why }, 'certificate issued')
    for (const hear of this.#listeners) hear(leaf)
    this.#write('certificate', leaf)
  }

  /** Why another leaf is needed; undefined when none is. */
  #reason(names: Names): string | undefined {
    if (!this.#leaf || !this.#authority) return 'there was none'
    if (!sameNames(names, this.#leaf.names)) return 'names or addresses changed'
    const { validFromDate, validToDate, ...leaf } = times(this.#leaf)
    if (!leaf.issuedBy(this.#authority)) return 'of another CA'
    const now = Math.max(this.#options.clock.now(), EARLIEST)
    if (now >= validToDate - BEFORE_END_MS) return 'near its end'
    return now < validFromDate ? 'not valid yet' : undefined
  }

  #read(name: string): Credential | undefined {
    try {
      const found = readKept(this.#path(name)) as Credential | undefined
      if (found === undefined) return undefined
      new X509Certificate(found.certificate) // throws for half a file
      return found
    } catch (error) {
      this.#options.log.warn({ error, path: this.#path(name) }, 'unreadable: made anew')
      return undefined
    }
  }

  /** Certificate and key in one file: no power cut leaves one without the other. */
  #write(name: string, content: Credential): void {
    writeKept(this.#path(name), content)
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.json`)
  }
}

function times({ certificate }: Credential) {
  const read = new X509Certificate(certificate)
  return {
    validFromDate: read.validFromDate.getTime(),
    validToDate: read.validToDate.getTime(),
    issuedBy: (ca: Credential) => read.verify(new X509Certificate(ca.certificate).publicKey),
  }
}
