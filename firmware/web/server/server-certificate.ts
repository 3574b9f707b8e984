import { createPrivateKey, X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { readKept, removeKept, writeKept } from '../../access/kept-file.ts'
import type { Clock, Timer } from '../../clock/clock.ts'
import type { RaisedCondition } from '../../conditions.ts'
import type { Log } from '../../log.ts'
import { type Result, refuse } from '../../result.ts'
import { servedCredentialPath } from '../../served-credential.ts'
import type {
  CertificateInstall,
  CertificateRequest,
  FieldProblem,
  ShownServerCertificate,
} from '../contract.ts'
import { type KeptRequest, makeRequest } from './certificate-request.ts'
import type { Certificates } from './certificates.ts'
import { checkCertificate, namesOf, readChain } from './check-certificate.ts'
import { type Credential, EARLIEST } from './issue.ts'
import type { Names } from './names.ts'
import type { CertificateOffer } from './parts.ts'
import { isPubliclyTrusted } from './public-trust.ts'

interface Options {
  readonly environment: { readonly data: string }
  readonly clock: Clock
  readonly log: Log
  /** The unit's own, which serves when no other does. Started before. */
  readonly certificates: Certificates
  readonly conditions: Conditions
  /** Authorities that browsers know; those of the system unless told. */
  readonly roots?: readonly string[]
}

export interface Conditions {
  raise(condition: RaisedCondition): void
  clear(id: string): void
}

const LOOK_MS = 60_000
const WARN_MS = 21 * 86_400_000
const CONDITION = 'certificate'

/** The certificate in use: one that an administrator installed, while it is good, else the unit's own (WEB-20, WEB-22). */
export class ServerCertificate {
  readonly #options: Options
  readonly #listeners = new Set<(leaf: Credential) => void>()
  #installed: Credential | undefined
  #request: KeptRequest | undefined
  #unreadable = false
  #served: Credential | undefined
  #public = false
  #timer: Timer | undefined

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    this.#installed = this.#readInstalled()
    this.#request = this.#readRequest()
    this.#options.certificates.onChange(() => this.#choose())
    this.#choose()
    this.#lookLater()
  }

  stop(): void {
    this.#timer?.cancel()
  }

  /** What TLS needs, now. */
  get leaf(): Credential {
    return this.#served ?? this.#options.certificates.leaf
  }

  /** Hears of every change of it. */
  onChange(hear: (leaf: Credential) => void): void {
    this.#listeners.add(hear)
  }

  get offer(): CertificateOffer {
    const { dns, ip } = this.leaf.names
    const own = this.#options.certificates.offer
    const notAfter = new X509Certificate(this.leaf.certificate).validToDate.getTime()
    return { ...own, names: [...dns, ...ip], notAfter, publiclyTrusted: this.#public }
  }

  shown(): ShownServerCertificate {
    const { certificate, names } = this.leaf
    const leaf = new X509Certificate(certificate)
    const requested = this.#request
    return {
      source: this.leaf === this.#installed ? 'installed' : 'unit',
      subject: inLine(leaf.subject),
      issuer: inLine(leaf.issuer),
      names: [...names.dns, ...names.ip],
      notBefore: leaf.validFromDate.getTime(),
      notAfter: leaf.validToDate.getTime(),
      fingerprint: leaf.fingerprint256,
      caFingerprint: this.#options.certificates.offer.caFingerprint,
      ...(requested && { requested: { at: requested.at, commonName: requested.commonName } }),
    }
  }

  /** Makes a key and a request; the one before is forgotten. Answers PKCS #10 in PEM. */
  async request(asked: CertificateRequest): Promise<string> {
    const { certificates, clock } = this.#options
    const names: Names = certificates.leaf.names
    const made = await makeRequest(asked, names, clock.now())
    writeKept(this.#path('request'), made)
    this.#request = made
    return made.pem
  }

  forgetRequest(): void {
    removeKept(this.#path('request'))
    this.#request = undefined
  }

  install(given: CertificateInstall): Result<Credential, readonly FieldProblem[]> {
    const { clock, log } = this.#options
    const checked = checkCertificate(given, this.#request?.key, clock.now())
    if (!checked.ok) return refuse(checked.error)
    writeKept(this.#path('installed'), checked.value)
    this.#installed = checked.value
    this.#unreadable = false
    if (given.key === undefined) this.forgetRequest() // its key is the certificate's now
    log.info({ names: checked.value.names }, 'a certificate was installed')
    this.#choose()
    return checked
  }

  /** Back to the unit's own (WEB-26). */
  remove(): void {
    removeKept(this.#path('installed'))
    this.#installed = undefined
    this.#unreadable = false
    this.#choose()
  }

  #lookLater(): void {
    this.#timer = this.#options.clock.after(LOOK_MS, () => {
      this.#choose()
      this.#lookLater()
    })
  }

  #choose(): void {
    const { certificates, environment, clock, log, roots } = this.#options
    const installed = this.#installed
    const ends = installed && endOf(installed)
    const over = ends !== undefined && ends <= Math.max(clock.now(), EARLIEST)
    this.#tell(ends, over)
    const chosen = installed && !over ? installed : certificates.leaf
    if (chosen === this.#served) return
    this.#served = chosen
    this.#public = chosen === installed && isPubliclyTrusted(chainOf(installed), roots)
    try {
      const { certificate, key } = chosen
      writeKept(servedCredentialPath(environment.data), { certificate, key })
    } catch (error) {
      log.error({ error }, 'the certificate in use cannot be written for other processes')
    }
    for (const hear of this.#listeners) hear(chosen)
  }

  /** @param ends of the installed one, UTC in ms */
  #tell(ends: number | undefined, over: boolean): void {
    const { conditions, clock } = this.#options
    const raise = (effect: string, remedy: string) =>
      conditions.raise({
        id: CONDITION,
        severity: 'warning',
        subject: 'certificate of the pages',
        effect,
        remedy,
        link: '/system',
      })
    const own =
      "The pages are served with the unit's own instead: browsers that do not know it warn."
    const on = ends === undefined ? '' : new Date(ends).toISOString().slice(0, 10)
    if (this.#unreadable) {
      raise(`The installed certificate cannot be read. ${own}`, 'Install it again, or remove it.')
    } else if (over) {
      raise(`The installed certificate ended on ${on}. ${own}`, 'Install a new one, or remove it.')
    } else if (ends !== undefined && ends - clock.now() <= WARN_MS) {
      raise(
        `The installed certificate ends on ${on}. From then on browsers warn.`,
        'Have it renewed and install the new one.',
      )
    } else {
      conditions.clear(CONDITION)
    }
  }

  #readInstalled(): Credential | undefined {
    try {
      const found = readKept(this.#path('installed')) as Partial<Credential> | undefined
      if (found === undefined) return undefined
      const { certificate = '', key = '' } = found
      const chain = readChain(certificate)
      if (!chain.ok || !matches(chain.value[0], key))
        throw new Error('not a certificate and its key')
      return { certificate, key, names: namesOf(chain.value[0]) }
    } catch (error) {
      this.#options.log.error({ error }, 'the installed certificate cannot be read')
      this.#unreadable = true
      return undefined
    }
  }

  #readRequest(): KeptRequest | undefined {
    try {
      const found = readKept(this.#path('request')) as Partial<KeptRequest> | undefined
      if (found?.key === undefined || found.at === undefined) return undefined
      const { key, at, commonName = '', pem = '' } = found
      createPrivateKey(key)
      return { key, at, commonName, pem }
    } catch (error) {
      this.#options.log.warn({ error }, 'a request for a certificate cannot be read: make another')
      return undefined
    }
  }

  #path(name: string): string {
    return join(this.#options.environment.data, 'web', `${name}.json`)
  }
}

function matches(leaf: X509Certificate, key: string): boolean {
  return leaf.checkPrivateKey(createPrivateKey(key))
}

function chainOf({ certificate }: Credential): readonly X509Certificate[] {
  const chain = readChain(certificate)
  return chain.ok ? chain.value : []
}

/** When the first of its chain ends, UTC in ms. */
function endOf(credential: Credential): number {
  return Math.min(...chainOf(credential).map((one) => one.validToDate.getTime()))
}

/** `C=US, CN=box`: Node puts each on a line. */
function inLine(name: string): string {
  return name.split('\n').join(', ')
}
