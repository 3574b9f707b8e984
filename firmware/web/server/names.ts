import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

/** What a certificate is for, each sorted. */
export interface Names {
  readonly dns: readonly string[]
  readonly ip: readonly string[]
}

/**
 * Names and addresses under which this unit is reached now: its host name, that name in the local network, and every IPv4 address of
 * the machine beside those it listens on. IPv6 addresses change by the day, so only those that were asked for.
 */
export function ownNames(bind: readonly string[]): Names {
  const host = hostName()
  const machine = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address)
  const dns = ['localhost', ...(host ? [host, `${host.split('.')[0]}.local`] : [])]
  const ip = [...machine, ...bind.filter((address) => isIP(address) && !isWildcard(address))]
  return { dns: sorted(dns), ip: sorted(ip) }
}

/** As it may stand in a certificate; undefined for a name that no browser would accept. */
function hostName(): string | undefined {
  const name = hostname().toLowerCase().replace(/\.$/, '')
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  return name.length <= 253 && new RegExp(`^${label}(\\.${label})*$`).test(name) ? name : undefined
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::'
}

export function sameNames(a: Names, b: Names): boolean {
  return JSON.stringify([a.dns, a.ip]) === JSON.stringify([b.dns, b.ip])
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
