import type { Address, Flow } from '../contract.ts'

/** An address and port as the key of a map. */
export function formatKey({ address, port }: Address): string {
  return `${address} ${port}`
}

/** A connection as the key of a map: one that was checked for one domain is not another domain's (RFC 5922 §7.4). */
export function carrierKey(remote: Address, serverName: string | undefined): string {
  return serverName === undefined ? formatKey(remote) : `${formatKey(remote)} ${serverName}`
}

/** The socket of a flow as the key of a map. */
export function localKey({ transport, local }: Pick<Flow, 'transport' | 'local'>): string {
  return `${transport} ${formatKey(local)}`
}
