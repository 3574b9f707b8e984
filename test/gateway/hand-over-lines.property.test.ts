import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { Inventory, Operation } from '../../firmware/gateway/contract.ts'
import { GatewayHost } from '../../firmware/gateway/host.ts'
import { LineTable } from '../../firmware/gateway/line-table.ts'
import { silentLog } from '../../firmware/log.ts'
import { FAKE_LINES, FakeLinesLibrary } from './fake-lines-library.ts'
import type { MemoryLink } from './memory-network.ts'
import { MemoryNetwork } from './memory-network.ts'
import type { WantedLines } from './model-line-controller.ts'
import { ModelLineController, NO_LINES_WANTED } from './model-line-controller.ts'
import { settle } from './settle.ts'

const RUNS = Number(process.env.STROWGER_PROPERTY_RUNS ?? 1000)

type Step =
  | { readonly do: 'context'; readonly a: number }
  | { readonly do: 'add' | 'move' | 'hook'; readonly a: number; readonly b: number }
  | {
      readonly do: 'ring' | 'subtract' | 'drop-context' | 'repeat' | 'provision'
      readonly a: number
    }
  | { readonly do: 'lift' | 'lay-down' | 'caller' | 'lost'; readonly a: number }
  | { readonly do: 'deliver'; readonly a: number; readonly b: number }
  | { readonly do: 'deliver-all' | 'commit' | 'cut' | 'gateway-crash' | 'take-over' }
  | { readonly do: 'crash' | 'wait'; readonly a: number }

const some = <Name extends string>(...names: Name[]) =>
  fc.record({ do: fc.constantFrom(...names), a: fc.nat(1000), b: fc.nat(1000) })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: some('context') },
  { weight: 18, arbitrary: some('add', 'add', 'move', 'hook', 'ring', 'ring') },
  {
    weight: 9,
    arbitrary: some('subtract', 'drop-context', 'repeat', 'repeat', 'repeat', 'provision'),
  },
  {
    weight: 14,
    arbitrary: some('lift', 'lay-down', 'lift', 'lay-down', 'caller', 'caller', 'lost'),
  },
  { weight: 12, arbitrary: some('deliver') },
  { weight: 24, arbitrary: some('deliver-all', 'commit') },
  { weight: 5, arbitrary: some('cut', 'cut', 'gateway-crash', 'take-over') },
  { weight: 8, arbitrary: some('wait', 'wait', 'wait', 'crash') },
)
const WAITS = [1, 20, 20, 100, 600, 2500, 7000]

/** A gateway process: its library, and the callers whose numbers came in. */
interface Boot {
  readonly host: GatewayHost
  readonly library: FakeLinesLibrary
  readonly callers: string[]
}

/** One lines gateway, the controllers that come and go, and the network between them. */
class Site {
  readonly clock = new VirtualClock()
  readonly network = new MemoryNetwork()
  readonly boots = new Map<string, Boot>()
  boot!: Boot
  controller!: ModelLineController
  older: ModelLineController[] = []
  #links = new Map<ModelLineController, MemoryLink[]>()
  #number = 0

  async open(): Promise<void> {
    await this.#startGateway()
    this.#startController(1, NO_LINES_WANTED)
  }

  async take(step: Step): Promise<void> {
    this.#take(step)
    if (step.do === 'gateway-crash') {
      this.network.gatewayDies()
      await this.boot.host.stop()
      await this.#startGateway()
    }
    if (step.do === 'wait') await this.clock.advance(WAITS[step.a % WAITS.length] ?? 0)
    await settle()
  }

