import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { systemClock } from '../clock/system-clock.ts'

/** What baresip says by itself: `type` is CALL_RINGING, CALL_CLOSED, …; `param` what goes with it. */
export interface PhoneEvent {
  readonly type: string
  readonly param: string
  readonly peeruri?: string
  readonly id?: string
  /** Uptime in milliseconds at which it reached us. */
  readonly at: number
}

interface Answer {
  readonly ok: boolean
  readonly data: string
}

const ANSWER_WITHIN_MS = 30_000
const LONGEST = 1_000_000 // bytes of one message

/** baresip's ctrl_tcp module: JSON objects framed as netstrings, answers told by our token, events in between. */
export class Control {
  readonly #socket: Socket
  readonly #heard: (event: PhoneEvent) => void
  readonly #waiting = new Map<string, (answer: Answer) => void>()
  #received = Buffer.alloc(0)
  #token = 0

  private constructor(socket: Socket, heard: (event: PhoneEvent) => void) {
    this.#socket = socket
    this.#heard = heard
    socket.on('data', (bytes: Buffer) => this.#take(bytes))
    socket.on('error', () => socket.destroy()) // it died; every command then answers so
    socket.on('close', () => this.#giveUp())
  }

  static async connect(port: number, heard: (event: PhoneEvent) => void): Promise<Control> {
    const socket = connect({ host: '127.0.0.1', port })
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return new Control(socket, heard)
  }

  /**
   * Runs a command of baresip's menu and answers what it printed.
   *
   * @throws Error when baresip refuses it or does not answer within 5 s
   */
  async run(command: string, params?: string): Promise<string> {
    const token = String(++this.#token)
    const answer = await new Promise<Answer>((resolve) => {
      const late = systemClock.after(ANSWER_WITHIN_MS, () => resolve({ ok: false, data: 'late' }))
      this.#waiting.set(token, (given) => {
        late.cancel()
        resolve(given)
      })
      const text = JSON.stringify({ command, ...(params === undefined ? {} : { params }), token })
      this.#socket.write(`${Buffer.byteLength(text)}:${text},`)
    })
    this.#waiting.delete(token)
    if (!answer.ok) throw new Error(`baresip refused ${command} ${params ?? ''}: ${answer.data}`)
    return answer.data
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes])
    for (;;) {
      const colon = this.#received.indexOf(0x3a)
      if (colon < 0) return
      const length = Number(this.#received.toString('latin1', 0, colon))
      if (!(length <= LONGEST)) throw new Error('baresip sent something that is no netstring')
      const end = colon + 1 + length
      if (this.#received.length <= end) return
      const text = this.#received.toString('utf8', colon + 1, end)
      this.#received = this.#received.subarray(end + 1) // the comma
      this.#message(JSON.parse(text))
    }
  }

  #message(message: Record<string, unknown>): void {
    if (message.event) {
      const at = systemClock.uptime()
      this.#heard({ ...(message as Partial<PhoneEvent>), ...eventBasics(message), at })
      return
    }
    const answer = { ok: message.ok === true, data: String(message.data ?? '') }
    this.#waiting.get(String(message.token))?.(answer)
  }

  #giveUp(): void {
    for (const answer of this.#waiting.values())
      answer({ ok: false, data: 'the connection closed' })
  }
}

function eventBasics(message: Record<string, unknown>): { type: string; param: string } {
  return { type: String(message.type), param: String(message.param ?? '') }
}
