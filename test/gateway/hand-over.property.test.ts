import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { ContextTable } from '../../firmware/gateway/context-table.ts'
import type { Inventory, Operation, OrphanPolicy, Stream } from '../../firmware/gateway/contract.ts'
import { GatewayHost } from '../../firmware/gateway/host.ts'
import { silentLog } from '../../firmware/log.ts'
import { FakeMachine, FakeMediaLibrary } from './fake-media-library.ts'
import type { MemoryLink } from './memory-network.ts'
import { MemoryNetwork } from './memory-network.ts'
import type { Effecting, Wanted, World } from './model-controller.ts'
import { ModelController, NOTHING_WANTED } from './model-controller.ts'
import { settle } from './settle.ts'

const RUNS = Number(process.env.STROWGER_PROPERTY_RUNS ?? 1000)

type Step =
  | { readonly do: 'context'; readonly keep: boolean }
  | { readonly do: 'add' | 'move' | 'stream' | 'topology'; readonly a: number; readonly b: number }
  | { readonly do: 'play' | 'record' | 'detect' | 'digits'; readonly a: number }
  | { readonly do: 'stop' | 'subtract' | 'drop-context' | 'repeat'; readonly a: number }
  | { readonly do: 'digit' | 'finish' | 'lost' | 'rtp'; readonly a: number }
  | { readonly do: 'deliver'; readonly up: boolean; readonly bytes: number }
  | { readonly do: 'deliver-all' | 'commit' | 'cut' | 'gateway-crash' | 'take-over' }
  | { readonly do: 'crash'; readonly written: boolean }
  | { readonly do: 'wait'; readonly ms: number }

const pick = fc.nat(1000)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('context' as const), keep: fc.boolean() }) },
  {
    weight: 16,
    arbitrary: fc.record({
      do: fc.constantFrom('add' as const, 'add' as const, 'move', 'stream', 'topology'),
      a: pick,
      b: pick,
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constantFrom('play' as const, 'record', 'detect', 'digits'),
      a: pick,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'stop' as const,
        'subtract',
        'drop-context',
        'repeat',
        'repeat' as const,
        'repeat' as const,
      ),
      a: pick,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom('digit' as const, 'digit' as const, 'finish', 'finish', 'lost', 'rtp'),
      a: pick,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      up: fc.boolean(),
      bytes: fc.integer({ min: 1, max: 300 }),
    }),
  },
  {
    weight: 24,
    arbitrary: fc.record({ do: fc.constantFrom('deliver-all' as const, 'commit' as const) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('cut' as const, 'cut' as const, 'gateway-crash', 'take-over'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const), written: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 20, 20, 100, 600, 2500, 7000),
    }),
  },
)

const STREAM: Stream = {
  codec: 'PCMU',
  payloadType: 0,
  ptimeMs: 20,
  send: true,
  receive: true,
  symmetric: true,
}

/** A gateway process: its library, and what was pressed on it. */
interface Boot {
  readonly host: GatewayHost
  readonly library: FakeMediaLibrary
  readonly pressed: number[]
}

/** One gateway, the controllers that come and go, and the network between them. */
class Site implements World {
  readonly clock = new VirtualClock()
  readonly machine = new FakeMachine()
  readonly network = new MemoryNetwork()
  readonly boots = new Map<string, Boot>()
  readonly acknowledgements: { boot: string; effect: string }[] = []
  boot!: Boot
  controller!: ModelController
  /** Controllers that a newer one has replaced and that do not know it yet. */
  older: ModelController[] = []
  #links = new Map<ModelController, MemoryLink[]>()
  #number = 0

  async open(): Promise<void> {
    await this.#startGateway()
    this.#startController(1, NOTHING_WANTED)
  }

  acknowledged(boot: string, operation: Effecting): void {
    this.acknowledgements.push({ boot, effect: effectOf(operation) })
  }

  async take(step: Step): Promise<void> {
    this.#take(step)
    if (step.do === 'gateway-crash') await this.#crashGateway()
    if (step.do === 'wait') await this.clock.advance(step.ms)
    await settle()
  }

