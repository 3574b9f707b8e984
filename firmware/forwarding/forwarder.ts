import { hostname } from 'node:os'
import type { Clock, Timer } from '../clock/clock.ts'
import type { RaisedCondition } from '../conditions.ts'
import type { Log } from '../log.ts'
import { EventNotification } from '../model/event-notification.ts'
import { MailServer } from '../model/mail-server.ts'
import { Site } from '../model/site.ts'
import { SyslogServer } from '../model/syslog-server.ts'
import { type Result, refuse } from '../result.ts'
import { AdminEvents } from '../store/admin-events.ts'
import type { Store } from '../store/store.ts'
import { VERSION } from '../version.ts'
import { condition, conditionId } from '../words/condition.ts'
import type { Text } from '../words/message.ts'
import { message, say } from '../words/say.ts'
import { Follower, type Place, type Way, type WayState } from './follower.ts'
import { type Mail, type MailAccount, sendMail } from './mail-sender.ts'
import { isWantedByMail, isWantedBySyslog, mailOf } from './selection.ts'
import { syslogMessage } from './syslog-message.ts'
import { sendSyslog } from './syslog-sender.ts'

const LOOK_MS = 2000
const MINUTE_MS = 60_000

export type WayName = Way['name']

export interface ForwarderWorld {
  /** Undefined while the unit prepares itself. */
  readonly store: () => Store | undefined
  readonly clock: Clock
  readonly log: Log
  readonly conditions: {
    raise(condition: RaisedCondition): void
    clear(id: string): void
  }
}

/** Sends system events on, by e-mail and to a syslog server (EVT-8): in one process of a unit, and never in the way of anything. */
export class Forwarder {
  readonly #world: ForwarderWorld
  #followers: { readonly store: Store; readonly ways: Record<WayName, Follower> } | undefined
  #timer: Timer | undefined

  constructor(world: ForwarderWorld) {
    this.#world = world
  }

  start(): void {
    this.#timer = this.#world.clock.after(LOOK_MS, () => {
      this.#look()
      this.start()
    })
  }

  stop(): void {
    this.#timer?.cancel()
  }

  /** @throws when there is no store yet */
  state(name: WayName): WayState {
    return this.#ways()[name].state
  }

  /** What waits is not sent (NOTIF-10). */
  flush(name: WayName): void {
    this.#ways()[name].flush()
  }

  /** One message now, whatever the filters and limits; answers in words what came of it (MAIL-26). */
  async test(name: WayName, by: string): Promise<Result<Text, Text>> {
    const store = this.#store()
    return name === 'mail' ? testMail(store, by) : testSyslog(store, by, this.#world.clock)
  }

  #look(): void {
    if (!this.#world.store()) return
    for (const follower of Object.values(this.#ways())) {
      follower.look().catch((error) => this.#world.log.error({ error }, 'events could not be read'))
    }
  }

  #store(): Store {
    const store = this.#world.store()
    if (!store) throw new Error('there is no store yet')
    return store
  }

  #ways(): Record<WayName, Follower> {
    const store = this.#store()
    if (this.#followers?.store !== store) {
      const { clock } = this.#world
      const world = {
        clock,
        events: new AdminEvents(store.records, clock),
        places: store.durable<Place>('forwarding'),
        failed: (way: WayName, why: Text | undefined) => this.#tell(way, why),
      }
      const ways = {
        mail: new Follower(world, mailWay(store)),
        syslog: new Follower(world, syslogWay(store, clock)),
      }
      this.#followers = { store, ways }
    }
    return this.#followers.ways
  }

  #tell(way: WayName, why: Text | undefined): void {
    const { conditions, log } = this.#world
    if (why === undefined) {
      conditions.clear(conditionId('forwarding-failing', { way, why: '' }))
      return
    }
    log.warn({ way, why: say('en', why) }, 'events could not be sent on')
    conditions.raise(condition('forwarding-failing', { way, why: say('en', why) }))
  }
}

function mailWay(store: Store): Way {
  const settings = () => store.only(EventNotification)
  return {
    name: 'mail',
    enabled: () => settings().enabled,
    wants: (event) => isWantedByMail(event, settings()),
    limits: () => {
      const { eventsPerMail, gatherMinutes, mailsPerDay } = settings()
      const gatherMs = gatherMinutes * MINUTE_MS
      return { atOnce: eventsPerMail, gatherMs, pauseMs: 0, perDay: mailsPerDay }
    },
    deliver: (events, leftOut) =>
      handIn(store, ({ timeZone }) => mailOf(events, leftOut, settings(), timeZone)),
  }
}

function syslogWay(store: Store, clock: Clock): Way {
  const settings = () => store.only(SyslogServer)
  return {
    name: 'syslog',
    enabled: () => settings().enabled,
    wants: (event) => isWantedBySyslog(event, settings()),
    limits: () => ({ atOnce: settings().perMinute, gatherMs: 0, pauseMs: LOOK_MS }),
    deliver: (events, leftOut) => {
      const now = clock.now()
      const told =
        leftOut > 0 ? [lineOf(now, message('forwarding.left-out', { count: leftOut }))] : []
      return toSyslog(store, [...told, ...events], clock)
    },
  }
}

function lineOf(at: number, text: Text) {
  const kind = { severity: 'warning', class: 'operation' } as const
  return { number: 1, at, by: 'web', from: 'this unit', text: say('en', text), ...kind }
}

async function toSyslog(
  store: Store,
  events: readonly Parameters<typeof syslogMessage>[0][],
  clock: Clock,
): Promise<Result<undefined, Text>> {
  const settings = store.only(SyslogServer)
  if (settings.server === '') return refuse('No syslog server has been given.')
  const origin = { facility: settings.facility, hostName: hostname(), version: VERSION }
  return sendSyslog(
    settings,
    events.map((event) => syslogMessage(event, origin)),
    clock,
  )
}

async function handIn(
  store: Store,
  write: (site: { readonly timeZone: string }) => Omit<Mail, 'to'>,
): Promise<Result<string, Text>> {
  const { recipients } = store.only(EventNotification)
  if (recipients.length === 0) return refuse('Nobody is to get e-mail: add a recipient.')
  const timeZone = store.get(Site, store.site() ?? '')?.timeZone ?? 'UTC'
  return sendMail(accountOf(store), { to: recipients, ...write({ timeZone }) })
}

function accountOf(store: Store): MailAccount {
  const account = store.only(MailServer)
  return { ...account, password: store.reveal(MailServer, account.id, 'password') }
}

async function testMail(store: Store, by: string): Promise<Result<Text, Text>> {
  const text = say('en', message('forwarding.test-line', { by }))
  const sent = await handIn(store, () => ({ subject: store.only(EventNotification).subject, text }))
  if (!sent.ok) return sent
  const { server } = store.only(MailServer)
  const to = store.only(EventNotification).recipients.join(', ')
  return { ok: true, value: message('forwarding.mail-taken', { server, to, said: sent.value }) }
}

async function testSyslog(store: Store, by: string, clock: Clock): Promise<Result<Text, Text>> {
  const line = { ...lineOf(clock.now(), message('forwarding.test-line', { by })), by }
  const sent = await toSyslog(store, [{ ...line, severity: 'notice' }], clock)
  if (!sent.ok) return sent
  const { server, transport } = store.only(SyslogServer)
  const id = transport === 'udp' ? 'forwarding.udp-sent' : 'forwarding.line-taken'
  return { ok: true, value: message(id, { server }) }
}
