import assert from 'node:assert/strict'
import { connect as connectSocket } from 'node:net'
import mqtt from 'mqtt'
import { writeToStream } from 'mqtt-packet'
import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import type { Bus } from './bus.ts'
import type { Credentials } from './credentials.ts'
import { type AnyTopic, fill, filterOf, match } from './topic-path.ts'

export interface BusOptions {
  /** Of the broker's Unix socket. */
  readonly path: string
  /** Asked at every connection, so that a new boot's password is found. */
  readonly credentials: () => Credentials | undefined
  readonly clock: Clock
  readonly log: Log
  /** Called with `true` when the broker has been reached, with `false` when it has gone. */
  readonly onOutage?: (connected: boolean) => void
}

interface Subscription {
  readonly topic: AnyTopic
  readonly wanted: Wanted
  /** Called with the message as it came. */
  readonly hear: (params: Readonly<Record<string, string>>, text: string) => void
}

type Wanted = Readonly<Record<string, string | undefined>>
type Reader = typeof import('./read-payload.ts')

// Or the first packet makes a buffer for each of the 65,536 numbers, in every process: 7 MB, and 40 ms at the start (2026-11-23).
writeToStream.cacheNumbers = false

const RECONNECT_MS = 200
const MOST_WAITING = 1000 // events kept while the broker is away
const MOST_UNSENT = 4 * 2 ** 20 // bytes in the socket after which the broker counts as away

/** Connects to the broker and goes on trying for as long as it takes; see `Bus` for what holds meanwhile. */
export function connectBus(options: BusOptions): Bus {
  const bus = new MqttBus(options)
  bus.start()
  return bus
}

class MqttBus implements Bus {
  readonly #options: BusOptions
  readonly #client: mqtt.MqttClient
  readonly #state = new Map<string, string>() // retained, by topic; '' for one taken back
  #waiting: [topic: string, payload: string][] = []
  #lost = 0
  readonly #subscriptions = new Set<Subscription>()
  readonly #listeners = new Set<() => void>()
  #closed = false
  #reader: Reader | undefined
  #loading: Promise<Reader> | undefined

