import koffi from 'koffi'

/** An option of setsockopt(2), in the numbers of Linux. */
export interface SocketOption {
  readonly level: number
  readonly option: number
}

const MEMORY = { level: 1, option: 55 } as const // SOL_SOCKET, SO_MEMINFO
const MEMORY_WORDS = 9

/** Sets an option of a socket, for which Node has no way. False where the kernel or the C library refuses. */
export function setOption(socket: object, { level, option }: SocketOption, words: number[]) {
  const fd = descriptorOf(socket)
  return fd >= 0 && load()?.set(fd, level, option, words, 4 * words.length) === 0
}

/** The value of an option, that many words of it; undefined where nobody can say. */
export function readOption(
  socket: object,
  { level, option }: SocketOption,
  words: number,
): readonly number[] | undefined {
  const fd = descriptorOf(socket)
  const value = new Array<number>(words).fill(0)
  if (fd < 0 || load()?.get(fd, level, option, value, [4 * words]) !== 0) return undefined
  return value
}

/** Octets of memory that what waits to be received takes; 0 where nobody can say. */
export function queuedOctets(socket: object): number {
  return readOption(socket, MEMORY, MEMORY_WORDS)?.[0] ?? 0
}

/** The descriptor that Node hides in its sockets; -1 where there is none yet. */
function descriptorOf(socket: object): number {
  const state = Object.getOwnPropertySymbols(socket).find(
    (symbol) => symbol.description === 'state symbol', // of dgram: its `_handle` warns of itself (DEP0112)
  )
  const owner: unknown = state ? (socket as Record<symbol, unknown>)[state] : socket
  const holder = owner as { handle?: { fd?: number }; _handle?: { fd?: number } | null }
  return (state ? holder.handle?.fd : holder._handle?.fd) ?? -1
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
