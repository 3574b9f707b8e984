import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { prepareAccess } from '../access/set-up.ts'
import { HERE, topics } from '../bus/topics.ts'
import type { CallTable } from '../calls/call-table.ts'
import { Cause } from '../calls/cause.ts'
import { Journal } from '../calls/journal.ts'
import type { Clock } from '../clock/clock.ts'
import { addressesNow } from '../environment.ts'
import { Authenticator } from '../phones/authenticator.ts'
import { Bindings } from '../phones/bindings.ts'
import { Finding } from '../phones/found/finding.ts'
import { Guesses } from '../phones/guesses.ts'
import { Lamps } from '../phones/lamps/lamps.ts'
import { LostPhones } from '../phones/lost-phones.ts'
import { Passes } from '../phones/passes.ts'
import { Registrar } from '../phones/registrar.ts'
import type { Program } from '../program.ts'
import { uploadedMusic } from '../prompts/hold-music.ts'
import type { CallLog } from '../records/call-log.ts'
import { openCallLog } from '../records/call-log.ts'
import { DigestServer } from '../sip/auth/digest.ts'
import type { UserAgent } from '../sip/contract.ts'
import type { PolledCredential } from '../sip/transport/polled-credential.ts'
import { createUserAgent, stackOf } from '../sip/user-agent.ts'
import { checkStore } from '../store/check-store.ts'
import type { Hot } from '../store/hot.ts'
import { openHot } from '../store/hot.ts'
import type { Store } from '../store/store.ts'
import { openStore } from '../store/store.ts'
import type { LineBoard } from '../trunks/line-board.ts'
import type { SipTrunks } from '../trunks/sip/sip-trunks.ts'
import { condition } from '../words/condition.ts'
import { BrowserDoor } from './browser-door.ts'
import { CallMeasures } from './call-measures.ts'
import { Edge } from './edge.ts'
import { edgeBans } from './edge-bans.ts'
import { GatewayLink } from './gateway-link.ts'
import type { GuardedOutside } from './guarded-outside.ts'
import { hostBans } from './host-bans.ts'
import { IncomingCalls } from './incoming-calls.ts'
import { keptBindings } from './kept-bindings.ts'
import { Office } from './office.ts'
import { officeTrunks } from './office-trunks.ts'
import { openingOffice } from './opening-office.ts'
import { answerRequest } from './requests.ts'
import { SipListening } from './sip-listening.ts'
import { mainListens, ownOrigins } from './sip-listens.ts'
import { unitCredential } from './sip-sockets.ts'
import { SipTraffic } from './sip-traffic.ts'
import { spokenSetUp } from './spoken-set-up.ts'
import { Switching } from './switching.ts'
import { CallTeller } from './tell-of-calls.ts'
import { TraceRecorder } from './trace/trace-recorder.ts'
import { trunkAddresses } from './trunk-addresses.ts'
import { TrunkCalls } from './trunk-calls.ts'
import { trunkOf } from './trunk-source.ts'

const LOOK_AT_STORE_MS = 1000 // the bus says it sooner; this holds when the broker is away

const GATEWAY_WAIT_MS = 3000
const CHECK_AFTER_MS = 10_000 // calls that were taken up come first

/** The gateway controller: SIP, registrar, dial plan, calls, features. Made by `openExchange`, begun by `start`. */
export class Exchange {
  readonly office: Office
  readonly bindings: Bindings
  readonly calls: CallTable
  readonly callLog: CallLog
  /** Messages of the last calls and registrations. */
  readonly trace: TraceRecorder
  readonly userAgent: UserAgent
  readonly edge: Edge
  readonly traffic = new SipTraffic()
  readonly measures = new CallMeasures()
  /** Telephones that are on the network and not set up here. */
  readonly finding: Finding
  /** With which browser phones prove themselves. */
  readonly passes: Passes
  readonly #browserDoor: BrowserDoor
  readonly #program: Program
  readonly #store: Store
  readonly #hot: Hot
  readonly journal: Journal
  readonly lamps: Lamps
  readonly trunks: SipTrunks
  readonly #media: GatewayLink
  readonly #lines: GatewayLink
  readonly #credential: PolledCredential
  readonly #listening: SipListening
  readonly #switching: Switching
  readonly #lostPhones: LostPhones

