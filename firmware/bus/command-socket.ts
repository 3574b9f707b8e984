import { chmod, unlink } from 'node:fs/promises'
import type { Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import { SetupError } from '../setup-error.ts'
import { command } from './command.ts'
import { CommandError, checkSocketPath, describe } from './command-error.ts'
import { splitLines } from './lines.ts'

/** Where a verb sends what comes before its answer, as `log -f` does. */
export interface CommandStream {
  /** Sends one `{"id":…,"next":…}` line. Does nothing once the asker has gone; one who reads too slowly is cut off. */
  next(value: unknown): void
  /** Fires when the asker has gone or the socket closes. */
  readonly signal: AbortSignal
}

/** Answers a request; what it throws goes back as an error. `args` is unchecked: whatever the asker sent. */
export type Verb = (args: unknown, stream: CommandStream) => unknown
export type Verbs = Readonly<Record<string, Verb>>

export interface CommandServerOptions {
  /** Of the Unix socket; at most 107 bytes. */
  readonly path: string
  /** Whose socket it is, for logs. */
  readonly name: string
  /** Looked up at every request, so entries may be added later. */
  readonly verbs: Verbs
  readonly log: Log
  readonly clock: Clock
}

export interface CommandServer {
  /** Cuts off whoever is connected and removes the socket. */
  close(): Promise<void>
}

const LONGEST_REQUEST = 4 * 2 ** 20 // bytes: an office file of 1,000 phones has 1 MB
const MOST_CONNECTIONS = 64
const MOST_AT_ONCE = 32 // requests of one connection not yet answered
const MOST_UNREAD = 16 * 2 ** 20 // bytes that an asker may leave unread
const IDLE_MS = 60_000

/**
 * Answers requests on a Unix socket (docs/architecture.md, Command sockets), readable and writable by this user alone. The socket
 * file of a dead process is replaced. Rejects when a living one has it, or when the directory cannot be written.
 */
export async function serveCommands(options: CommandServerOptions): Promise<CommandServer> {
  const { path } = options
  checkSocketPath(path)
  await removeStale(options)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    if (sockets.size > MOST_CONNECTIONS) {
      socket.on('error', () => socket.destroy()) // an asker that is gone already
      socket.write(line({ error: { code: 'busy', text: `${options.name} has too many askers.` } }))
      socket.destroySoon() // unlike end(), which would wait until somebody reads
    } else {
      serve(socket, options)
    }
  })
  await listen(server, path)
  server.on('error', (error) => options.log.error({ error, path }, 'command socket failed'))
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

async function removeStale({ path, clock }: CommandServerOptions): Promise<void> {
  const answer = await command(path, 'health', {}, { timeoutMs: 1000, clock })
  if (answer.ok || answer.error.code !== 'not-running') {
    throw new SetupError(`${path} is served by a running process.`, 'Stop that process first.')
  }
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

async function listen(server: Server, path: string): Promise<void> {
  const mask = process.umask(0o177) // no moment at which somebody else could connect
  const listening = new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
    server.listen(path)
  })
  process.umask(mask)
  await listening
  await chmod(path, 0o600)
}

function serve(socket: Socket, options: CommandServerOptions): void {
  const { name, clock, log } = options
  const gone = new AbortController()
  let pending = 0
  let idle = clock.after(IDLE_MS, () => socket.destroy())

  const send = (message: string) => {
    if (!socket.writable) return
    socket.write(message)
    if (socket.writableLength > MOST_UNREAD) socket.destroy()
  }
  const take = async (text: string) => {
    idle.cancel()
    pending++
    const request = readRequest(text)
    if (pending > MOST_AT_ONCE) {
      const error = { code: 'busy', text: `More than ${MOST_AT_ONCE} at once.` }
      send(line({ id: request?.id, error }))
    } else {
      send(await answer(request, send, gone.signal, options))
    }
    pending--
    if (pending === 0 && !socket.destroyed) {
      idle.cancel()
      idle = clock.after(IDLE_MS, () => socket.destroy())
    }
  }

  socket.on(
    'data',
    splitLines(LONGEST_REQUEST, take, () => {
      log.warn({ name, bytes: LONGEST_REQUEST }, 'a command request is too long')
      const text = `A request has at most ${LONGEST_REQUEST} bytes.`
      send(line({ error: { code: 'too-long', text } }))
      socket.destroySoon()
    }),
  )
  socket.on('error', (error) => log.debug({ name, error }, 'an asker went away'))
  socket.once('close', () => {
    idle.cancel()
    gone.abort(new CommandError('gone', 'The asker has gone.'))
  })
}

interface Request {
  readonly id: unknown
  readonly verb: string
  readonly args: unknown
}

function readRequest(text: string): Request | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined // not JSON: answered as a bad request
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { id, verb, args } = value as Record<string, unknown>
  return typeof verb === 'string' ? { id, verb, args } : undefined
}

/** The line that ends a request. Never rejects. */
async function answer(
  request: Request | undefined,
  send: (message: string) => void,
  signal: AbortSignal,
  { verbs, name, log }: CommandServerOptions,
): Promise<string> {
  if (!request) {
    const text = 'Not a JSON object with id, verb and args.'
    return line({ error: { code: 'bad-request', text } })
  }
  const { id, verb, args } = request
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!run) {
    log.warn({ verb: verb.slice(0, 64) }, 'an unknown command was refused')
    const text = `${name} does not know '${verb}'. It knows ${Object.keys(verbs).join(', ')}.`
    return line({ id, error: { code: 'unknown-verb', text } })
  }
  try {
    const next = (value: unknown) => send(line({ id, next: value }))
    return line({ id, ok: (await run(args, { next, signal })) ?? null })
  } catch (error) {
    if (!(error instanceof CommandError)) log.error({ error, verb }, 'a command failed')
    return line({ id, error: describe(error) })
  }
}

function line(message: unknown): string {
  return `${JSON.stringify(message)}\n`
}
