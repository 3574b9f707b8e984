import type { FastifyRequest } from 'fastify'
import type { RawData } from 'ws'
import { WebSocket } from 'ws'
import { BROWSER_PHONE, browserPhonesSocket } from '../../../run-directory.ts'
import { addressOf } from '../../server/address-of.ts'
import type { Parts } from '../../server/parts.ts'
import { whoAsks } from '../../server/request-session.ts'
import { mayUseBrowser } from './permission.ts'

const MOST = 512
const MOST_OF_ONE = 8 // person
const MOST_UNSENT = 256 * 1024 // octets that the other side has not taken
/** RFC 6455 §7.4.1, and 4000 on for ours: the page knows by it whether coming back makes sense. */
const CLOSE = { away: 1001, policy: 1008, busy: 1013, signedOut: 4001, forbidden: 4003 } as const

/**
 * WebSockets of browser phones, handed on to the exchange as they are: same origin, same certificate, same port as the pages. Ends with the session.
 * The exchange is told the browser's own address, so its limits and bans hold here too.
 */
export class Tunnels {
  readonly #parts: Parts
  /** Person by open tunnel. */
  readonly #open = new Map<WebSocket, string>()

  constructor(parts: Parts) {
    this.#parts = parts
    parts.stopping.addEventListener('abort', () => {
      for (const browser of this.#open.keys()) browser.close(CLOSE.away, 'stopping')
    })
  }

  open(browser: WebSocket, request: FastifyRequest): void {
    const { user, id, ended } = whoAsks(request)
    if (!mayUseBrowser(this.#parts.store(), user)) {
      browser.close(CLOSE.forbidden, 'not allowed')
      return
    }
    const own = [...this.#open.values()].filter((one) => one === user).length
    if (this.#open.size >= MOST || own >= MOST_OF_ONE) {
      browser.close(CLOSE.busy, 'too many phones are open')
      return
    }
    const exchange = this.#dial(request, id)
    this.#open.set(browser, user)
    const leave = () => {
      browser.close(CLOSE.signedOut, 'signed out')
      exchange.terminate()
    }
    ended.addEventListener('abort', leave, { once: true })
    browser.on('close', () => {
      this.#open.delete(browser)
      ended.removeEventListener('abort', leave)
      exchange.terminate()
    })
    exchange.on('close', () => browser.close(CLOSE.away, 'the exchange is away'))
    browser.on('message', () => {
      this.#parts.sessions.isPhone(id) // it registers every few minutes
      if (mayUseBrowser(this.#parts.store(), user)) return
      browser.close(CLOSE.forbidden, 'not allowed any more')
      exchange.terminate()
    })
    join(browser, exchange) // after that: what is not allowed any more does not go on
  }

  #dial(request: FastifyRequest, session: string): WebSocket {
    const { localAddress = '', remotePort = 0 } = request.raw.socket
    return new WebSocket(`ws+unix:${browserPhonesSocket(this.#parts.environment.run)}:/`, ['sip'], {
      perMessageDeflate: false,
      autoPong: false, // the browser's answers count: see join
      handshakeTimeout: 5000,
      headers: {
        [BROWSER_PHONE.remoteAddress]: addressOf(request),
        [BROWSER_PHONE.remotePort]: String(remotePort),
        [BROWSER_PHONE.localAddress]: localAddress.replace(/^::ffff:(?=\d+\.)/, ''),
        [BROWSER_PHONE.session]: session,
      },
    })
  }
}

/** Messages both ways; the exchange's pings go through to the browser, so that it finds out when that is gone. */
function join(browser: WebSocket, exchange: WebSocket): void {
  const early: { data: RawData; binary: boolean }[] = []
  const hand = (to: WebSocket, data: RawData, binary: boolean) => {
    if (to.bufferedAmount > MOST_UNSENT) browser.terminate()
    else if (to.readyState === WebSocket.OPEN) to.send(data, { binary })
  }
  browser.on('message', (data, binary) => {
    if (exchange.readyState !== WebSocket.CONNECTING) hand(exchange, data, binary)
    else if (early.length < 8) early.push({ data, binary })
    else browser.close(CLOSE.policy, 'too much at once')
  })
  exchange.on('open', () => {
    for (const { data, binary } of early.splice(0)) hand(exchange, data, binary)
  })
  exchange.on('message', (data, binary) => hand(browser, data, binary))
  exchange.on('ping', (data) => {
    if (browser.readyState === WebSocket.OPEN) browser.ping(data)
  })
  browser.on('pong', (data) => {
    if (exchange.readyState === WebSocket.OPEN) exchange.pong(data)
  })
  browser.on('error', () => browser.terminate())
  exchange.on('error', () => exchange.terminate()) // its close follows
}
