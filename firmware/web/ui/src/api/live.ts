import type { LiveTopic, LiveTopics } from '../../../contract.ts'
import { parseInert } from './inert.ts'

/** What the connection needs of the browser; tests hand in others. */
export interface LiveParts {
  readonly open: () => LiveSocket
  /** Calls `then` once after `ms`; the answer cancels it. */
  readonly after: (ms: number, then: () => void) => () => void
  readonly onValue: <T extends LiveTopic>(topic: T, value: LiveTopics[T]) => void
  readonly onState: (state: LiveState) => void
}

export type LiveSocket = Pick<WebSocket, 'send' | 'close' | 'readyState'> & {
  onopen: (() => void) | null
  onclose: ((event: { readonly code: number }) => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
}

export type LiveState = 'connecting' | 'open' | 'away'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8000
const OPEN = 1

/** One WebSocket for all that pages watch. It comes back by itself and asks again for everything. */
export class LiveConnection {
  readonly #parts: LiveParts
  readonly #watched = new Map<LiveTopic, number>()
  #socket: LiveSocket | undefined
  #cancelWait: (() => void) | undefined
  #waitMs = FIRST_WAIT_MS
  #running = false

  constructor(parts: LiveParts) {
    this.#parts = parts
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#connect()
  }

  stop(): void {
    this.#running = false
    this.#cancelWait?.()
    this.#socket?.close()
    this.#socket = undefined
  }

  /** Begins anew, if it is under way: for a server that answers another now. */
  again(): void {
    if (!this.#running) return
    this.stop()
    this.start()
  }

  /** Until the answer is called. */
  watch(topic: LiveTopic): () => void {
    this.#count(topic, 1)
    return () => this.#count(topic, -1)
  }

  #count(topic: LiveTopic, by: number): void {
    const before = this.#watched.get(topic) ?? 0
    const now = before + by
    if (now > 0) this.#watched.set(topic, now)
    else this.#watched.delete(topic)
    if (before > 0 !== now > 0) this.#say()
  }

  #say(): void {
    if (this.#socket?.readyState !== OPEN) return
    this.#socket.send(JSON.stringify({ watch: [...this.#watched.keys()] }))
  }

  #connect(): void {
    this.#parts.onState('connecting')
    const socket = this.#parts.open()
    this.#socket = socket
    socket.onopen = () => {
      this.#waitMs = FIRST_WAIT_MS
      this.#parts.onState('open')
      this.#say()
    }
    socket.onmessage = ({ data }) => this.#take(data)
    socket.onclose = () => this.#lost(socket)
  }

  #take(data: unknown): void {
    if (typeof data !== 'string') return
    const message = parseInert(data) as { topic: LiveTopic; value: never }
    if (this.#watched.has(message.topic)) this.#parts.onValue(message.topic, message.value)
  }

  #lost(socket: LiveSocket): void {
    if (!this.#running || socket !== this.#socket) return
    this.#socket = undefined
    this.#parts.onState('away')
    this.#cancelWait = this.#parts.after(this.#waitMs, () => this.#connect())
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS)
  }
}