  #take(step: Step): void {
    const { controller, boot } = this
    const { library } = boot
    const context = (n: number) => at(Object.keys(controller.wanted.contexts), n) ?? ''
    const termination = (n: number) => at(Object.keys(controller.wanted.terminations), n) ?? ''
    switch (step.do) {
      case 'context':
        controller.context(
          this.#id('c'),
          step.a % 2 ? { keep: true, maxAgeSeconds: 3600 } : { keep: false, afterSeconds: 5 },
        )
        return
      case 'add': {
        const into = context(step.a)
        const line = at(FAKE_LINES, step.b)?.name ?? ''
        if (into) controller.add(this.#id('t'), into, line)
        return
      }
      case 'move': {
        const into = context(step.b)
        if (into) controller.move(termination(step.a), into)
        return
      }
      case 'hook':
        controller.hook(termination(step.a), step.b % 2 ? 'off' : 'on')
        return
      case 'ring':
        this.#number++
        controller.ring(termination(step.a), step.a % 4 ? [this.#number, 4000] : [])
        return
      case 'subtract':
        if (termination(step.a)) controller.subtract(termination(step.a))
        return
      case 'drop-context':
        if (context(step.a)) controller.dropContext(context(step.a))
        return
      case 'provision':
        controller.provision(step.a)
        return
      case 'repeat': {
        const operation = at(controller.asked.slice(-20), step.a)
        if (operation && isRepeatable(operation)) controller.repeat(operation)
        return
      }
      case 'lift':
        library.lift(step.a % 2)
        return
      case 'lay-down':
        library.layDown(step.a % 2)
        return
      case 'caller': {
        const number = this.#id('2')
        boot.callers.push(number)
        library.tell({ kind: 'caller', line: 2 + (step.a % 2), number, name: '' })
        return
      }
      case 'lost':
        library.deaf = true
        if (step.a % 2) library.lift(0)
        else library.layDown(0)
        library.deaf = false
        library.tell({ kind: 'overflow' })
        return
      case 'deliver':
        at(
          this.network.links.filter((link) => !link.idle),
          step.b,
        )?.deliver(step.a % 2 ? 'up' : 'down', 1 + (step.b % 300))
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
        this.#kill(controller, step.a % 2 === 0)
        this.#startController(controller.epoch + 1, controller.journal)
        return
    }
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
    const answer = this.controller.client.request({ op: 'inventory' })
    await this.quiesce()
    return answer
  }

  async close(): Promise<void> {
    this.#kill(this.controller, false)
    this.network.deliverAll()
    await this.boot.host.stop()
  }

  async #startGateway(): Promise<void> {
    const { clock } = this
    let library: FakeLinesLibrary | undefined
    const host = new GatewayHost({
      clock,
      listen: this.network.listen,
      kind: 'lines',
      boot: this.#id('boot'),
      retention: 6,
      log: silentLog,
      open: (report) =>
        new LineTable({
          clock,
          report,
          keep() {},
          open: (onEvent) => {
            library = new FakeLinesLibrary(onEvent)
            return library
          },
        }),
    })
    await host.start()
    assert(library)
    this.boot = { host, library, callers: [] }
    this.boots.set(host.boot, this.boot)
  }

  #startController(epoch: number, journal: WantedLines): void {
    const links: MemoryLink[] = []
    const dial = this.network.dial((link) => links.push(link))
    this.controller = new ModelLineController(this.clock, dial, epoch, journal)
    this.#links.set(this.controller, links)
  }