  #take(step: Step): void {
    const { controller } = this
    const { contexts, terminations } = controller.wanted
    const context = (n: number) => at(Object.keys(contexts), n)
    const termination = (n: number) => at(Object.keys(terminations), n)
    switch (step.do) {
      case 'context': {
        const orphan: OrphanPolicy = step.keep
          ? { keep: true, maxAgeSeconds: 3600 }
          : { keep: false, afterSeconds: 5 }
        controller.context(this.#id('c'), orphan)
        return
      }
      case 'add': {
        const into = context(step.a)
        if (!into) return
        controller.add(this.#id('t'), into, step.b % 2 ? STREAM : undefined)
        return
      }
      case 'move': {
        const [moved, into] = [termination(step.a), context(step.b)]
        if (moved && into) controller.move(moved, into)
        return
      }
      case 'stream': {
        const set = termination(step.a)
        const remote = { address: '127.0.0.9', port: 2000 + step.b }
        if (set) controller.stream(set, { ...STREAM, remote })
        return
      }
      case 'topology': {
        const [from, to] = [termination(step.a), termination(step.b)]
        if (from && to) controller.topology(from, to, (step.a + step.b) % 2 === 0)
        return
      }
      case 'play':
      case 'record':
      case 'detect':
      case 'digits':
        this.#effect(step.do, termination(step.a))
        return
      case 'stop': {
        const attachments = Object.values(terminations).flatMap((one) =>
          Object.keys(one.attachments),
        )
        const attachment = at(attachments, step.a)
        if (attachment) controller.stop(attachment)
        return
      }
      case 'subtract': {
        const id = termination(step.a)
        if (id) controller.subtract(id)
        return
      }
      case 'drop-context': {
        const id = context(step.a)
        if (id) controller.dropContext(id)
        return
      }
      case 'repeat': {
        const operation = at(controller.asked.slice(-20), step.a)
        if (operation && isRepeatable(operation)) controller.repeat(operation)
        return
      }
      case 'digit':
      case 'rtp': {
        const handle = at(this.boot.library.terminationHandles, step.a)
        if (handle === undefined) return
        if (step.do === 'rtp') {
          this.boot.library.rtp('rtp-lost', handle)
        } else {
          this.#number++
          this.boot.pressed.push(this.#number)
          this.boot.library.press(handle, '5', this.#number)
        }
        return
      }
      case 'finish': {
        const attachment = at(this.boot.library.running, step.a)
        if (attachment !== undefined) this.boot.library.finish(attachment)
        return
      }
      case 'lost': {
        const attachment = at(this.boot.library.running, step.a)
        if (attachment !== undefined) this.boot.library.finishUnheard(attachment)
        this.boot.library.overflow()
        return
      }
      case 'deliver':
        at(this.#liveLinks(), step.bytes)?.deliver(step.up ? 'up' : 'down', step.bytes)
        return
      case 'deliver-all':
        this.network.deliverAll()
        return
      case 'commit':
        for (const each of [controller, ...this.older]) each.commit()
        return
      case 'cut':
        for (const link of this.#links.get(controller) ?? []) link.cut()
        return
      case 'take-over':
        this.older.push(controller)
        this.#startController(controller.epoch + 1, controller.journal)
        return
      case 'crash':
        this.#kill(controller, step.written)
        this.#startController(controller.epoch + 1, controller.journal)
        return
    }
  }

  #effect(op: 'play' | 'record' | 'detect' | 'digits', termination: string | undefined): void {
    if (termination === undefined) return
    const id = this.#id('a')
    if (op === 'digits') {
      const digits = id.slice(1).padStart(6, '0')
      this.controller.digits({ op, termination, key: id, digits, onMs: 100, gapMs: 100 })
      return
    }
    const common = { termination, attachment: id, side: 'to' as const }
    if (op === 'detect') this.controller.attach({ op, ...common })
    if (op === 'record') this.controller.attach({ op, ...common, path: `/r/${id}`, maxMs: 0 })
    if (op === 'play') {
      const signal = { kind: 'files' as const, paths: [`/p/${id}`], times: 1, fromMs: 0 }
      this.controller.attach({ op, ...common, signal })
    }
  }

  checkAnswers(): void {
    for (const { wrong } of [this.controller, ...this.older]) if (wrong) throw wrong
  }

  /** All is repaired and everybody has had time: one controller, one gateway, nothing on its way. */
  async quiesce(): Promise<void> {
    for (const older of this.older) this.#kill(older, false)
    this.older = []
    for (let round = 0; round < 60; round++) {
      for (let turn = 0; turn < 40; turn++) {
        this.controller.commit()
        await settle()
        const busy = this.network.deliverAll()
        await settle()
        if (!busy && this.controller.idle) break
      }
      if (round > 3 && this.controller.idle) return
      await this.clock.advance(600)
    }
    assert.fail('it does not come to rest')
  }

  async inventory(): Promise<Inventory> {
    const { promise, resolve, reject } = Promise.withResolvers<Inventory>()
    this.controller.client.request({ op: 'inventory' }).then(resolve, reject)
    await this.quiesce()
    return promise
  }

  async close(): Promise<void> {
    this.#kill(this.controller, false)
    this.network.deliverAll()
    await this.boot.host.stop()
  }

  async #startGateway(): Promise<void> {
    let library: FakeMediaLibrary | undefined
    const host = new GatewayHost({
      clock: this.clock,
      listen: this.network.listen,
      kind: 'media',
      boot: this.#id('boot'),
      retention: 6,
      log: silentLog,
      open: (report) =>
        new ContextTable({
          clock: this.clock,
          report,
          open: (onEvent) => {
            library = new FakeMediaLibrary(onEvent, this.machine)
            return library
          },
        }),
    })
    await host.start()
    assert(library)
    this.boot = { host, library, pressed: [] }
    this.boots.set(host.boot, this.boot)
  }

  async #crashGateway(): Promise<void> {
    this.network.gatewayDies()
    await this.boot.host.stop()
    await this.#startGateway()
  }

  #startController(epoch: number, journal: Wanted): void {
    const links: MemoryLink[] = []
    const dial = this.network.dial((link) => links.push(link))
    this.controller = new ModelController(this, dial, epoch, journal)
    this.#links.set(this.controller, links)
  }

  #kill(controller: ModelController, written: boolean): void {
    for (const link of this.#links.get(controller) ?? []) link.die('down')
    controller.crash(written)
  }

  #liveLinks(): MemoryLink[] {
    return this.network.links.filter((link) => !link.idle)
  }

