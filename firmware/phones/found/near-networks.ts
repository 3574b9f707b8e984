import { BlockList, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Private and link-local networks: RFC 1918, 3927, 6598, 4193, 4291. */
const PRIVATE = [
  '127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10',
  '::1/128', 'fc00::/7', 'fe80::/10',
] // biome-ignore format: a table

/** What counts as "your network": private addresses, and the networks that this machine is in. */
export class NearNetworks {
  readonly #near = new BlockList()
  readonly #own: readonly Own[]

  constructor(interfaces = networkInterfaces()) {
    this.#own = Object.values(interfaces)
      .flatMap((list) => list ?? [])
      .flatMap(({ address, cidr }) => (cidr ? [{ address, network: networkOf(cidr) }] : []))
    for (const network of PRIVATE) addTo(this.#near, network)
    for (const { network } of this.#own) addTo(this.#near, network)
  }

  has(address: string): boolean {
    return this.#near.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  }

  /** Which of these local addresses is in one network with the far one; the first when none is. */
  facing(remote: string, local: readonly string[]): string | undefined {
    const family = isIPv6(remote) ? 'ipv6' : 'ipv4'
    const found = this.#own.find(({ address, network }) => {
      const only = new BlockList()
      addTo(only, network)
      return local.includes(address) && only.check(remote, family)
    })
    return found?.address ?? local[0]
  }
}

interface Own {
  readonly address: string
  readonly network: string
}

function addTo(list: BlockList, network: string): void {
  const [address = '', bits] = network.split('/')
  list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Without the zone of a link-local address. */
function networkOf(cidr: string): string {
  return cidr.replace(/%[^/]*/, '')
}
