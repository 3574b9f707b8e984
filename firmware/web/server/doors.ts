import { constants } from 'node:crypto'
import type { Socket } from 'node:net'
import type { TLSSocket, TlsOptions } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { Clock, Timer } from '../../clock/clock.ts'
import type { Log } from '../../log.ts'
import { SetupError, setupErrorOf } from '../../setup-error.ts'
import { type DoorName, markPassage } from './door-of.ts'
import type { Credential } from './issue.ts'
import { Listener, type Patience } from './listener.ts'
import type { Conditions } from './server-certificate.ts'

/** Where the certificate comes from. */
interface Leaves {
  readonly leaf: Credential
  onChange(hear: (leaf: Credential) => void): void
}

/** Who may come in by remote administration. */
interface Clients {
  readonly trust: { readonly ca: string; readonly crl: string } | undefined
  use(fingerprint: string): { readonly commonName: string } | undefined
  knows(fingerprint: string): boolean
  onChange(hear: () => void): void
}

interface Settings {
  readonly leastTls: '1.2' | '1.3'
  readonly remoteAdministration: boolean
}

export interface DoorsOptions {
  readonly app: FastifyInstance
  readonly clock: Clock
  readonly log: Log
  readonly conditions: Conditions
  readonly leaves: Leaves
  readonly clients: Clients
  readonly ports: Readonly<Record<DoorName, number>>
  /** Local addresses as they are now. */
  readonly addresses: () => readonly string[]
  readonly settings: () => Settings
  readonly patience?: Patience
}

export interface ShownDoor {
  readonly port: number
  /** On any address. */
  readonly open: boolean
}

const LOOK_MS = 5000
const NO_TICKET = constants.SSL_OP_NO_TICKET
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES128-GCM-SHA256', // an installed certificate may have an RSA key
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':')
const NAMES: readonly DoorName[] = ['admin', 'portal', 'remote']
const WORDS = {
  admin: ['The admin pages are', 'STROWGER_WEB_PORT'],
  portal: ['The user portal is', 'STROWGER_PORTAL_PORT'],
  remote: ['Remote administration is', 'STROWGER_REMOTE_PORT'],
} as const