  /** `addresses`: those of this machine to listen on, as they are now. */
  constructor(
    program: Program,
    store: Store,
    hot: Hot,
    addresses: () => readonly string[] = addressesNow,
  ) {
    const { clock, environment, log } = program
    this.#program = program
    this.#store = store
    this.#hot = hot
    this.journal = new Journal(hot, clock, (error) => this.#journalTrouble(error))
    this.office = new Office(store)
    this.office.refresh()
    this.trace = new TraceRecorder(clock)
    this.callLog = openCallLog(store.records, clock, (error) => storageTrouble(program, error))
    this.bindings = new Bindings({
      clock,
      store: keptBindings(this.journal, store.durable('sip-bindings')),
      changed: (handset, gone) => {
        this.#phoneChanged(handset)
        this.edge.bindingsChanged(handset)
        this.#lostPhones.changed(handset, gone)
        this.lamps.bindingsChanged(handset, gone)
      },
    })
    this.#lostPhones = new LostPhones({
      clock,
      bindings: this.bindings,
      account: (handset) => this.office.byId(handset),
      raise: program.raise,
      clear: program.clear,
    })
    const digest = new DigestServer({
      clock,
      realm: this.office.settings.sipRealm,
      key: digestKey(hot),
    })
    this.passes = new Passes(clock)
    const authenticator = new Authenticator(
      this.office,
      digest,
      this.bindings,
      new Guesses(clock),
      this.passes,
    )
    this.finding = new Finding({
      clock,
      log,
      directory: this.office,
      addresses: environment.bind,
      port: environment.pnpPort,
      changed: (phones) => program.bus.publish(topics.phonesFound, { site: HERE }, { phones }),
    })
    const registrar = new Registrar({
      clock,
      bindings: this.bindings,
      authenticator,
      limits: () => this.#registrationLimits(),
      failed: (request) => this.finding.registrations.failed(request),
      succeeded: (account, request) => {
        this.finding.registrations.succeeded(account, request)
        this.trace.tiePhone(request.message.callId, account.id)
      },
    })
    this.#credential = unitCredential(program)
    this.#listening = new SipListening({
      clock,
      log,
      environment,
      userAgent: () => this.userAgent,
      settings: () => this.office.settings,
      addresses,
      raise: program.raise,
      clear: program.clear,
    })
    this.#browserDoor = new BrowserDoor({
      run: environment.run,
      userAgent: () => this.userAgent,
      arrived: (flow, session) => this.passes.arrived(flow, session),
    })
    this.edge = new Edge({
      clock,
      log,
      office: this.office,
      bindings: this.bindings,
      userAgent: () => this.userAgent,
      conditions: program,
      trusted: () => trunkAddresses(store),
      sink: hostBans(program),
      kept: edgeBans(this.journal, store.durable('sip-bans'), clock),
    })
    this.userAgent = createUserAgent({
      clock,
      outbox: this.journal.outbox,
      listen: mainListens(environment), // the others may fail, and follow in `start`
      tls: { credential: this.#credential, authorities: () => this.#listening.authorities },
      allowOrigin: ownOrigins(this.#credential, addresses),
      keeps: (flow) => this.bindings.isReachedOver(flow),
      flowClosed: (flow) => {
        this.bindings.flowClosed(flow)
        this.passes.flowClosed(flow)
      },
      dscp: this.office.settings.sipDscp, // VOIP-66: at the next start
      product: 'Strowger',
      log,
      gate: this.edge.defence,
      trace: (direction, flow, callId, octets) => {
        this.traffic.note(direction, flow, octets)
        this.trace.note(direction, flow, callId, octets)
      },
      handler: {
        request: (request) => {
          if (request.message.method === 'OPTIONS' && trunkOf(request, this)) {
            request.respond(200) // a provider asks whether we are there
          } else answerRequest(request, registrar, authenticator, this.lamps)
        },
        invite: (request, named) => incoming.invite(request, named),
        newFlow: (usage, request) => {
          const device = this.calls.leg(usage.id)?.device
          const isOfTrunk = this.trunks.line(device)?.isAt(request.flow.remote.address)
          return isOfTrunk || authenticator.isOf(request, device)
        },
      },
    })
    this.lamps = new Lamps({
      clock,
      stack: stackOf(this.userAgent),
      office: this.office,
      bindings: this.bindings,
      authenticator,
      journal: this.journal,
    })
    this.trunks = officeTrunks({
      clock,
      office: this.office,
      bindings: this.bindings,
      journal: this.journal,
      conditions: program,
      userAgent: () => this.userAgent,
      calls: (trunk) => this.#switching.inUse.of(trunk),
    })
    const epoch = store.nextEpoch('exchange')
    this.#media = this.#link('media', epoch, (reachable) => this.#mediaReachable(reachable))
    this.#lines = this.#link('lines', epoch, (reachable) => this.#linesReachable(reachable))
    const teller = new CallTeller(program.bus, clock)
    this.#switching = new Switching({
      clock,
      log,
      conditions: program,
      store,
      office: this.office,
      bindings: this.bindings,
      trace: this.trace,
      journal: this.journal,
      epoch,
      media: this.#media,
      lines: this.#lines,
      userAgent: () => this.userAgent,
      record: (events) => {
        teller.tell(events)
        this.measures.note(events)
        return this.callLog.append(events)
      },
      legChanged: (...changed) => this.lamps.legChanged(...changed),
      contact: (call, { device }, contact) => ({
        ...contact,
        headers: [
          ...contact.headers,
          ...this.lamps.appearance(device, call, contact.flow.local.address),
        ],
      }),
      trunks: this.trunks,
      music: uploadedMusic(environment.data),
      setUpAnnouncement: () => spokenSetUp(store, environment, log),
    })
    this.calls = this.#switching.calls
    const { legs } = this.#switching
    const trunkCalls = new TrunkCalls({
      calls: this.calls,
      inUse: (trunk) => this.#switching.inUse.of(trunk),
      allFull: () => this.#switching.areTrunksFull,
      takeLeg: (...how) => legs.takeSip(...how),
      builtCodecs: () => this.#media.codecs,
    })
    const incoming = new IncomingCalls({
      office: this.office,
      authenticator,
      bindings: this.bindings,
      calls: this.calls,
      allows: (account, flow) => this.edge.defence.allowsAccount(account, flow),
      takeLeg: (...how) => legs.takeSip(...how),
      trunks: {
        identify: (request) => trunkOf(request, this),
        gateway: (account) => this.trunks.line(account)?.trunk,
        invite: (request, trunk) => trunkCalls.invite(request, trunk),
      },
    })
  }

  get clock(): Clock {
    return this.#program.clock
  }

  get guard(): GuardedOutside {
    return this.#switching.guard
  }

  /** What is known of every analog line now. */
  get board(): LineBoard {
    return this.#switching.board
  }

  /**
   * Takes up the calls of an earlier process, opens the sockets and the gateway. When it resolves telephones can register, and call unless
   * the gateway is still away.
   */
  async start(): Promise<void> {
    const { clock } = this.#program
    this.bindings.start()
    this.edge.start()
    this.#lostPhones.start()
    this.trunks.refresh()
    const restored = this.calls.restore()
    this.#credential.start()
    await this.userAgent.start()
    await this.#listening.start()
    await this.#browserDoor.start()
    this.lamps.restore(this.calls.calls)
    this.#switching.connect()
    this.trunks.start()
    if (this.#hot.unreadable.size > 0) {
      const keys = [...this.#hot.unreadable].slice(0, 20)
      this.#program.log.error({ keys }, 'parts of the journal could not be read')
    }
    if (restored > 0) this.#program.log.warn({ calls: restored }, 'calls taken up after a restart')
    this.#closeLostRecords()
    this.calls.resume()
    this.#watchConfiguration()
    void this.finding.start() // calls do not wait for it, nor fail with it
    clock.after(CHECK_AFTER_MS, () => void this.#checkStore())
    await Promise.all([this.#gatewayAnswers(), this.#prepareAccess()])
  }

  /** Closes everything; calls go on in the gateway and are taken up by the next process. */
  async stop(): Promise<void> {
    this.#lostPhones.stop()
    this.edge.stop()
    this.bindings.stop()
    this.finding.stop()
    this.#listening.stop()
    this.trunks.stop()
    await this.userAgent.stop()
    await this.#browserDoor.stop()
    this.#credential.stop()
    this.journal.flush()
    this.#media.stop()
    this.#lines.stop()
    await this.callLog.flush()
    await this.#store.close()
    await this.#hot.close()
  }

  /** Hangs up everywhere, before the whole server stops. Resolves when every party has been told. */
  async releaseAll(): Promise<void> {
    for (const call of this.calls.calls) {
      for (const leg of call.legs) leg.release(Cause.networkOutOfOrder)
    }
    const { calls } = this
    for (let wait = 0; wait < 16 && calls.calls.length + calls.ended > 0; wait++) {
      await this.#program.clock.sleep(50)
      await this.callLog.flush() // what has been recorded leaves the journal
    }
  }

  #registrationLimits() {
    const { registrationSeconds, registrationSecondsMin, registrationSecondsMax } =
      this.office.settings
    return {
      usual: registrationSeconds,
      least: registrationSecondsMin,
      most: registrationSecondsMax,
    }
  }

  #watchConfiguration(): void {
    const { bus, clock, stopping } = this.#program
    bus.subscribe(topics.configChanged, () => this.#configurationChanged(), stopping)
    const look = () => {
      if (stopping.aborted) return
      this.#configurationChanged()
      clock.after(LOOK_AT_STORE_MS, look)
    }
    clock.after(LOOK_AT_STORE_MS, look)
  }

  #configurationChanged(): void {
    this.#switching.guard.reconsider() // it may be another day
    if (!this.office.refresh()) return
    for (const handset of [...this.bindings.handsets()]) {
      if (!this.office.byId(handset)) this.bindings.removeAll(handset)
    }
    void this.#listening.look()
    this.edge.officeChanged()
    this.lamps.officeChanged()
    this.finding.registrations.reconsider()
    this.#switching.provisionLines()
    this.trunks.refresh()
    this.#program.log.info({ revision: this.office.revision }, 'configuration in effect')
  }

  #phoneChanged(handset: string): void {
    const [binding] = this.bindings.of(handset)
    if (binding && !binding.stale) this.finding.registered(handset)
    this.#program.bus.publish(
      topics.phoneState,
      { site: HERE, handset },
      binding
        ? {
            state: binding.stale ? 'stale' : 'registered',
            since: binding.registeredAt,
            address: binding.flow.remote.address,
            userAgent: binding.userAgent,
          }
        : { state: 'away', since: this.#program.clock.now() },
    )
  }

  /** Waits for the gateway, not for ever: without it the exchange starts all the same, and says so. */
  async #gatewayAnswers(): Promise<void> {
    const { clock } = this.#program
    const until = clock.uptime() + GATEWAY_WAIT_MS
    while (!this.#media.connected && clock.uptime() < until) await clock.sleep(20)
    if (!this.#media.connected) this.#mediaReachable(false)
  }

  /** The unit's own administrator, once in its life. Calls do not wait for it, nor fail with it. */
  async #prepareAccess(): Promise<void> {
    try {
      await prepareAccess(this.#store)
    } catch (error) {
      this.#program.log.error({ error }, 'nobody can sign in')
    }
  }

  #link(
    gateway: 'media' | 'lines',
    epoch: number,
    reachable: (reachable: boolean) => void,
  ): GatewayLink {
    const { clock, log, environment } = this.#program
    const path = join(environment.run, `${gateway}-gateway.sock`)
    return new GatewayLink({ clock, log, journal: this.journal, gateway, path, epoch, reachable })
  }

  /** Calls that a power cut ended: nobody else will ever write their end. */
  #closeLostRecords(): void {
    for (const { call, legs } of this.callLog.open()) {
      if (this.calls.call(call)) continue
      let sequence = this.callLog.events(call).at(-1)?.sequence ?? 0
      const lost = { call, at: this.#program.clock.now(), cause: Cause.destinationOutOfOrder }
      const standing = legs.filter(({ endedAt }) => endedAt === undefined)
      void this.callLog.append([
        ...standing.map(({ leg }) => ({
          ...lost,
          leg,
          kind: 'left' as const,
          sequence: ++sequence,
        })),
        { ...lost, kind: 'released', sequence: ++sequence },
      ])
    }
  }

  /** Everything stored is read once after a start, beside the work. */
  async #checkStore(): Promise<void> {
    const { environment, log, stopping } = this.#program
    const { values, damage } = await checkStore(environment.data, stopping)
    if (stopping.aborted) return
    if (damage.length === 0) {
      log.info({ values }, 'the store is sound')
      return
    }
    log.error({ damage: damage.slice(0, 20) }, 'the store is damaged')
    this.#program.raise(condition('store-damaged', { what: damage[0] ?? '' }))
  }

  #mediaReachable(reachable: boolean): void {
    if (reachable) {
      this.#program.clear('media-away')
      this.#switching.ports.mediaIsBack()
    } else {
      this.#program.raise(condition('media-away'))
    }
  }

  #linesReachable(reachable: boolean): void {
    if (reachable) this.#program.clear('lines-away')
    else {
      this.#program.raise(condition('lines-away'))
    }
  }

  #journalTrouble(error: unknown): void {
    if (error === undefined) {
      this.#program.clear('journal')
      return
    }
    this.#program.log.error({ error }, 'the journal of calls cannot be written')
    this.#program.raise(condition('journal'))
  }
}

/** Opens stores and applies the opening office to an empty one. */
export function openExchange(program: Program): Exchange {
  const { environment, clock } = program
  const trouble = (error: Error | undefined) => storageTrouble(program, error)
  const store = openStore({ data: environment.data, clock, trouble })
  openingOffice(store, environment, program.log)
  return new Exchange(program, store, openHot({ run: environment.run }))
}

/** Records or bindings cannot be written: calls go on and the events wait. `undefined`: they can again. */
function storageTrouble(program: Program, error: Error | undefined): void {
  if (!error) {
    program.clear('storage')
    return
  }
  program.raise(condition('storage', { why: error.message }))
}

/** Signs nonces. Kept over restarts of the process, so that telephones need not be challenged anew; a boot makes another. */
function digestKey(hot: Hot): Buffer {
  const known = hot.get<string>('digest-key')
  if (known) return Buffer.from(known, 'hex')
  const key = randomBytes(32)
  hot.put('digest-key', key.toString('hex'))
  return key
}
