import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../clock/system-clock.ts'
import type { BaresipOptions } from './baresip-config.ts'
import { uriAt, writeConfig } from './baresip-config.ts'
import { Child } from './child.ts'
import type { PhoneEvent } from './control.ts'
import { Control } from './control.ts'
import { portsOf } from './listening.ts'
import { until } from './wait.ts'
import type { Sound } from './wav.ts'
import { readWav } from './wav.ts'

const LISTENERS = 3 // SIP over TCP, SIP over TLS, control: opened in this order
const LOG_SHOWN = 3000 // characters of the log in an error
const DIGIT_EVERY_MS = 300 // baresip sends each for 180 ms

/**
 * One baresip process (Debian 12 has 1.0.0) as a telephone without a sound card: it sends a WAV and writes what it hears to
 * another. Each has a directory of its own and listens on 127.0.0.1, on ports that the kernel chose.
 *
 * Events wait until somebody asks for them: `await phone.ringing()` after the phone has rung returns at once. Every wait
 * ends with an error that holds the end of the phone's log.
 */
export class Baresip {
  readonly user: string
  readonly #options: BaresipOptions
  readonly #directory: string
  readonly #child: Child
  readonly #events: PhoneEvent[] = []
  readonly #taken = new Set<PhoneEvent>()
  #control: Control | undefined
  #dialledAt: number | undefined // how many events there were when it dialled last

  private constructor(options: BaresipOptions, directory: string) {
    this.user = options.user
    this.#options = options
    this.#directory = directory
    this.#child = Child.spawn('baresip', ['-4', '-s', '-v', '-f', directory])
  }

  /** Resolves when the phone takes commands; it may not be registered yet. */
  static async start(options: BaresipOptions): Promise<Baresip> {
    const directory = mkdtempSync(join(tmpdir(), `baresip-${options.user}-`))
    writeConfig(directory, options)
    const phone = new Baresip(options, directory)
    try {
      await phone.#connect()
    } catch (error) {
      await phone.stop()
      throw error
    }
    return phone
  }

  /** What it printed so far, with every SIP message that it sent or got. */
  get log(): string {
    return this.#child.output
  }

  get pid(): number {
    return this.#child.pid
  }

  /** UDP port on which it takes SIP. */
  get sipPort(): number {
    const [port] = portsOf(this.#child.pid, 'udp')
    if (port === undefined) throw this.#failure('it has no SIP port')
    return port
  }

  /** The URI under which another phone reaches this one without a server. */
  get uri(): string {
    return `sip:${this.user}@127.0.0.1:${this.sipPort}`
  }

  /** Waits until the registrar has accepted the phone. */
  registered(limitMs?: number): Promise<unknown> {
    return this.#await('registration', () => /\n.*\b200 OK .*\[\d+ binding/.test(this.log), limitMs)
  }

  /** Calls a number of the server, or any SIP URI. */
  async dial(whom: string): Promise<void> {
    this.#dialledAt = this.#events.length
    await this.#run('dial', whom.startsWith('sip:') ? whom : uriAt(this.#options, whom))
  }

  /** Answers; waits for the phone to ring first. */
  async answer(limitMs?: number): Promise<void> {
    await this.incoming(limitMs)
    await this.#run('accept')
  }

  /** Ends the call in whatever state it is: CANCEL, BYE, or a refusal of the incoming one. */
  async hangup(): Promise<void> {
    await this.#run('hangup')
  }

  async hold(): Promise<void> {
    await this.#run('hold')
  }

  async resume(): Promise<void> {
    await this.#run('resume')
  }

  /** Mutes and unmutes in turn: the phone then sends silence. */
  async mute(): Promise<void> {
    await this.#run('mute')
  }

  /** Sends digits as telephone events (RFC 4733), one after another. */
  async sendDigits(digits: string): Promise<void> {
    for (const digit of digits) {
      await this.#run('sndcode', digit)
      await systemClock.sleep(DIGIT_EVERY_MS)
    }
  }

  /** Any command of baresip's menu, with what it prints. */
  async command(name: string, params?: string): Promise<string> {
    return this.#run(name, params)
  }

  incoming(limitMs?: number): Promise<PhoneEvent> {
    this.#dialledAt = undefined
    return this.next('CALL_INCOMING', limitMs)
  }

  /** The far end rings: 180. */
  ringing(limitMs?: number): Promise<PhoneEvent> {
    return this.next('CALL_RINGING', limitMs)
  }

  /** The far end sends sound before it answers: 183 with SDP. */
  earlyMedia(limitMs?: number): Promise<PhoneEvent> {
    return this.next('CALL_PROGRESS', limitMs)
  }

  established(limitMs?: number): Promise<PhoneEvent> {
    return this.next('CALL_ESTABLISHED', limitMs)
  }

  /** `param` says why: `486 Busy Here`, `Connection reset by peer` (the far end hung up), … */
  closed(limitMs?: number): Promise<PhoneEvent> {
    return this.next('CALL_CLOSED', limitMs)
  }

  /** The next event of this type that nobody has been given yet. */
  next(type: string, limitMs?: number): Promise<PhoneEvent> {
    return this.#await(
      type,
      () => {
        const event = this.#events.find((one) => one.type === type && !this.#taken.has(one))
        if (event) this.#taken.add(event)
        else if (type !== 'CALL_CLOSED') this.#notRefused()
        return event
      },
      limitMs,
    )
  }