  #id(kind: string): string {
    this.#number++
    return `${kind}${this.#number}`
  }
}

function at<Item>(items: readonly Item[], n: number): Item | undefined {
  return items[n % items.length]
}

/** What is set anew is not the same when it is said late; all else is. */
function isRepeatable({ op }: Operation): boolean {
  return op !== 'stream' && op !== 'topology' && op !== 'move'
}

function effectOf(operation: Effecting): string {
  if (operation.op === 'digits') return `digits ${operation.digits}`
  if (operation.op === 'record') return `record both-or-side ${operation.path}`
  return operation.signal.kind === 'files' ? `files ${operation.signal.paths.join()}` : 'tone'
}

/** Effects of a library, named as `effectOf` names them. */
function effectsIn({ library }: Boot): string[] {
  return library.effects.map(({ kind, what }) => {
    const name = what.replace(/^(from|to|both) /, '')
    return kind === 'record' ? `record both-or-side ${name}` : `${kind} ${name}`
  })
}

function checkEffects(site: Site): void {
  const digits: string[] = []
  for (const boot of site.boots.values()) {
    const effects = effectsIn(boot)
    assert.deepEqual(effects, [...new Set(effects)], 'an effect came twice')
    digits.push(...effects.filter((effect) => effect.startsWith('digits')))
  }
  assert.deepEqual(digits, [...new Set(digits)], 'digits were sent twice')
  for (const { boot, effect } of site.acknowledgements) {
    const found = site.boots.get(boot)
    assert(found && effectsIn(found).includes(effect), `acknowledged, but never there: ${effect}`)
  }
}

