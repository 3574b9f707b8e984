import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { GatewayHost } from '../../firmware/gateway/host.ts'
import { LineTable } from '../../firmware/gateway/line-table.ts'
import { sentence } from '../../firmware/model/problem.ts'
import type { CallEvent } from '../../firmware/records/call-event.ts'
import { applyOffice } from '../../firmware/store/office.ts'
import type { Store } from '../../firmware/store/store.ts'
import { openStore } from '../../firmware/store/store.ts'
import { openLines } from '../../hal/ffi/lines.ts'
import type { LinesLibrary, SimulatedLines } from '../../hal/ffi/lines-library.ts'
import { MemoryStore } from '../calls/fakes.ts'
import { MemoryNetwork } from '../gateway/memory-network.ts'
import { Diary } from './diary.ts'
import { ExchangeLife } from './exchange-life.ts'
import { MediaLife } from './media-life.ts'
import { MortalClock, Timers } from './mortal.ts'

export interface VirtualOfficeOptions {
  /** What `strowger apply` would be given. */
  readonly office: string
  /** `sim:fxs=4,fxo=3` */
  readonly cards: string
  /** Of what the simulated wires leave to chance. */
  readonly seed: number
}

const LINE_TICK_MS = 10
const LINE_TICKS = 2 // in a tick of media
const QUIET_TURNS = 5 // of the event loop, without a sign of life: nobody has anything left to do
const MOST_TURNS = 100_000

/**
 * An office in virtual time: exchange, lines and media as they are, with the real libraries, in one process and without sockets. All
 * clocks stand still until `run`. `await using` closes it.
 */
export class VirtualOffice implements AsyncDisposable {
  readonly clock = new VirtualClock()
  readonly timers = new Timers()
  readonly diary = new Diary(this.clock)
  readonly hot = new MemoryStore()
  /** The records, by call and sequence. */
  readonly records = new Map<string, CallEvent>()
  readonly lines: LinesLibrary
  readonly lineHost: GatewayHost
  readonly lineTable: LineTable
  readonly #networks = { media: new MemoryNetwork(), lines: new MemoryNetwork() }
  readonly #directory: string
  readonly #store: Store
  #exchange: ExchangeLife | undefined
  #media: MediaLife | undefined
  #epoch = 0
  #boots = 0
  #lineTicks = 0
  #mediaTicks = 0
  #eventsSeen = 0
  #working = false
  #interruption: { turns: number; readonly act: () => void } | undefined

