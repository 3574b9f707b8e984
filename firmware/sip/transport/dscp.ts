import { readOption, setOption } from './socket-options.ts'

const V4 = { level: 0, option: 1 } as const // IPPROTO_IP, IP_TOS
const V6 = { level: 41, option: 67 } as const // IPPROTO_IPV6, IPV6_TCLASS

/**
 * Marks what a socket sends (RFC 2474; VOIP-8). Node has no way to it, so libc is asked. False where the kernel or the C library refuses: the
 * messages then go out unmarked.
 * @param dscp 0 to 63
 */
export function mark(socket: object, isV6: boolean, dscp: number): boolean {
  return setOption(socket, isV6 ? V6 : V4, [dscp << 2])
}

/** The code point that a socket sends with; undefined where nobody can say. */
export function readMark(socket: object, isV6: boolean): number | undefined {
  const value = readOption(socket, isV6 ? V6 : V4, 1)?.[0]
  return value === undefined ? undefined : value >> 2
}
