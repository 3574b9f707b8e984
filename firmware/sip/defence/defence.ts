import type { Clock } from '../../clock/clock.ts'
import type { Flow } from '../contract.ts'
import type { SipRequest } from '../message/message.ts'
import type { Ban, BanReason } from './ban-list.ts'
import { BanList } from './ban-list.ts'
import type { BanSink } from './ban-sink.ts'
import { Devices } from './devices.ts'
import { emergencyUser, isLocalAddress } from './edge.ts'
import type { Admission, Gate } from './gate.ts'
import type { KeptBans } from './kept-bans.ts'
import type { Limits, MethodClass } from './limits.ts'
import { classOf, LIMITS, SCORE_OF_EXCESS, SCORE_OF_PROOF, scoreOf } from './limits.ts'
import { Lru } from './lru.ts'
import type { Overload } from './overload.ts'
import type { Prefix } from './source.ts'
import { isWithin, sourceOf } from './source.ts'
import { SourceRecord } from './source-record.ts'
import type { TokenBucket } from './token-bucket.ts'
import { fullBucket, takeToken } from './token-bucket.ts'

/** Why something was not taken, or not answered. */
export type DropReason = 'banned' | 'rate' | 'crowd' | 'unproven' | 'overload'

export interface DefenceOptions {
  readonly clock: Clock
  /** Whether this is dialled for emergency: what comes from the local network is then always taken (SECURITY row 22). */
  readonly isEmergency: (user: string) => boolean
  /** Networks that nothing here concerns. */
  readonly allowed: () => readonly Prefix[]
  readonly overload?: Overload
  readonly sink?: BanSink
  /** Bans of an earlier process, and where ours are kept. */
  readonly kept?: KeptBans
  readonly limits?: Limits
  readonly isLocal?: (address: string) => boolean
  /** Whether sources may be banned by themselves; they may unless given. */
  readonly mayBan?: () => boolean
  /** A source was banned; `ms`: for so long. */
  readonly banned?: (source: string, reason: BanReason, ms: number) => void
}

/** After so many were dropped, one second in which datagrams of the source are not even read. */
const EXCESS = 50
const DEAF_MS = 1000
/** All sources together that have proved nothing: a flood of made-up senders. */
const CROWD = { perSecond: 1000, burst: 3000 }
const MOST_ALLOWED = 4096
const KNOWN_MS = 24 * 3_600_000

/**
 * Who is listened to (SECURITY rows 7 and 9): limits by source for those who have proved nothing, bans for those who guess or flood. A device
 * that is registered over its flow is never limited, nor is its source ever banned (spec README decision 9). What is not taken is dropped
 * silently, and nobody unproved is sent more octets than came from there.
 */
export class Defence implements Gate {
  readonly devices = new Devices()
  readonly bans: BanList
  /** Messages by what became of them. */
  readonly dropped: Record<DropReason, number> = {
    banned: 0,
    rate: 0,
    crowd: 0,
    unproven: 0,
    overload: 0,
  }
  /** The source that sent too much last. */
  latestExcess = ''
  readonly #options: DefenceOptions
  readonly #limits: Limits
  readonly #isLocal: (address: string) => boolean
  readonly #sources: Lru<string, SourceRecord>
  readonly #accounts: Lru<string, TokenBucket>
  /** UDP peers that we talk with, and since when: whatever their source does, they are read. */
  readonly #known: Lru<string, number>
  /** Sources that are not read, until then. */
  readonly #deaf = new Map<string, number>()
  readonly #crowd: TokenBucket
  /** What was found out about addresses, and by which networks. */
  #allowed = new Lru<string, boolean>(MOST_ALLOWED)
  #allowedBy: readonly Prefix[] = []
  #banned = 0

  constructor(options: DefenceOptions) {
    const { clock, sink, kept, limits = LIMITS } = options
    this.#options = options
    this.#limits = limits
    this.#isLocal = options.isLocal ?? isLocalAddress
    this.bans = new BanList(clock, limits.sources, sink, kept)
    this.bans.restore()
    this.#banned = this.bans.size
    this.#sources = new Lru(limits.sources)
    this.#accounts = new Lru(limits.sources)
    this.#known = new Lru(limits.flows)
    this.#crowd = fullBucket(CROWD, clock.uptime())
  }

