import { randomBytes } from 'node:crypto'
import { encryptionOf } from '../calls/protection/policy.ts'
import { inviteOptionsOf } from '../calls/sip-leg/invite-options.ts'
import type { AnalogHandset } from '../model/analog-handset.ts'
import { AnalogHandset as AnalogHandsetEntity } from '../model/analog-handset.ts'
import { DialPlan } from '../model/dial-plan.ts'
import type { Extension } from '../model/extension.ts'
import { Extension as ExtensionEntity } from '../model/extension.ts'
import { FxoLine } from '../model/fxo-line.ts'
import type { Handset } from '../model/handset.ts'
import { Handset as HandsetEntity } from '../model/handset.ts'
import { ServerSettings } from '../model/server-settings.ts'
import { SipTrunk } from '../model/sip-trunk.ts'
import { Site } from '../model/site.ts'
import { fullName, User } from '../model/user.ts'
import type { NumberSpace } from '../numbers/number-space.ts'
import type { AnalogPhone } from '../phones/analog-phones.ts'
import type { HandsetAccount, HandsetDirectory } from '../phones/handset-directory.ts'
import type { Overview } from '../phones/live-phone.ts'
import type { HeardMusic } from '../prompts/hold-music.ts'
import { digestHa1 } from '../sip/auth/digest.ts'
import type { Store } from '../store/store.ts'
import type { TrunkAccount } from '../trunks/sip/trunk-line.ts'
import { OwnMusic } from './own-music.ts'

/** The configuration as the exchange uses it: indexed, and read anew only when a revision changed it. */
export class Office implements HandsetDirectory, NumberSpace {
  readonly #store: Store
  readonly #ownMusic = new OwnMusic()
  /** The password of those who have none: nobody knows it. */
  readonly #nobodys = randomBytes(32).toString('base64url')
  #revision = -1
  #byId = new Map<string, HandsetAccount>()
  #bySipUser = new Map<string, HandsetAccount>()
  #byLoginId = new Map<string, HandsetAccount>()
  #extensions = new Map<string, Extension>()
  #extensionsById = new Map<string, Extension>()
  #analogByPort = new Map<string, AnalogPhone>()
  #analogById = new Map<string, AnalogPhone>()
  #outsideLines: readonly FxoLine[] = []
  #trunks: readonly TrunkAccount[] = []
  /** Gateways that register here, by ID and by login ID. */
  #gateways = new Map<string, HandsetAccount>()
  #settings: ServerSettings
  #country = 'US'
  #timeZone = 'UTC'
  #plan: DialPlan
  /** What an account was made from, so that an unchanged secret is not decrypted again. */
  #made = new Map<
    string,
    { readonly handset: Handset; readonly name: string; readonly account: HandsetAccount }
  >()

  constructor(store: Store) {
    this.#store = store
    this.#settings = store.only(ServerSettings)
    this.#plan = store.only(DialPlan)
  }

  /** Revision that is in effect. */
  get revision(): number {
    return this.#revision
  }