  constructor(options: BusOptions) {
    this.#options = options
    this.#client = new mqtt.MqttClient(() => this.#socket(), {
      protocolVersion: 5,
      clean: true,
      manualConnect: true,
      resubscribe: false, // `#connected` does, before it publishes
      queueQoSZero: false,
      keepalive: 30,
      connectTimeout: 5000,
      reconnectPeriod: RECONNECT_MS,
      reconnectOnConnackError: true,
    })
  }

  get connected(): boolean {
    return this.#client.connected && this.#client.stream.writableLength < MOST_UNSENT
  }

  start(): void {
    const { log, onOutage } = this.#options
    let said = ''
    this.#client.on('error', (error) => {
      if (error.message === said) return // once an outage, not five times a second
      said = error.message
      log.debug({ error: error.message }, 'the bus is out of reach')
    })
    this.#client.on('connect', () => {
      said = ''
      this.#connected()
      onOutage?.(true)
    })
    this.#client.on('offline', () => onOutage?.(false))
    this.#client.on('message', (path, payload) => this.#heard(path, payload))
    this.#client.connect()
  }

  publish(topic: AnyTopic, params: Readonly<Record<string, string>>, payload: unknown): void {
    this.#send(fill(topic.path, params), JSON.stringify(payload), topic.retain)
  }

  clear(topic: AnyTopic, params: Readonly<Record<string, string>>): void {
    assert(topic.retain, `${topic.path} is an event: there is nothing to take back`)
    this.#send(fill(topic.path, params), '', true)
  }

  #send(path: string, payload: string, retain: boolean): void {
    if (this.#closed) return
    if (retain) this.#state.set(path, payload)
    if (this.connected) {
      this.#client.publish(path, payload, { qos: 0, retain })
      if (retain && payload === '') this.#state.delete(path)
    } else if (!retain) {
      this.#waiting.push([path, payload])
      if (this.#waiting.length > MOST_WAITING) {
        this.#waiting.shift()
        this.#lost++
      }
    }
  }

  subscribe(
    topic: AnyTopic,
    hear: (params: never, payload: never) => void,
    signal: AbortSignal,
    wanted: Wanted = {},
  ): void {
    const loaded = this.#loadReader()
    const read = (params: object, text: string, reader: Reader) => {
      const payload = reader.readPayload(topic, text)
      if (signal.aborted) return
      if (payload.ok) hear(params as never, payload.value as never)
      else this.#options.log.warn({ ...params, reason: payload.error }, 'a message was dropped')
    }
    const hearText = (params: object, text: string) => {
      if (this.#reader) read(params, text, this.#reader)
      else void loaded.then((reader) => read(params, text, reader)) // in the order of arrival
    }
    this.#subscribe({ topic, hear: hearText, wanted }, signal)
  }

  presence(
    topic: AnyTopic,
    hear: (params: never, present: boolean) => void,
    signal: AbortSignal,
    wanted: Wanted = {},
  ): void {
    assert(topic.retain, `${topic.path} is an event: it is never present`)
    const hearText = (params: object, text: string) => hear(params as never, text !== '')
    this.#subscribe({ topic, hear: hearText, wanted }, signal)
  }

  #subscribe(subscription: Subscription, signal: AbortSignal): void {
    if (signal.aborted) return
    this.#subscriptions.add(subscription)
    signal.addEventListener('abort', () => this.#unsubscribe(subscription), { once: true })
    if (this.#client.connected)
      this.#client.subscribe(filterOf(subscription.topic.path), { qos: 0 })
  }

  /** What checks payloads, loaded once, with the first subscription. */
  #loadReader(): Promise<Reader> {
    this.#loading ??= import('./read-payload.ts').then((reader) => {
      this.#reader = reader
      return reader
    })
    return this.#loading
  }

  #unsubscribe(subscription: Subscription): void {
    this.#subscriptions.delete(subscription)
    const shared = [...this.#subscriptions].some(({ topic }) => topic === subscription.topic)
    if (!shared && this.#client.connected)
      this.#client.unsubscribe(filterOf(subscription.topic.path))
  }

  whenConnected(run: () => void, signal: AbortSignal): void {
    if (signal.aborted) return
    this.#listeners.add(run)
    signal.addEventListener('abort', () => this.#listeners.delete(run), { once: true })
    if (this.#client.connected) run()
  }

  async close(timeoutMs = 1000): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const { clock } = this.#options
    await new Promise<void>((resolve) => {
      const timer = clock.after(timeoutMs, () => {
        this.#client.end(true)
        resolve()
      })
      this.#client.end(!this.#client.connected, () => {
        timer.cancel()
        resolve()
      })
    })
  }

  /** Credentials are read anew here, the only place that runs before every connection. */
  #socket() {
    const { path, credentials, log } = this.#options
    try {
      const found = credentials()
      if (found) Object.assign(this.#client.options, found)
    } catch (error) {
      log.warn({ error }, 'the credentials of the bus cannot be read')
    }
    return connectSocket(path)
  }

  #connected(): void {
    const filters = [...new Set([...this.#subscriptions].map(({ topic }) => filterOf(topic.path)))]
    if (filters.length) this.#client.subscribe(filters, { qos: 0 })
    for (const [path, payload] of this.#state) {
      this.#client.publish(path, payload, { qos: 0, retain: true })
      if (payload === '') this.#state.delete(path)
    }
    const waiting = this.#waiting
    this.#waiting = []
    for (const [path, payload] of waiting) this.#client.publish(path, payload, { qos: 0 })
    if (this.#lost) this.#options.log.warn({ events: this.#lost }, 'events lost: the bus was away')
    this.#lost = 0
    for (const run of [...this.#listeners]) run()
  }

  #heard(path: string, bytes: Buffer): void {
    const text = bytes.toString('utf8')
    for (const { topic, wanted, hear } of [...this.#subscriptions]) {
      const params = match(topic.path, path)
      if (!params) continue
      if (Object.entries(wanted).some(([name, value]) => value && params[name] !== value)) continue
      hear(params, text)
    }
  }
}
