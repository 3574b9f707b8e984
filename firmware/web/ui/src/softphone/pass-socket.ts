import { WebSocketInterface } from 'jssip'
import type { BrowserPass } from '../../../contract.ts'
import { api } from '../api/api.ts'

/** The WebSocket to the exchange. A pass is for one connection, so each one begins with asking for another. */
export class PassSocket extends WebSocketInterface {
  readonly #passed: (pass: BrowserPass) => void
  #asking: AbortController | undefined

  /** @param passed hears of the pass before the connection is there */
  constructor(passed: (pass: BrowserPass) => void) {
    super(`wss://${location.host}/api/v1/browser-phone/sip`)
    this.#passed = passed
  }

  override connect(): void {
    if (this.isConnected() || this.isConnecting()) return
    const asking = new AbortController()
    this.#asking = asking
    void api.post<BrowserPass>('/browser-phone/pass').then(
      (pass) => {
        if (asking.signal.aborted) return
        this.#asking = undefined
        this.#passed(pass)
        super.connect()
      },
      () => {
        if (asking.signal.aborted) return
        this.#asking = undefined
        this.ondisconnect(true, 1006, 'no pass')
      },
    )
  }

  override disconnect(): void {
    this.#asking?.abort()
    this.#asking = undefined
    super.disconnect()
  }

  override isConnecting(): boolean {
    return this.#asking !== undefined || super.isConnecting()
  }
}