  /** Takes over what the store holds now. False: nothing has changed since. */
  refresh(): boolean {
    const revision = this.#store.revision()
    if (revision === this.#revision) return false
    this.#revision = revision
    this.#settings = this.#store.only(ServerSettings)
    this.#plan = this.#store.only(DialPlan)
    const [site] = this.#store.all(Site)
    this.#country = site?.country ?? 'US'
    this.#timeZone = site?.timeZone ?? 'UTC'
    const extensions = this.#store.all(ExtensionEntity)
    this.#extensions = new Map(extensions.map((extension) => [extension.number, extension]))
    this.#extensionsById = new Map(extensions.map((extension) => [extension.id, extension]))
    const accounts = this.#store.all(HandsetEntity).map((handset) => this.#account(handset))
    this.#byId = new Map(accounts.map((account) => [account.id, account]))
    this.#bySipUser = new Map(accounts.map((account) => [account.sipUser, account]))
    this.#byLoginId = new Map(accounts.map((account) => [account.loginId, account]))
    for (const id of this.#made.keys()) if (!this.#byId.has(id)) this.#made.delete(id)
    const analog = this.#store.all(AnalogHandsetEntity).map((handset) => this.#analogPhone(handset))
    this.#analogById = new Map(analog.map((phone) => [phone.id, phone]))
    this.#analogByPort = new Map(analog.map((phone) => [phone.port, phone]))
    this.#outsideLines = this.#store.all(FxoLine)
    this.#ownMusic.read(this.#store)
    this.#readTrunks()
    return true
  }

  get plan(): DialPlan {
    return this.#plan
  }

  numbers(): Iterable<string> {
    return this.#extensions.keys()
  }

  /** The telephone on an FXS port. */
  analogByPort(port: string): AnalogPhone | undefined {
    return this.#analogByPort.get(port)
  }

  analogById(id: string): AnalogPhone | undefined {
    return this.#analogById.get(id)
  }

  get analogPhones(): Iterable<AnalogPhone> {
    return this.#analogByPort.values()
  }

  get outsideLines(): readonly FxoLine[] {
    return this.#outsideLines
  }

  /** The line on an FXO port. */
  outsideLine(port: string): FxoLine | undefined {
    return this.#outsideLines.find((line) => line.port === port)
  }

  /** SIP trunks with their passwords. */
  get trunks(): readonly TrunkAccount[] {
    return this.#trunks
  }

  /** What the other party hears while that telephone has it on hold (HSF-14, MOH-18). */
  holdMusic(device: string | undefined): HeardMusic {
    const phone =
      device === undefined ? undefined : (this.#byId.get(device) ?? this.#analogById.get(device))
    return this.#ownMusic.heard(device, phone?.holdMusic ?? 'default', this.#settings)
  }

  get settings(): ServerSettings {
    return this.#settings
  }

  /** Number of this site, 1 to 99. */
  get site(): number {
    return this.#store.all(Site)[0]?.number ?? 1
  }

  /** ISO 3166 code of the country that this site is in. */
  get country(): string {
    return this.#country
  }

  /** IANA zone of this site. */
  get timeZone(): string {
    return this.#timeZone
  }

  /** A telephone of ours, SIP or analog; a gateway is none. */
  telephone(id: string): Pick<HandsetAccount, 'caller' | 'description'> | undefined {
    return this.#byId.get(id) ?? this.#analogById.get(id)
  }

  byId(id: string): HandsetAccount | undefined {
    return this.#byId.get(id) ?? this.#gateways.get(id)
  }

  bySipUser(sipUser: string): HandsetAccount | undefined {
    return this.#bySipUser.get(sipUser) ?? this.#gateways.get(loginKey(sipUser))
  }

  byLoginId(loginId: string): HandsetAccount | undefined {
    return this.#byLoginId.get(loginId) ?? this.#gateways.get(loginKey(loginId))
  }

  all(): Iterable<HandsetAccount> {
    return this.#byId.values()
  }

  extension(number: string): Extension | undefined {
    return this.#extensions.get(number)
  }

  extensionById(id: string): Extension | undefined {
    return this.#extensionsById.get(id)
  }

  /** What a newcomer may try: how many telephones there are, two of them, and the test extension. */
  overview(): Overview {
    const users = [...this.#bySipUser.values()]
    const [first, second] = users.map(({ sipUser }) => sipUser)
    const test = [...this.#extensions.values()].find(({ kind }) => kind === 'test')?.number
    return {
      phones: users.length + this.#analogById.size,
      ...(first !== undefined && { first }),
      ...(second !== undefined && { second }),
      ...(test !== undefined && { test }),
    }
  }

  #readTrunks(): void {
    this.#trunks = this.#store.all(SipTrunk).map((trunk) => ({
      trunk,
      password: this.#store.reveal(SipTrunk, trunk.id, 'password') ?? '',
    }))
    this.#gateways = new Map()
    for (const { trunk, password } of this.#trunks) {
      if (trunk.kind !== 'gateway' || !trunk.registration || !trunk.inService) continue
      const account = this.#gatewayAccount(trunk, password)
      this.#gateways.set(trunk.id, account)
      this.#gateways.set(loginKey(trunk.loginId), account)
    }
  }

  /** SIPT-15: a gateway registers as telephones do, and proves itself with every call. */
  #gatewayAccount(
    { id, loginId, description, maxCalls }: SipTrunk,
    password: string,
  ): HandsetAccount {
    const { sipRealm } = this.settings
    return {
      id,
      sipUser: loginId,
      loginId,
      ha1: {
        MD5: digestHa1(loginId, sipRealm, password),
        'SHA-256': digestHa1(loginId, sipRealm, password, 'SHA-256'),
      },
      trust: 'registrations-and-invites',
      caller: undefined,
      description,
      lines: maxCalls,
    }
  }

  #analogPhone(handset: AnalogHandset): AnalogPhone {
    const extension = handset.extension ? this.extensionById(handset.extension) : undefined
    return {
      id: handset.id,
      port: handset.port,
      caller: extension && { number: extension.number, name: this.#nameOf(extension) },
      description: handset.description,
      canPlaceCalls: handset.canPlaceCalls,
      canReceiveCalls: handset.canReceiveCalls,
      callerId: handset.callerId,
      autoDial: handset.autoDial,
      holdMusic: handset.holdMusic,
      autoAnswerDigits: handset.autoAnswerDigits,
      flashMinMs: handset.flashMinMs,
      flashMaxMs: handset.flashMaxMs,
    }
  }

  #account(handset: Handset): HandsetAccount {
    const extension = handset.extension ? this.extensionById(handset.extension) : undefined
    const name = extension ? this.#nameOf(extension) : ''
    const known = this.#made.get(handset.id)
    if (known && known.handset === handset && known.name === name + extension?.number)
      return known.account
    const account: HandsetAccount = {
      id: handset.id,
      sipUser: handset.sipUser,
      loginId: handset.loginId,
      ha1: this.#ha1Of(handset),
      trust: handset.trust,
      caller: extension ? { number: extension.number, name } : undefined,
      description: handset.description,
      lines: handset.lines,
      dialsInTo: handset.didSource === 'to',
      calledByNumber: handset.requestUri === 'dialed',
      earlyMedia: handset.earlyMedia,
      options: inviteOptionsOf(handset),
      holdMusic: handset.holdMusic,
      encryption: encryptionOf(handset),
      mac: handset.mac,
    }
    this.#made.set(handset.id, { handset, name: name + extension?.number, account })
    return account
  }

  #ha1Of(handset: Handset): HandsetAccount['ha1'] {
    // A browser phone has passes instead, and no password that anybody could give away.
    const secret = handset.kind === 'browser' ? this.#nobodys : this.#secretOf(handset)
    const { sipRealm } = this.settings
    return {
      MD5: digestHa1(handset.loginId, sipRealm, secret),
      'SHA-256': digestHa1(handset.loginId, sipRealm, secret, 'SHA-256'),
    }
  }

  #secretOf(handset: Handset): string {
    return this.#store.reveal(HandsetEntity, handset.id, 'secret') ?? ''
  }

  #nameOf(extension: Extension): string {
    const owner = extension.owner ? this.#store.get(User, extension.owner) : undefined
    return owner ? fullName(owner) : extension.description
  }
}

/** Login IDs beside object IDs in one map. */
function loginKey(loginId: string): string {
  return `login ${loginId}`
}
