import koffi from 'koffi'

const IPPROTO_IP = 0
const IP_TOS = 1
const IPPROTO_IPV6 = 41
const IPV6_TCLASS = 67

/** The descriptor that Node hides in its sockets; -1 where there is none yet. */
export function descriptorOf(socket: object): number {
  const state = Object.getOwnPropertySymbols(socket).find(
    (symbol) => symbol.description === 'state symbol', // of dgram: its `_handle` warns of itself (DEP0112)
  )
  const owner: unknown = state ? (socket as Record<symbol, unknown>)[state] : socket
  const holder = owner as { handle?: { fd?: number }; _handle?: { fd?: number } | null }
  return (state ? holder.handle?.fd : holder._handle?.fd) ?? -1
}

/**
 * Marks what a socket sends (RFC 2474; VOIP-8). Node has no way to it, so libc is asked. False where the kernel or the C library refuses: the
 * messages then go out unmarked.
 * @param dscp 0 to 63
 */
export function mark(socket: object, isV6: boolean, dscp: number): boolean {
  const fd = descriptorOf(socket)
  const libc = fd >= 0 ? load() : undefined
  if (!libc) return false
  const [level, option] = isV6 ? [IPPROTO_IPV6, IPV6_TCLASS] : [IPPROTO_IP, IP_TOS]
  return libc.set(fd, level, option, [dscp << 2], 4) === 0
}

/** The code point that a socket sends with; undefined where nobody can say. */
export function readMark(socket: object, isV6: boolean): number | undefined {
  const fd = descriptorOf(socket)
  const libc = fd >= 0 ? load() : undefined
  const [level, option] = isV6 ? [IPPROTO_IPV6, IPV6_TCLASS] : [IPPROTO_IP, IP_TOS]
  const value = [0]
  if (libc?.get(fd, level, option, value, [4]) !== 0) return undefined
  return (value[0] ?? 0) >> 2
}

interface Libc {
  set(fd: number, level: number, option: number, value: number[], length: number): number
  get(fd: number, level: number, option: number, value: number[], length: number[]): number
}

let loaded: Libc | undefined | 'none'

/** Loaded when first needed: who marks nothing needs no libc. */
function load(): Libc | undefined {
  loaded ??= bind()
  return loaded === 'none' ? undefined : loaded
}

function bind(): Libc | 'none' {
  try {
    const library = koffi.load('libc.so.6')
    return {
      set: library.func(
        'int setsockopt(int fd, int level, int option, int *value, uint32_t length)',
      ),
      get: library.func(
        'int getsockopt(int fd, int level, int option, _Out_ int *value, _Inout_ uint32_t *length)',
      ),
    }
  } catch {
    return 'none' // another C library: nothing is marked, and the caller says so
  }
}