  private constructor({ office, cards, seed }: VirtualOfficeOptions) {
    const tmpfs = process.platform === 'linux' ? '/dev/shm' : tmpdir()
    this.#directory = mkdtempSync(join(tmpfs, 'virtual-office-'))
    this.#store = openStore({ data: join(this.#directory, 'data'), clock: this.clock })
    const applied = applyOffice(this.#store, office, { by: 'test' })
    if (!applied.ok) throw new Error(applied.error.map(sentence).join('\n'))
    const { host, table, library } = this.#linesProcess(cards, seed)
    this.lineHost = host
    this.lineTable = table
    this.lines = library
  }

  static async open(options: VirtualOfficeOptions): Promise<VirtualOffice> {
    const office = new VirtualOffice(options)
    await office.lineHost.start()
    await office.startMedia()
    office.startExchange()
    await office.run(200)
    return office
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.killExchange()
    this.killMedia()
    await this.lineHost.stop()
    await this.#store.close()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  get sim(): SimulatedLines {
    return this.lines.sim
  }

  /** The exchange that lives now. */
  get exchange(): ExchangeLife {
    if (!this.#exchange) throw new Error('the exchange is dead')
    return this.#exchange
  }

  get media(): MediaLife {
    if (!this.#media) throw new Error('media is dead')
    return this.#media
  }

  get hasExchange(): boolean {
    return this.#exchange !== undefined
  }

  get hasMedia(): boolean {
    return this.#media !== undefined
  }

  get alive(): boolean {
    return this.#exchange?.connected === true && this.#media !== undefined
  }

  /** Number of a line in libhal. */
  lineOf(name: string): number {
    const number = this.lines.lines.findIndex((line) => line.name === name)
    if (number < 0) throw new Error(`there is no line ${name}`)
    return number
  }

  // ---- processes ----

  killExchange(): void {
    this.#interruption = undefined
    this.#exchange?.kill()
    this.#exchange = undefined
  }

  startExchange(): void {
    this.#exchange = new ExchangeLife({
      clock: this.#newClock(),
      store: this.#store,
      hot: this.hot,
      epoch: ++this.#epoch,
      ...this.#networks,
      diary: this.diary,
      recorded: (events) => {
        for (const event of events) this.records.set(`${event.call}/${event.sequence}`, event)
      },
    })
    this.#exchange.start()
  }

  killMedia(): void {
    this.#media?.kill()
    this.#media = undefined
  }

  async startMedia(): Promise<void> {
    const media = new MediaLife({
      clock: this.#newClock(),
      network: this.#networks.media,
      lineAudio: this.#lineAudio,
      boot: `media-${++this.#boots}`,
      diary: this.diary,
      happened: () => this.#eventsSeen++,
    })
    await media.host.start()
    this.#media = media
    this.#mediaTicks = Math.floor(this.#lineTicks / LINE_TICKS)
  }

  /** Does it in the midst of work: after so many turns of an event loop that has something to do. */
  interrupt(turns: number, act: () => void): void {
    this.#interruption = { turns, act }
  }

  // ---- time ----

  get uptime(): number {
    return this.clock.uptime()
  }

  /** Lets so many milliseconds pass (a multiple of 10); everything that happens in them has been dealt with. */
  async run(ms: number): Promise<void> {
    const until = this.uptime + ms
    await this.#settle() // what was done to it meanwhile
    while (this.uptime < until) await this.#stride(until)
  }

  /** Runs until `look` is true, looking every 20 ms. @throws Error with `what` after `ms` */
  async until(what: string, look: () => boolean, ms = 20_000): Promise<void> {
    const until = this.uptime + ms
    while (!look()) {
      if (this.uptime >= until) throw new Error(`${what}: not within ${ms} ms\n${this.diary.tail}`)
      await this.run(20)
    }
  }

  /** As far as nothing can happen between: a tick of media, or to the next timer while there is no audio. */
  async #stride(until: number): Promise<void> {
    const silent = (this.#media?.host.totals.terminations ?? 0) === 0
    const far = silent ? Math.min(until, this.timers.next) : Math.min(until, this.uptime + 20)
    const wanted = Math.max(1, Math.ceil((far - this.uptime) / LINE_TICK_MS))
    const before = this.timers.fired + this.#eventsSeen
    const ticks = this.lines.step(wanted)
    this.#lineTicks += ticks
    this.#stepMedia()
    await this.clock.advance(ticks * LINE_TICK_MS)
    if (before === this.timers.fired + this.#eventsSeen && !this.#isBusy) return
    this.#working = true
    await this.#settle()
    this.#working = false
  }

  #stepMedia(): void {
    const due = Math.floor(this.#lineTicks / LINE_TICKS)
    if (this.#media && due > this.#mediaTicks) this.#media.library.step(due - this.#mediaTicks)
    this.#mediaTicks = due
  }

  get #isBusy(): boolean {
    return Object.values(this.#networks).some(({ links }) => links.some(({ idle }) => !idle))
  }

  /** Until every process has done all that it can do now. */
  async #settle(): Promise<void> {
    let quiet = 0
    for (let turn = 0; quiet < QUIET_TURNS; turn++) {
      if (turn > MOST_TURNS) throw new Error(`it never comes to rest\n${this.diary.tail}`)
      const before = this.#eventsSeen
      this.#interrupts()
      await new Promise((resolve) => setImmediate(resolve))
      const delivered = this.#networks.lines.deliverAll() || this.#networks.media.deliverAll()
      quiet = delivered || before !== this.#eventsSeen ? 0 : quiet + 1
    }
    for (const { links } of Object.values(this.#networks)) {
      links.splice(0, links.length, ...links.filter(({ up, down }) => up.told || down.told))
    }
  }

  #interrupts(): void {
    const due = this.#interruption
    if (!due || !this.#working || --due.turns > 0) return
    this.#interruption = undefined
    due.act()
  }

  // ---- the lines process ----

  get #lineAudio(): string {
    return join(this.#directory, 'line-audio')
  }

  #linesProcess(cards: string, seed: number) {
    const clock = this.#newClock()
    let library: LinesLibrary | undefined
    let table: LineTable | undefined
    const host = new GatewayHost({
      clock,
      listen: this.#networks.lines.listen,
      kind: 'lines',
      boot: 'lines-1',
      log: this.diary.log('lines', () => false),
      open: (report) => {
        table = new LineTable({
          clock,
          report,
          keep: () => {},
          open: (onEvent) => {
            const audioPath = this.#lineAudio
            const options = { lines: cards, audioPath, lifelineAfterMs: 2000, seed, stepped: true }
            library = openLines(options, (event) => {
              this.#eventsSeen++
              onEvent(event)
            })
            return library
          },
        })
        return table
      },
    })
    if (!library || !table) throw new Error('no lines')
    return { host, table, library }
  }

  #newClock(): MortalClock {
    return new MortalClock(this.clock, this.timers)
  }
}