/** Events come in order, each once, and none is missing but where an inventory stands for it. */
function checkEvents(site: Site): void {
  const { heard } = site.controller.journal
  const boots = [...new Set(heard.map(({ boot }) => boot))]
  for (const boot of boots) {
    let last = 0
    let complete = true
    let gap = false // an inventory has to stand for what is missing
    const digits: number[] = []
    for (const item of heard) {
      if (item.boot !== boot) continue
      if ('inventory' in item) {
        if (item.inventory > last) complete = false
        last = item.inventory
        gap = false
        continue
      }
      assert(item.event.event > last, `event ${item.event.event} behind ${last}`)
      if (item.event.event !== last + 1) {
        gap = true
        complete = false
      }
      last = item.event.event
      if (item.event.kind === 'digit') digits.push(item.event.durationMs)
    }
    assert(!gap, `events before ${last} are missing`)
    const there = site.boots.get(boot)
    assert(there)
    const pressed = there.pressed.filter((key) => digits.includes(key))
    assert.deepEqual(digits, pressed, 'digits out of order, or twice')
    if (there !== site.boot) continue
    assert.equal(last, there.host.totals.lastEvent, 'events are missing at the end')
    if (complete) assert.deepEqual(digits, there.pressed, 'a digit is missing')
  }
}

/** The journal and the gateway agree on contexts, terminations, streams, attachments and topology. */
function checkAgreement({ controller, boot }: Site, inventory: Inventory): void {
  const { wanted } = controller
  const contexts = Object.fromEntries(inventory.contexts.map((one) => [one.context, one.orphan]))
  assert.deepEqual(contexts, wanted.contexts)
  const terminations = inventory.contexts.flatMap(({ context, terminations }) =>
    terminations.map(({ termination, port, stream, attachments }) => ({
      termination,
      context,
      port,
      // What a replaced controller has set last cannot be unset, only replaced.
      stream: wanted.terminations[termination]?.stream && stream,
      attachments: [...attachments].sort(),
    })),
  )
  const desired = Object.entries(wanted.terminations).map(([termination, one]) => ({
    termination,
    context: one.context,
    port: one.port,
    stream: one.stream,
    attachments: Object.keys(one.attachments).sort(),
  }))
  const byId = (a: { termination: string }, b: { termination: string }) =>
    a.termination.localeCompare(b.termination)
  assert.deepEqual(terminations.sort(byId), desired.sort(byId))
  const changed = inventory.contexts.flatMap(({ topology }) =>
    topology.map(({ from, to, hears }) => [`${from}>${to}`, hears] as const),
  )
  assert.deepEqual(Object.fromEntries(changed), wanted.changed)
  const { contexts: inLibrary, terminations: alsoThere } = boot.library.totals()
  assert.equal(inLibrary, inventory.contexts.length, 'contexts of nobody')
  assert.equal(alsoThere, terminations.length, 'terminations of nobody')
}

async function checkNothingLeft(site: Site): Promise<void> {
  for (const context of Object.keys(site.controller.wanted.contexts)) {
    site.controller.dropContext(context)
  }
  await site.quiesce()
  const { contexts, terminations, attachments } = site.boot.library.totals()
  assert.deepEqual({ contexts, terminations, attachments }, NONE)
  const totals = site.boot.host.totals
  assert.equal(totals.contexts + totals.terminations + totals.attachments, 0)
  assert.equal(totals.eventsKept, 0, 'events not acknowledged')
  assert.equal(site.machine.portsInUse.size, 0)
  await site.close()
  assert.equal(site.clock.waiting, 0, 'timers that nobody needs')
}

const NONE = { contexts: 0, terminations: 0, attachments: 0 }

async function live(steps: readonly Step[]): Promise<void> {
  const site = new Site()
  await site.open()
  for (const each of steps) {
    await site.take(each)
    site.checkAnswers()
  }
  await site.quiesce()
  site.checkAnswers()
  checkEffects(site)
  checkEvents(site)
  checkAgreement(site, await site.inventory())
  await checkNothingLeft(site)
}

t.test(
  'DESIGN §5 whatever is lost, repeated, cut or killed, journal and gateway agree and nothing happens twice',
  { timeout: 600_000 },
  async (t) => {
    const story = fc.array(step, { minLength: 5, maxLength: 120, size: 'max' })
    await fc.assert(fc.asyncProperty(story, live), { numRuns: RUNS, endOnFailure: false })
    t.pass(`${RUNS} stories`)
  },
)
