export type Protocol = 'udp' | 'tcp'

const LISTEN = '0A' // TCP_LISTEN; UDP has no states

/** How many sockets of this machine are open to be sent to, on ports of a range. `read` answers the kernel's tables, proc_net(5). */
export function openPorts(
  read: (protocol: Protocol) => string,
): (protocol: Protocol, low: number, high: number) => number {
  const ports = { udp: portsIn(read('udp')), tcp: portsIn(read('tcp'), LISTEN) }
  return (protocol, low, high) =>
    ports[protocol].filter((port) => port >= low && port <= high).length
}

/** A line is `0: 0100007F:13C4 00000000:0000 0A …`: number, local address, remote address, state. */
function portsIn(table: string, wanted?: string): number[] {
  return table.split('\n').flatMap((line) => {
    const [, port, state] = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) \S+ ([0-9A-F]{2})/.exec(line) ?? []
    return port && (!wanted || state === wanted) ? [Number.parseInt(port, 16)] : []
  })
}
