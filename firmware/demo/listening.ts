import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * Ports that a process has bound, in the order in which it opened them. Programs told to take port 0 do not all
 * say which one they got; the kernel does, and nobody can take it in between (proc_pid_fd(5), /proc/net/udp).
 *
 * @param table `tcp` gives listening sockets only, `udp` every bound one
 */
export function portsOf(pid: number, table: 'tcp' | 'udp', address = '127.0.0.1'): number[] {
  const wanted = hexadecimal(address)
  const portOf = new Map<string, number>()
  for (const line of readFileSync(`/proc/${pid}/net/${table}`, 'latin1').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/)
    const [local = '', state, inode] = [fields[1], fields[3], fields[9]]
    const [host, port = ''] = local.split(':')
    const counts = table === 'udp' || state === '0A' // 0A: listening
    if (host === wanted && inode && counts) portOf.set(inode, Number.parseInt(port, 16))
  }
  return descriptors(pid)
    .map((fd) => /^socket:\[(\d+)\]$/.exec(target(pid, fd))?.[1])
    .map((inode) => inode && portOf.get(inode))
    .filter((port): port is number => typeof port === 'number')
}

function descriptors(pid: number): number[] {
  return readdirSync(`/proc/${pid}/fd`)
    .map(Number)
    .sort((one, other) => one - other)
}

function target(pid: number, fd: number): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`)
  } catch {
    return '' // closed since the directory was read
  }
}

/** As /proc/net writes an IPv4 address: the four bytes in host order, little-endian on what we run on. */
function hexadecimal(address: string): string {
  const bytes = Buffer.from(address.split('.').map(Number))
  return bytes.reverse().toString('hex').toUpperCase()
}
