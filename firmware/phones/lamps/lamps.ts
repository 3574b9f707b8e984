import type { Call } from '../../calls/call.ts'
import type { Leg } from '../../calls/leg.ts'
import { SipLeg } from '../../calls/sip-leg.ts'
import type { Clock } from '../../clock/clock.ts'
import type { ExtraHeaders, IncomingRequest } from '../../sip/contract.ts'
import { appearanceIndex, formatAppearance } from '../../sip/events/appearance-info.ts'
import { eventOf } from '../../sip/events/event-header.ts'
import type { MessageCounts } from '../../sip/events/message-summary.ts'
import type { NotifierCounters, SubscriptionJournal } from '../../sip/events/notifier.ts'
import { Notifier } from '../../sip/events/notifier.ts'
import type { PublishedPresence } from '../../sip/events/pidf.ts'
import { PIDF, readPidf } from '../../sip/events/pidf.ts'
import { Publications } from '../../sip/events/publications.ts'
import type { Stack } from '../../sip/stack.ts'
import type { Authenticator } from '../authenticator.ts'
import type { Bindings, GoneBinding } from '../bindings.ts'
import type { HandsetAccount } from '../handset-directory.ts'
import { Appearances } from '../shared/appearances.ts'
import { sharedPackages } from '../shared/packages.ts'
import type { SharedLines } from '../shared/shared-lines.ts'
import { SharedExtensions } from '../shared/shared-lines.ts'
import { ExtensionCalls, remoteParty } from './extension-calls.ts'
import type { LampSources } from './packages.ts'
import { lampPackages } from './packages.ts'
import { WatchedNames } from './watched-names.ts'

export interface LampsOptions {
  readonly clock: Clock
  readonly stack: Stack
  readonly office: LampSources['office']
  readonly bindings: Bindings
  readonly authenticator: Pick<Authenticator, 'isOf'>
  readonly journal: SubscriptionJournal
  /** Messages in the mailbox of a number; none unless given. */
  readonly mailbox?: (user: string) => MessageCounts
  /** Lists of numbers by name; none unless given. */
  readonly list?: (name: string) => readonly string[] | undefined
  /** Which telephones share line keys; those of one extension unless given. */
  readonly shared?: SharedLines
  /** What a telephone is told that asks for its configuration (`ua-profile`); nothing unless given. */
  readonly profile?: LampSources['profile']
}

const NO_MESSAGES: MessageCounts = { fresh: 0, old: 0 }

/** What telephones show of one another: lamps, presence, waiting messages, registrations. Told of what happens, it tells who watches. */
export class Lamps {
  readonly #options: LampsOptions
  readonly #calls = new ExtensionCalls()
  readonly #names: WatchedNames
  readonly #published: Publications<PublishedPresence>
  readonly #ended = new Map<string, readonly GoneBinding[]>()
  readonly #notifier: Notifier
  readonly #extensions: SharedExtensions
  readonly #appearances: Appearances

