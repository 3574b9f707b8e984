import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'

export interface Naptr {
  readonly order: number
  readonly preference: number
  readonly flags: string
  readonly service: string
  readonly replacement: string
}

export interface Srv {
  readonly priority: number
  readonly weight: number
  readonly port: number
  readonly target: string
}

/** What each kind of question is answered with. */
export interface Records {
  NAPTR: Naptr
  SRV: Srv
  A: string
  AAAA: string
}
export type RecordType = keyof Records

export interface Answer<Type extends RecordType = RecordType> {
  /** Empty: the name, or this kind of record of it, does not exist. */
  readonly records: readonly Records[Type][]
  /** undefined where it is not known. */
  readonly ttlSeconds: number | undefined
}

/** Who is asked. Rejects when no sound answer comes; takes its time, whoever asks does not wait for ever. */
export interface DnsSource {
  query<Type extends RecordType>(type: Type, name: string): Promise<Answer<Type>>
}

/** DNS says so, as opposed to not answering. */
const NOT_THERE = new Set(['ENOTFOUND', 'ENODATA'])
/** Two servers, asked twice, within the 2 s that anybody waits. */
const EACH_TRY = { timeout: 450, tries: 2 }

/** The system's DNS servers, or those given as `address` or `address:port`; an IPv6 address with a port in brackets. */
export class SystemDns implements DnsSource {
  readonly #resolver = new Resolver(EACH_TRY)

  constructor(servers?: readonly string[]) {
    if (servers) this.use(servers)
  }

  /** Other servers from now on. @throws when one is no address */
  use(servers: readonly string[]): void {
    this.#resolver.setServers(
      servers.map((server) => (isIP(server) === 6 ? `[${server}]` : server)),
    )
  }

  async query<Type extends RecordType>(type: Type, name: string): Promise<Answer<Type>> {
    try {
      return (await this.#ask(type, name)) as Answer<Type>
    } catch (error) {
      if (!NOT_THERE.has((error as NodeJS.ErrnoException).code ?? '')) throw error
      return { records: [], ttlSeconds: undefined }
    }
  }

  async #ask(type: RecordType, name: string): Promise<Answer> {
    const resolver = this.#resolver
    if (type === 'NAPTR') {
      return { records: await resolver.resolveNaptr(name), ttlSeconds: undefined } // Node does not tell their TTL
    }
    if (type === 'SRV') {
      const found = await resolver.resolveSrv(name)
      return { records: found.map((srv) => ({ ...srv, target: srv.name })), ttlSeconds: undefined }
    }
    const found =
      type === 'A'
        ? await resolver.resolve4(name, { ttl: true })
        : await resolver.resolve6(name, { ttl: true })
    const ttlSeconds = Math.min(...found.map(({ ttl }) => ttl))
    return { records: found.map(({ address }) => address), ttlSeconds }
  }
}