  /** Whoever waits for an answer need not wait on when the call that was dialled is over. */
  #notRefused(): void {
    if (this.#dialledAt === undefined) return
    const later = this.#events.slice(this.#dialledAt)
    const closed = later.find(({ type }) => type === 'CALL_CLOSED')
    if (closed) throw new Error(`the call was closed: ${closed.param}`)
  }

  /** Digits received as telephone events so far. */
  get digits(): string {
    const starts = this.#events.filter((event) => event.type === 'CALL_DTMF_START')
    return starts.map((event) => event.param).join('')
  }

  /**
   * What the latest call's far end said, as decoded, without the pauses in which no packet came. baresip 1.0.0 takes its
   * recorder off the receiving side at the first hold: from then on only `received` tells.
   */
  heard(): Sound {
    return this.#dump('-dec.wav')
  }

  /** What the phone sent in its latest call. */
  sent(): Sound {
    return this.#dump('-enc.wav')
  }

  /** RTP packets received in the present call. */
  async received(): Promise<number> {
    return Number(/rcvd=(\d+)/.exec(await this.#run('audio_debug'))?.[1] ?? 0)
  }

  /** Ends the process: calls are closed and the registration taken back as far as the server lets it. */
  async stop(): Promise<void> {
    this.#control?.close()
    await this.#child.stop()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  /** The phone's power is cut: no BYE, no word to the registrar. */
  async kill9(): Promise<void> {
    this.#child.signal('SIGKILL')
    await this.#child.exited
  }

  async #connect(): Promise<void> {
    const ports = await this.#await('its control port', () => {
      const listening = portsOf(this.#child.pid, 'tcp')
      return listening.length >= LISTENERS && listening
    })
    const port = ports.at(-1) ?? 0
    this.#control = await Control.connect(port, (event) => this.#events.push(event))
  }

  async #run(command: string, params?: string): Promise<string> {
    if (!this.#control) throw this.#failure('it is not connected')
    try {
      return await this.#control.run(command, params)
    } catch (error) {
      throw this.#failure(error instanceof Error ? error.message : String(error))
    }
  }

  async #await<Seen>(
    what: string,
    look: () => Seen | undefined | false,
    limitMs = 20_000,
  ): Promise<Seen> {
    let failure: string
    try {
      return await until(what, () => this.#alive() && look(), limitMs)
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
    }
    throw this.#failure(failure)
  }

  #alive(): true {
    if (this.#child.exit !== undefined) throw new Error(`it ended: ${this.#child.exit}`)
    return true
  }

  #failure(what: string): Error {
    return new Error(`phone ${this.user}: ${what}; its log ends\n${this.log.slice(-LOG_SHOWN)}`)
  }

  #dump(ending: string): Sound {
    const directory = join(this.#directory, 'dump')
    const names = readdirSync(directory).filter((name) => name.endsWith(ending)) // dump-2026-11-22-18-10-56-dec.wav
    const latest = names.sort().at(-1)
    return latest ? readWav(join(directory, latest)) : { rate: 8000, samples: new Int16Array(0) }
  }
}