  #kill(controller: ModelLineController, written: boolean): void {
    for (const link of this.#links.get(controller) ?? []) link.die('down')
    controller.crash(written)
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
  return op === 'context' || op === 'add-line' || op === 'subtract' || op === 'drop-context'
}

/** A telephone does not begin to ring twice for one request, a line is not seized that is seized. */
function checkEffects(site: Site): void {
  for (const { library } of site.boots.values()) {
    for (const { name } of library.lines) {
      const effects = library.effects.filter((effect) => effect.split(' ')[1] === name)
      for (const [index, effect] of effects.entries()) {
        if (/^(ring|off) /.test(effect)) assert.notEqual(effect, effects[index + 1], 'twice')
      }
    }
  }
}

/** Events come in order, each once, and none is missing but where an inventory stands for it. */
function checkEvents(site: Site): void {
  const { heard } = site.controller.journal
  for (const boot of new Set(heard.map((item) => item.boot))) {
    let last = 0
    let gap = false // an inventory has to stand for what is missing
    const callers: string[] = []
    for (const item of heard) {
      if (item.boot !== boot) continue
      if ('inventory' in item) {
        last = item.inventory
        gap = false
        continue
      }
      const { event } = item
      assert(event.event > last, `event ${event.event} behind ${last}`)
      if (event.event !== last + 1) gap = true
      last = event.event
      if (event.kind === 'line' && event.what.kind === 'caller') callers.push(event.what.number)
    }
    assert(!gap, `events before ${last} are missing`)
    const there = site.boots.get(boot)
    assert(there)
    const came = there.callers.filter((number) => callers.includes(number))
    assert.deepEqual(callers, came, 'callers out of order, or twice')
    if (there === site.boot) assert.equal(last, there.host.totals.lastEvent, 'missing at the end')
  }
}

/** The journal, the gateway and the lines themselves agree. */
function checkAgreement({ controller, boot }: Site, inventory: Inventory): void {
  const { wanted } = controller
  const contexts = Object.fromEntries(inventory.contexts.map((one) => [one.context, one.orphan]))
  assert.deepEqual(contexts, wanted.contexts)
  const held = inventory.contexts.flatMap(({ context, terminations }) =>
    terminations.map(({ termination, line }) => `${termination} ${line} ${context}`),
  )
  const desired = Object.entries(wanted.terminations).map(
    ([termination, { line, context }]) => `${termination} ${line} ${context}`,
  )
  assert.deepEqual(held.sort(), desired.sort())
  assert.equal(boot.library.table?.preDialMs, wanted.preDialMs)
  for (const [number, { name, kind }] of boot.library.lines.entries()) {
    const { hook, ringing, served } = boot.library.state(number)
    const [id, one] =
      Object.entries(wanted.terminations).find(([, { line }]) => line === name) ?? []
    const shown = inventory.lines?.find(({ line }) => line === name)
    assert.equal(shown?.termination, id)
    assert.equal(shown?.hook, hook)
    if (!one) assert(!served && !ringing, `${name} of nobody`)
    if (kind === 'fxo') assert.equal(hook, one?.hook ?? 'on', `hook of ${name}`)
    else assert.equal(ringing, (one?.cadence.length ?? 0) > 0, `ringing of ${name}`)
  }
}

async function checkNothingLeft(site: Site): Promise<void> {
  for (const context of Object.keys(site.controller.wanted.contexts)) {
    site.controller.dropContext(context)
  }
  await site.quiesce()
  const { contexts, terminations, eventsKept } = site.boot.host.totals
  assert.deepEqual({ contexts, terminations, eventsKept }, NOTHING_HELD)
  for (const number of FAKE_LINES.keys()) {
    const { served, ringing } = site.boot.library.state(number)
    assert(!served && !ringing, `line ${number} is not at rest`)
  }
  await site.close()
  assert.equal(site.clock.waiting, 0, 'timers that nobody needs')
}

const NOTHING_HELD = { contexts: 0, terminations: 0, eventsKept: 0 }

async function live(steps: readonly Step[]): Promise<void> {
  const site = new Site()
  await site.open()
  for (const each of steps) await site.take(each)
  await site.quiesce()
  checkEffects(site)
  checkEvents(site)
  checkAgreement(site, await site.inventory())
  await checkNothingLeft(site)
}

t.test(
  'DESIGN §5 whatever is lost, repeated, cut or killed, journal and lines agree and no telephone rings by itself',
  { timeout: 600_000 },
  async (t) => {
    const story = fc.array(step, { minLength: 5, maxLength: 120, size: 'max' })
    await fc.assert(fc.asyncProperty(story, live), { numRuns: RUNS, endOnFailure: false })
    t.pass(`${RUNS} stories`)
  },
)
