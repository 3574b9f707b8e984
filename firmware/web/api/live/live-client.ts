import type { Clock, Timer } from '../../../clock/clock.ts'
import { isPlain } from '../../../model/complete.ts'
import type { LiveTopic } from '../../contract.ts'
import type { Told, WatchedTopic } from './topic-feed.ts'

/** What is needed of a WebSocket. */
export interface LiveSocket {
  readonly bufferedAmount: number
  send(text: string): void
  ping(): void
  close(code: number, reason: string): void
  terminate(): void
  on(event: 'message', hear: (data: unknown) => void): unknown
  on(event: 'pong' | 'close' | 'error', hear: () => void): unknown
}

export interface LiveOptions {
  readonly socket: LiveSocket
  readonly feeds: Readonly<Record<LiveTopic, WatchedTopic>>
  readonly clock: Clock
  /** Asked now and then: whether the person behind it may still watch. */
  readonly mayStay: () => boolean
}

const MOST_UNREAD = 512 * 1024 // bytes in the socket after which nothing more is put there
const SLOW_MS = 10_000 // for so long: then it is cut
const LOOK_AGAIN_MS = 250
const HEARTBEAT_MS = 20_000
const MOST_REQUESTS = 30 // between two heartbeats
const LONGEST_REQUEST = 1024 // characters

/** RFC 6455 §7.4.1, and of our own from 4000. */
export const CLOSE = { bad: 1008, busy: 1013, away: 1001, signedOut: 4401 } as const

/** One page's WebSocket: what it watches, and what it has not been sent yet, of each topic only the newest. */
export class LiveClient {
  readonly #options: LiveOptions
  readonly #watched = new Map<LiveTopic, () => void>()
  readonly #waiting = new Map<LiveTopic, Told>()
  #slowSince: number | undefined
  #flush: Timer | undefined
  #heartbeat: Timer | undefined
  #alive = true
  #requests = 0
  #over = false

  constructor(options: LiveOptions) {
    this.#options = options
  }

  /** @param gone called once when the socket has closed */
  start(gone: () => void): void {
    const { socket } = this.#options
    socket.on('message', (data) => this.#take(data))
    socket.on('pong', () => {
      this.#alive = true
    })
    socket.on('error', () => socket.terminate()) // what closes is told by `close`
    socket.on('close', () => {
      this.#stop()
      gone()
    })
    this.#beatLater()
  }

  close(code: number, reason: string): void {
    this.#stop()
    this.#options.socket.close(code, reason)
  }

  #stop(): void {
    this.#over = true
    for (const leave of this.#watched.values()) leave()
    this.#watched.clear()
    this.#waiting.clear()
    this.#flush?.cancel()
    this.#heartbeat?.cancel()
  }

  #take(data: unknown): void {
    if (this.#over) return
    const topics = this.#topicsOf(String(data))
    if (!topics || ++this.#requests > MOST_REQUESTS) {
      this.close(CLOSE.bad, 'send {"watch": [topics]}, and not more often than needed')
      return
    }
    for (const [topic, leave] of this.#watched) {
      if (topics.has(topic)) continue
      leave()
      this.#watched.delete(topic)
      this.#waiting.delete(topic)
    }
    for (const topic of topics) {
      if (this.#watched.has(topic)) continue
      const feed = this.#options.feeds[topic]
      this.#watched.set(
        topic,
        feed.watch((told) => this.#send(topic, told)),
      )
    }
  }

  #topicsOf(text: string): Set<LiveTopic> | undefined {
    if (text.length > LONGEST_REQUEST) return undefined
    let request: unknown
    try {
      request = JSON.parse(text)
    } catch {
      return undefined // told to the page by closing
    }
    const watch = isPlain(request) ? request.watch : undefined
    if (!Array.isArray(watch)) return undefined
    const known = watch.every(
      (topic) => typeof topic === 'string' && Object.hasOwn(this.#options.feeds, topic),
    )
    return known ? new Set(watch) : undefined
  }

  #send(topic: LiveTopic, told: Told): void {
    this.#waiting.delete(topic) // the newest goes to the end
    this.#waiting.set(topic, told)
    if (!this.#flush) this.#sendWaiting()
  }

  #sendWaiting(): void {
    const { socket, clock } = this.#options
    this.#flush = undefined
    for (const [topic, told] of this.#waiting) {
      if (socket.bufferedAmount > MOST_UNREAD) break
      this.#waiting.delete(topic)
      socket.send(messageOf(topic, told))
    }
    if (this.#waiting.size === 0) {
      this.#slowSince = undefined
      return
    }
    this.#slowSince ??= clock.uptime()
    if (clock.uptime() - this.#slowSince >= SLOW_MS) {
      this.#stop()
      socket.terminate()
      return
    }
    this.#flush = clock.after(LOOK_AGAIN_MS, () => this.#sendWaiting())
  }

  #beatLater(): void {
    const { socket, clock, mayStay } = this.#options
    this.#heartbeat = clock.after(HEARTBEAT_MS, () => {
      if (!this.#alive) {
        this.#stop()
        socket.terminate()
        return
      }
      if (!mayStay()) {
        this.close(CLOSE.signedOut, 'signed out')
        return
      }
      this.#alive = false
      this.#requests = 0
      socket.ping()
      this.#beatLater()
    })
  }
}

/** The value is JSON already. */
function messageOf(topic: LiveTopic, told: Told): string {
  if ('unavailable' in told) return JSON.stringify({ topic, unavailable: told.unavailable })
  return `{"topic":"${topic}","value":${told.value}}`
}