/** The ports by which people reach the app, on every address, kept as addresses, settings and certificates are (WEB-2, WEB-3, WEB-9). */
export class Doors {
  readonly #options: DoorsOptions
  readonly #listeners = new Map<string, Listener>() // by door and address
  readonly #all = new Set<Socket>()
  #least: Settings['leastTls']
  #timer: Timer | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(options: DoorsOptions) {
    this.#options = options
    this.#least = options.settings().leastTls
  }

  /** @throws SetupError when administration cannot be reached; the others are conditions */
  async start(): Promise<void> {
    const { leaves, clients } = this.#options
    try {
      for (const address of this.#wanted('admin')) await this.#open('admin', address)
    } catch (error) {
      await this.close()
      throw this.#setupError(error)
    }
    await this.look()
    leaves.onChange(() => this.#useTls())
    clients.onChange(() => {
      this.#useTls()
      this.#admitAnew()
      void this.look()
    })
    this.#lookLater()
  }

  shown(door: DoorName): ShownDoor {
    const open = [...this.#listeners.keys()].some((key) => key.startsWith(`${door} `))
    return { port: this.#options.ports[door], open }
  }

  /** Opens what is wanted, closes what is not. Never rejects. */
  look(): Promise<void> {
    const done = this.#turn.then(() => this.#look())
    this.#turn = done
    return done
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#timer?.cancel()
    await this.#turn
    const all = [...this.#listeners.values()]
    this.#listeners.clear()
    await Promise.all(all.map((listener) => listener.close()))
  }

  #lookLater(): void {
    this.#timer = this.#options.clock.after(LOOK_MS, () => {
      void this.look().then(() => {
        if (!this.#closed) this.#lookLater()
      })
    })
  }

  async #look(): Promise<void> {
    if (this.#closed) return
    const { leastTls } = this.#options.settings()
    if (leastTls !== this.#least) {
      this.#least = leastTls
      this.#useTls()
    }
    for (const door of NAMES) {
      const wanted = this.#wanted(door)
      await this.#closeOthers(door, wanted)
      const failures = []
      for (const address of wanted) {
        if (this.#listeners.has(keyOf(door, address))) continue
        try {
          await this.#open(door, address)
          this.#options.log.info({ door, address, port: this.#options.ports[door] }, 'opened')
        } catch (error) {
          const { code = '', syscall } = error as NodeJS.ErrnoException
          if (syscall === undefined) this.#options.log.error({ error, door }, 'a door stays closed')
          failures.push({ address, code })
        }
      }
      this.#tell(door, failures)
    }
  }

  #wanted(door: DoorName): readonly string[] {
    const { addresses, settings, clients } = this.#options
    const open = door !== 'remote' || (settings().remoteAdministration && clients.trust)
    return open ? addresses() : []
  }

  async #open(door: DoorName, address: string): Promise<void> {
    const { app, clock, ports, patience } = this.#options
    const listener = new Listener({
      app,
      clock,
      address,
      port: ports[door],
      tls: this.#tls(door),
      all: this.#all,
      admit: (socket) => this.#admit(door, socket),
      patience,
    })
    await listener.start()
    this.#listeners.set(keyOf(door, address), listener)
  }

  async #closeOthers(door: DoorName, wanted: readonly string[]): Promise<void> {
    for (const [key, listener] of this.#listeners) {
      const [name, address = ''] = key.split(' ')
      if (name !== door || wanted.includes(address)) continue
      this.#listeners.delete(key)
      this.#options.log.info({ door, address }, 'closed')
      await listener.close()
    }
  }

  #tls(door: DoorName): TlsOptions {
    const { certificate, key } = this.#options.leaves.leaf
    const minVersion = `TLSv${this.#least}` as const
    const own = { cert: certificate, key, minVersion, ciphers: CIPHERS }
    if (door !== 'remote') return own
    // A ticket would open the door again without the certificate being looked at: there are none.
    const asking = { requestCert: true, rejectUnauthorized: true, secureOptions: NO_TICKET }
    return { ...own, ...asking, ...this.#options.clients.trust }
  }

  #useTls(): void {
    for (const [key, listener] of this.#listeners) {
      const [door] = key.split(' ')
      if (door === 'remote' && !this.#options.clients.trust) continue // about to be closed
      listener.useTls(this.#tls(door as DoorName))
    }
  }

  /** TLS has asked for a certificate of the authority that is not revoked; this asks whether it is one that is listed. */
  #admit(door: DoorName, socket: TLSSocket): boolean {
    if (door !== 'remote') {
      markPassage(socket, { door })
      return true
    }
    const client = socket.authorized
      ? this.#options.clients.use(socket.getPeerCertificate().fingerprint256)
      : undefined
    if (client) markPassage(socket, { door, certificate: client.commonName })
    return client !== undefined
  }

  /** Cuts who came in with a certificate that was revoked meanwhile. */
  #admitAnew(): void {
    for (const [key, listener] of this.#listeners) {
      if (!key.startsWith('remote ')) continue
      listener.admitAnew((socket) => {
        return this.#options.clients.knows(socket.getPeerCertificate().fingerprint256)
      })
    }
  }

  #tell(door: DoorName, failures: readonly { address: string; code: string }[]): void {
    const { conditions, ports } = this.#options
    const [first] = failures
    if (!first) {
      conditions.clear(`port-${door}`)
      return
    }
    const [subject, variable] = WORDS[door]
    conditions.raise({
      id: `port-${door}`,
      severity: 'warning',
      subject: `port ${ports[door]}`,
      effect: `${subject} not reachable by ${first.address}: ${reasonOf(first.code)}.`,
      remedy:
        first.code === 'EACCES'
          ? `Give the web server the right to open it, or set ${variable} to a port above 1023.`
          : `Stop the other program, or set ${variable} to another port.`,
      link: '/system',
    })
  }

  #setupError(error: unknown): unknown {
    const { code, address = '' } = error as NodeJS.ErrnoException & { address?: string }
    if (code !== 'EADDRINUSE') return setupErrorOf(error) ?? error
    return new SetupError(
      `Port ${this.#options.ports.admin} of ${address} is in use by another program.`,
      'Stop that program, or set STROWGER_WEB_PORT to another port.',
      { cause: error },
    )
  }
}

const keyOf = (door: DoorName, address: string) => `${door} ${address}`

function reasonOf(code: string): string {
  if (code === 'EADDRINUSE') return 'another program uses the port'
  if (code === 'EACCES') return 'it may not open that port'
  return `the port cannot be opened (${code})`
}
