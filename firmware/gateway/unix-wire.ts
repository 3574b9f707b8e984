import { unlink } from 'node:fs/promises'
import type { Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import type { Dial, Listen, Wire, WireEnd } from './wire.ts'

const READ_BUFFER = 64 * 1024

/** Dials a Unix socket. */
export function dialUnix(path: string): Dial {
  return (end) => {
    let told = end
    const socket = connect({
      path,
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BUFFER),
        callback: (bytes, buffer) => {
          told.data(Buffer.from(buffer.buffer, buffer.byteOffset, bytes))
          return true
        },
      },
    })
    socket.once('connect', () => told.opened?.())
    return wireOf(socket, {
      closed: (reason) => told.closed(reason),
      silenced: () => {
        told = DEAF
      },
    })
  }
}

/** Listens on a Unix socket of this user alone. The socket file of a dead process is replaced, that of a living one is not. */
export function listenUnix(path: string): Listen {
  return async (accept) => {
    await removeStale(path)
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      let told = DEAF
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      socket.on('data', (bytes) => told.data(bytes))
      told = accept(
        wireOf(socket, {
          closed: (reason) => told.closed(reason),
          silenced: () => {
            told = DEAF
          },
        }),
      )
    })
    await listening(server, path)
    return {
      close: () =>
        new Promise((resolve) => {
          for (const socket of sockets) socket.destroy()
          server.close(() => resolve())
        }),
    }
  }
}

const DEAF: WireEnd = { data() {}, closed() {} }

function wireOf(
  socket: Socket,
  end: { closed: (reason: string) => void; silenced: () => void },
): Wire {
  let reason = 'closed by the other end'
  socket.on('error', (error) => {
    reason = error.message
  })
  socket.once('close', () => end.closed(reason))
  return {
    send(bytes) {
      if (socket.writable) socket.write(bytes)
    },
    get backlog() {
      return socket.writableLength
    },
    close() {
      end.silenced()
      // What the system has not taken by now waits for somebody who does not read.
      if (socket.writableLength > 0) socket.destroy()
      else socket.destroySoon()
    },
  }
}

async function listening(server: Server, path: string): Promise<void> {
  const mask = process.umask(0o177) // no moment at which another user could connect
  const started = new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
    server.listen(path)
  })
  process.umask(mask)
  await started
}

async function removeStale(path: string): Promise<void> {
  if (await isServed(path)) throw new Error(`${path} is served by a running process`)
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false)) // nobody there, or no such file
  })
}
