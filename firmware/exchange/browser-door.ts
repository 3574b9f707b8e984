import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { checkSocketPath } from '../bus/command-error.ts'
import { BROWSER_PHONE, browserPhonesSocket } from '../run-directory.ts'
import type { Flow, UserAgent } from '../sip/contract.ts'
import { MAX_MESSAGE } from '../sip/message/message.ts'

const SUBPROTOCOL = 'sip' // RFC 7118 §4.1

interface BrowserDoorOptions {
  readonly run: string
  readonly userAgent: () => Pick<UserAgent, 'takeIn'>
  /** A browser of this session is in, over this flow. */
  readonly arrived: (flow: Flow, session: string) => void
}

/** Takes the WebSockets of browser phones from the web server, which has asked who they are; where they come from is what that says. */
export class BrowserDoor {
  readonly #options: BrowserDoorOptions
  readonly #server: Server
  readonly #upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE,
    handleProtocols: () => SUBPROTOCOL,
  })

  constructor(options: BrowserDoorOptions) {
    this.#options = options
    this.#server = createServer((_request, response) => {
      response.writeHead(426, { Upgrade: 'websocket', Connection: 'close' }).end()
    })
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** Rejects with the error of the socket. */
  async start(): Promise<void> {
    const path = browserPhonesSocket(this.#options.run)
    checkSocketPath(path)
    rmSync(path, { force: true }) // of a process that was killed
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(path, resolve)
    })
    chmodSync(path, 0o600)
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const said = (name: string) => String(request.headers[name] ?? '')
    const remote = {
      address: said(BROWSER_PHONE.remoteAddress),
      port: Number(said(BROWSER_PHONE.remotePort)),
    }
    const session = said(BROWSER_PHONE.session)
    if (!isIP(remote.address) || !(remote.port > 0) || session === '') {
      socket.destroy()
      return
    }
    this.#upgrades.handleUpgrade(request, socket, head, (webSocket) => {
      const localAddress = said(BROWSER_PHONE.localAddress)
      const stream = socket as Socket
      const visitor = { socket: webSocket, stream, remote, localAddress }
      const flow = this.#options.userAgent().takeIn(visitor)
      if (flow) this.#options.arrived(flow, session)
      else webSocket.terminate()
    })
  }
}