  constructor(options: LampsOptions) {
    const { clock, stack, office, bindings, authenticator, journal } = options
    this.#options = options
    this.#names = new WatchedNames(office)
    this.#published = new Publications({
      clock,
      journal,
      type: PIDF,
      read: readPidf,
      changed: (user) => this.#notifier.changed('presence', user),
    })
    this.#extensions = new SharedExtensions(office)
    const lines = options.shared ?? this.#extensions
    this.#appearances = new Appearances({
      lines,
      changed: ({ users }) => {
        for (const user of users) this.#notifier.changed('call-info', user)
      },
      used: (seizure, account) => this.#notifier.endOne(account, seizure, 'noresource'),
      named: (leg) => (leg instanceof SipLeg ? appearanceIndex(leg.callInfo) : undefined),
    })
    const shown = lampPackages({
      clock,
      office,
      names: this.#names,
      bindings,
      calls: this.#calls,
      published: (user) => this.#published.of(user),
      ended: (handset) => this.#ended.get(handset) ?? [],
      mailbox: options.mailbox ?? (() => NO_MESSAGES),
      list: options.list ?? (() => undefined),
      profile: options.profile ?? (() => ({})),
    })
    const shared = { lines, appearances: this.#appearances, party: remoteParty }
    this.#notifier = new Notifier(stack, {
      journal,
      isFrom: (request, account) => authenticator.isOf(request, account),
      packages: [...shown, ...sharedPackages(shared)],
    })
  }

  /** Value of Allow-Events. */
  get allowEvents(): string {
    return this.#notifier.allowEvents
  }

  get counters(): NotifierCounters {
    return this.#notifier.counters
  }

  /** Takes up the subscriptions of an earlier process, once calls are restored and sockets open. How many. */
  restore(calls: readonly Call[]): number {
    for (const call of calls) {
      for (const leg of call.legs) {
        this.#calls.changed(leg, call)
        this.#appearances.legChanged(leg, call)
      }
    }
    this.#published.restore()
    return this.#notifier.restore()
  }

  stop(): void {
    this.#published.stop()
  }

  /** Answers a SUBSCRIBE of a handset that has proved itself. */
  subscribe(request: IncomingRequest, account: HandsetAccount): void {
    this.#notifier.subscribe(request, account.id)
  }

  /** Answers a PUBLISH of a handset that has proved itself: about itself or its own number only. */
  publish(request: IncomingRequest, account: HandsetAccount): void {
    const user = request.message.requestUri.user ?? ''
    if (eventOf(request.message)?.name !== 'presence') {
      request.respond(489, { headers: [['Allow-Events', 'presence']] })
    } else if (user !== account.sipUser && user !== account.caller?.number) request.respond(403)
    else this.#published.publish(request, user)
  }

  /** A leg of any call is new or has changed. */
  legChanged(leg: Leg, call: Call): void {
    this.#appearances.legChanged(leg, call)
    for (const device of this.#calls.changed(leg, call)) this.#deviceChanged(device)
    const partner = call.partnerOf(leg) // who shows it as the other side
    if (partner) this.#deviceChanged(partner.device)
  }

  /** What the INVITE of a call to a device says of the key that it rings on; nothing where it shares none. `host`: of the server. */
  appearance(device: string | undefined, call: Call, host: string): ExtraHeaders {
    const index = device === undefined ? undefined : this.#appearances.allot(device, call)
    return index === undefined ? [] : [['Call-Info', formatAppearance(host, index)]]
  }

  /** A handset became reachable, unreachable or moved. */
  bindingsChanged(handset: string, gone: readonly GoneBinding[]): void {
    if (gone.length > 0) this.#ended.set(handset, gone)
    else this.#ended.delete(handset)
    for (const user of this.#names.namesOf(handset)) {
      this.#notifier.changed('reg', user)
      this.#notifier.changed('presence', user)
    }
  }

  /** Messages came or were heard. */
  mailboxChanged(user: string): void {
    this.#notifier.changed('message-summary', user)
  }

  /** The configuration is another. */
  officeChanged(): void {
    const { office } = this.#options
    const analog = new Set([...office.analogPhones].map(({ id }) => id))
    const isOurs = (device: string) => office.byId(device) !== undefined || analog.has(device)
    this.#calls.keepOnly(isOurs)
    this.#extensions.refresh()
    this.#names.refresh()
    for (const handset of this.#ended.keys()) if (!isOurs(handset)) this.#ended.delete(handset)
    this.#notifier.review()
    for (const event of ['dialog', 'presence', 'reg', 'call-info']) this.#notifier.allChanged(event)
  }

  #deviceChanged(device: string | undefined): void {
    if (device === undefined) return
    for (const user of this.#names.namesOf(device)) {
      this.#notifier.changed('dialog', user)
      this.#notifier.changed('presence', user)
    }
  }
}