  /** Sources that are remembered now. */
  get sources(): number {
    return this.#sources.size
  }

  hears(address: string, port: number, octets: Buffer): boolean {
    if (this.#banned === 0 && this.#deaf.size === 0) return true // nearly always
    const source = sourceOf(address)
    const why = this.#shutOut(source)
    if (!why || this.devices.has(address, port) || this.#isKnown(address, port)) return true
    if (this.#isAllowed(address) || this.#isEmergency(emergencyUser(octets), address)) return true
    this.dropped[why]++
    return false
  }

  welcomes(address: string): boolean {
    const source = sourceOf(address)
    if (this.#isAllowed(address)) return true
    if (this.devices.areAt(source)) return true
    if (this.bans.isBanned(source) && !this.#isLocal(address)) return this.#drop('banned')
    const record = this.#record(source, address)
    return record.takes('connection', this.#limits, this.#now) || this.#drop('rate')
  }

  admits(request: SipRequest, flow: Flow, isOurs: () => boolean): Admission {
    const { address, port } = flow.remote
    if (this.devices.has(address, port)) return 'take'
    if (this.#isAllowed(address)) return 'take'
    const source = sourceOf(address)
    const record = this.#record(source, address)
    record.earns(request.text.length, this.#limits)
    if (isOurs()) return 'take'
    if (request.method === 'INVITE' && this.#isEmergency(request.requestUri.user, address)) {
      this.#know(flow)
      return 'take'
    }
    if (this.#shutOut(source) === 'banned') return this.#dropped('banned')
    const kind = classOf(request.method)
    if (!record.takes(kind, this.#limits, this.#now)) return this.#tooMany(source, record)
    if (kind === 'stray') return 'take'
    if (!record.isVerified(this.#now) && !takeToken(this.#crowd, CROWD, this.#now)) {
      return this.#dropped('crowd')
    }
    return this.#unlessOverloaded()
  }

  strange(flow: Flow, octets: number): void {
    const { address, port } = flow.remote
    if (this.devices.has(address, port) || this.#isAllowed(address)) return
    const source = sourceOf(address)
    const record = this.#record(source, address)
    record.earns(octets, this.#limits)
    if (!record.takes('stray', this.#limits, this.#now)) this.#tooMany(source, record)
  }

  sends(flow: Flow, message: string): boolean {
    const { address, port } = flow.remote
    if (this.devices.has(address, port) || this.#isAllowed(address)) return true
    const status = message.startsWith('SIP/2.0 ') ? Number(message.slice(8, 11)) : 0
    if (status < 300) {
      if (status >= 200) this.#proved(flow, message)
      this.#know(flow)
      return true
    }
    const source = sourceOf(address)
    const record = this.#record(source, address)
    this.#against(source, record, scoreOf(status), 'guessing')
    if (flow.transport !== 'udp' || record.isVerified(this.#now)) return true
    return record.affords(message.length) || this.#drop('unproven')
  }

  /** Whether an account may do this from a flow that it is not registered over: a stolen password must not ring the world. */
  allowsAccount(account: string, { remote: { address, port } }: Flow): boolean {
    if (this.devices.has(address, port) || this.#isAllowed(address)) return true
    const rate = this.#limits.account
    const bucket = this.#accounts.use(account) ?? fullBucket(rate, this.#now)
    this.#accounts.set(account, bucket)
    return takeToken(bucket, rate, this.#now) || this.#drop('rate')
  }

  /** By hand. False: a device is registered from there, or it is allowed by the settings. */
  ban(address: string, ms: number): boolean {
    const source = sourceOf(address)
    if (this.devices.areAt(source) || this.#isAllowed(address)) return false
    this.bans.ban(source, 'manual', { firstBanMs: ms, longestBanMs: ms })
    this.#banned++
    return true
  }

  /** False: it was not banned. What spoke against it is forgotten. */
  unban(address: string): boolean {
    const source = sourceOf(address)
    this.#sources.delete(source)
    this.#deaf.delete(source)
    return this.bans.unban(source)
  }

  /** Those in force. */
  list(): readonly Ban[] {
    const bans = this.bans.list()
    this.#banned = bans.length
    return bans
  }

  get #now(): number {
    return this.#options.clock.uptime()
  }

  #isAllowed(address: string): boolean {
    const prefixes = this.#options.allowed()
    if (prefixes.length === 0) return false
    if (prefixes !== this.#allowedBy) {
      this.#allowedBy = prefixes
      this.#allowed = new Lru(MOST_ALLOWED)
    }
    const known = this.#allowed.peek(address)
    if (known !== undefined) return known
    const found = isWithin(address, prefixes)
    this.#allowed.set(address, found)
    return found
  }

  #isEmergency(user: string | undefined, address: string): boolean {
    return user !== undefined && this.#isLocal(address) && this.#options.isEmergency(user)
  }

  #isKnown(address: string, port: number): boolean {
    const since = this.#known.peek(`${address} ${port}`)
    return since !== undefined && this.#now - since < KNOWN_MS
  }

  #know({ transport, remote: { address, port } }: Flow): void {
    if (transport === 'udp') this.#known.set(`${address} ${port}`, this.#now)
  }

  #shutOut(source: string): 'banned' | 'rate' | undefined {
    if (this.bans.isBanned(source)) return this.devices.areAt(source) ? undefined : 'banned'
    const until = this.#deaf.get(source)
    if (until === undefined) return undefined
    if (until > this.#now) return 'rate'
    this.#deaf.delete(source)
    return undefined
  }

  #record(source: string, address: string): SourceRecord {
    const known = this.#sources.use(source)
    if (known) return known
    const record = new SourceRecord(this.#isLocal(address))
    this.#sources.set(source, record)
    return record
  }

  #unlessOverloaded(): Admission {
    const retryAfterSeconds = this.#options.overload?.refusal()
    if (retryAfterSeconds === undefined) return 'take'
    this.dropped.overload++
    return { retryAfterSeconds }
  }

  #tooMany(source: string, record: SourceRecord): Admission {
    this.latestExcess = source
    this.#against(source, record, SCORE_OF_EXCESS, 'flood')
    if (++record.excess >= EXCESS) {
      record.excess = 0
      if (this.#deaf.size >= this.#limits.sources) this.#deaf.clear()
      this.#deaf.set(source, this.#now + DEAF_MS)
    }
    return this.#dropped('rate')
  }

  #proved(flow: Flow, message: string): void {
    const source = sourceOf(flow.remote.address)
    const record = this.#record(source, flow.remote.address)
    record.proves(kindOfAnswered(message), this.#limits, this.#now)
    record.score(-SCORE_OF_PROOF, this.#limits, this.#now)
  }

  #against(source: string, record: SourceRecord, points: number, reason: BanReason): void {
    if (points === 0 || this.devices.areAt(source) || this.#options.mayBan?.() === false) return
    const { banScore, firstBanMs, longestBanMs, longestLocalBanMs } = this.#limits
    if (record.score(points, this.#limits, this.#now) < banScore) return
    const longest = record.isLocal ? longestLocalBanMs : longestBanMs
    const ms = this.bans.ban(source, reason, { firstBanMs, longestBanMs: longest })
    record.score(-banScore, this.#limits, this.#now)
    this.#banned++
    this.#options.banned?.(source, reason, ms)
  }

  #dropped(why: DropReason): 'drop' {
    this.dropped[why]++
    return 'drop'
  }

  #drop(why: DropReason): false {
    this.dropped[why]++
    return false
  }
}

/** What was asked, by the CSeq of its response. */
function kindOfAnswered(response: string): MethodClass {
  const [, method = ''] = /\r\nCSeq: \d+ (\w+)/.exec(response) ?? []
  return classOf(method)
}
