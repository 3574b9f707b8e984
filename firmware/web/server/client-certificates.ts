import { randomBytes, X509Certificate } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { readKept, removeKept, writeKept } from '../../access/kept-file.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Log } from '../../log.ts'
import type { ClientCertificate } from '../contract.ts'
import {
  type ClientAuthority,
  issueClient,
  makeClientAuthority,
  makeRevocationList,
  type Revoked,
} from './issue-client.ts'
import { makePkcs12 } from './pkcs12.ts'
import { Refusal } from './refusal.ts'

interface KeptClient extends ClientCertificate {
  readonly serial: string
  /** PKCS #12 in base64, under a password that nobody here knows (WEB-45). */
  readonly file: string
}

interface Kept {
  readonly authority: ClientAuthority
  readonly items: readonly KeptClient[]
  readonly revoked: readonly Revoked[]
  /** PEM. */
  readonly revocationList: string
}

interface Options {
  readonly environment: { readonly data: string; readonly run: string }
  readonly clock: Clock
  readonly log: Log
}

export interface WantedClient {
  readonly commonName: string
  readonly password: string
}

const MOST = 200
const NOTED_MS = 3_600_000 // a use is written no more often: flash wears

/** Certificates by which browsers may reach remote administration, and the authority that they come from (WEB-40 to WEB-50). */
export class ClientCertificates {
  readonly #options: Options
  readonly #path: string
  readonly #used = new Map<string, number>() // last use by id
  readonly #listeners = new Set<() => void>()
  #kept: Kept | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
    this.#path = join(options.environment.data, 'web', 'clients.json')
  }

  start(): void {
    try {
      this.#kept = readKept(this.#path) as Kept | undefined
      for (const { id, lastUsedAt } of this.#kept?.items ?? []) {
        if (lastUsedAt !== undefined) this.#used.set(id, lastUsedAt)
      }
    } catch (error) {
      this.#kept = undefined
      this.#options.log.error({ error }, 'client certificates cannot be read: make new ones')
    }
  }

  stop(): void {
    const { items = [] } = this.#kept ?? {}
    if (items.some(({ id, lastUsedAt }) => lastUsedAt !== this.#used.get(id))) this.#note()
  }

  /** Hears when one was made or revoked. */
  onChange(hear: () => void): void {
    this.#listeners.add(hear)
  }

  get issuer(): string | undefined {
    return this.#kept?.authority.issuer
  }

  list(): readonly ClientCertificate[] {
    return (this.#kept?.items ?? []).map((one) => this.#shown(one))
  }

  /** The file as it was made. */
  file(id: string): Buffer | undefined {
    const found = this.#kept?.items.find((one) => one.id === id)
    return found && Buffer.from(found.file, 'base64')
  }

  /** What TLS asks of browsers with; undefined while there is none. */
  get trust(): { readonly ca: string; readonly crl: string } | undefined {
    if (!this.#kept || this.#kept.items.length === 0) return undefined
    return { ca: this.#kept.authority.certificate, crl: this.#kept.revocationList }
  }

  /** The certificate that a browser has shown, which is used by that. Undefined for one that is not ours or not any more. */
  use(fingerprint: string): ClientCertificate | undefined {
    const found = this.#kept?.items.find((one) => one.fingerprint === fingerprint)
    if (!found) return undefined
    const now = this.#options.clock.now()
    this.#used.set(found.id, now)
    if (Math.abs(now - (found.lastUsedAt ?? 0)) >= NOTED_MS) this.#note()
    return this.#shown(found)
  }

  knows(fingerprint: string): boolean {
    return this.#kept?.items.some((one) => one.fingerprint === fingerprint) ?? false
  }

  /** The first makes the authority too. @throws Refusal `refused` for too many, `unavailable` without openssl */
  make(wanted: WantedClient): Promise<ClientCertificate> {
    return this.#inTurn(async () => {
      const { clock, environment } = this.#options
      if (this.list().length >= MOST) {
        throw new Refusal('refused', 'There are too many. Revoke those that nobody uses.')
      }
      const now = clock.now()
      const kept = this.#kept ?? (await newKept(now))
      const { commonName, password } = wanted
      const issued = await issueClient(kept.authority, commonName, now)
      const content = { ...issued, name: commonName, issuer: kept.authority.certificate }
      const file = await makePkcs12(content, password, environment.run)
      const read = new X509Certificate(issued.certificate)
      const item: KeptClient = {
        id: randomBytes(8).toString('hex'),
        commonName,
        createdAt: now,
        notAfter: read.validToDate.getTime(),
        fingerprint: read.fingerprint256,
        serial: issued.serial,
        file: file.toString('base64'),
      }
      this.#keep({ ...kept, items: [...kept.items, item] })
      return this.#shown(item)
    })
  }

  /** With the last one goes the authority (WEB-49). Answers what it was called. */
  revoke(id: string): Promise<string | undefined> {
    return this.#inTurn(async () => {
      const kept = this.#kept
      const found = kept?.items.find((one) => one.id === id)
      if (!kept || !found) return undefined
      const items = kept.items.filter((one) => one !== found)
      if (items.length === 0) this.#keep(undefined)
      else {
        const at = this.#options.clock.now()
        const revoked = [...kept.revoked, { serial: found.serial, at }]
        const revocationList = await makeRevocationList(kept.authority, revoked)
        this.#keep({ ...kept, items, revoked, revocationList })
      }
      return found.commonName
    })
  }

  revokeAll(): Promise<number> {
    return this.#inTurn(async () => {
      const { length } = this.list()
      this.#keep(undefined)
      return length
    })
  }

  #shown({ serial: _, file: __, ...item }: KeptClient): ClientCertificate {
    const lastUsedAt = this.#used.get(item.id)
    return { ...item, ...(lastUsedAt !== undefined && { lastUsedAt }) }
  }

  /** One after the other: two first ones have one authority. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {}) // told to who asked
    return done
  }

  #keep(kept: Kept | undefined): void {
    if (kept) writeKept(this.#path, kept)
    else removeKept(this.#path)
    this.#kept = kept
    for (const hear of this.#listeners) hear()
  }

  /** Writes the last uses. A disk that is full keeps nobody out. */
  #note(): void {
    if (!this.#kept) return
    const items = this.#kept.items.map((one) => ({ ...one, ...this.#lastUse(one.id) }))
    this.#kept = { ...this.#kept, items }
    try {
      writeKept(this.#path, this.#kept)
    } catch (error) {
      this.#options.log.warn({ error }, 'the last use of a client certificate is not kept')
    }
  }

  #lastUse(id: string): { lastUsedAt?: number } {
    const lastUsedAt = this.#used.get(id)
    return lastUsedAt === undefined ? {} : { lastUsedAt }
  }
}

async function newKept(now: number): Promise<Kept> {
  const authority = await makeClientAuthority(`strowger-${hostname()}`, now)
  const revocationList = await makeRevocationList(authority, [])
  return { authority, items: [], revoked: [], revocationList }
}
