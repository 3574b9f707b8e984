import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { extname, join, normalize } from 'node:path'
import type { Session } from '../../../firmware/web/contract.ts'
import { type MockOffice, mockOffice } from './mock-office.ts'
import { MockSocket } from './mock-socket.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

// Stricter than the unit's own: the pages make no style at run time.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** The built pages with canned answers of the contract behind them, on 127.0.0.1. Only for tests and for looking at pages. */
export class MockServer {
  readonly office: MockOffice
  readonly #server: Server
  readonly #sockets = new Set<MockSocket>()
  /** Requests that changed something. */
  readonly changes: { readonly method: string; readonly path: string; readonly body: unknown }[] =
    []

  constructor(session: Partial<Session> = {}, pages = 'build/web') {
    this.office = mockOffice(session)
    this.#server = createServer((request, response) => {
      void this.#answer(request, response, pages)
    })
    this.#server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      this.#upgrade(request, socket)
    })
  }

  /** The address of its pages. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.dropSockets()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  dropSockets(): void {
    for (const socket of this.#sockets) socket.close()
    this.#sockets.clear()
  }

  /** Changes a live topic for everybody who watches it. */
  set(topic: string, value: unknown): void {
    this.office.live[topic] = value
    for (const socket of this.#sockets) socket.tell(topic, value)
  }

  #upgrade(request: IncomingMessage, socket: Socket): void {
    const key = String(request.headers['sec-websocket-key'])
    const accept = createHash('sha1')
      .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    const live = new MockSocket(socket, (topic) => this.office.live[topic])
    this.#sockets.add(live)
    socket.on('close', () => this.#sockets.delete(live))
    socket.on('error', () => this.#sockets.delete(live))
  }

  async #answer(request: IncomingMessage, response: ServerResponse, pages: string): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://mock')
    response.setHeader('content-security-policy', POLICY)
    if (!url.pathname.startsWith('/api/v1/')) return serve(url.pathname, response, pages)
    const method = request.method ?? 'GET'
    const body = await bodyOf(request)
    const path = url.pathname.slice('/api/v1'.length)
    if (method !== 'GET') {
      if (request.headers['x-csrf'] !== this.office.session.csrf) {
        return send(response, 403, { code: 'forbidden', text: 'x-csrf is missing.' })
      }
      this.changes.push({ method, path, body })
    }
    const { status, value, headers } = this.office.answer(method, path, url.searchParams, body)
    send(response, status, value, headers)
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += chunk
  if (request.headers['content-type'] === 'application/octet-stream') return text
  return text === '' ? undefined : JSON.parse(text)
}

function send(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(value ?? null))
}

/** A file, compressed as it was built; every other path is one of the pages' own. */
function serve(path: string, response: ServerResponse, pages: string): void {
  const file = join(pages, normalize(path))
  const name = extname(file) === '' || !existsSync(file) ? join(pages, 'index.html') : file
  const packed = existsSync(`${name}.br`)
  response.writeHead(200, {
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    ...(packed ? { 'content-encoding': 'br' } : {}),
  })
  response.end(readFileSync(packed ? `${name}.br` : name))
}
