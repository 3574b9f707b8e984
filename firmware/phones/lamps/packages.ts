import type { Clock } from '../../clock/clock.ts'
import { DIALOG_INFO, dialogInfo } from '../../sip/events/dialog-info.ts'
import type {
  Admission,
  Document,
  EventPackage,
  Member,
  Subject,
} from '../../sip/events/event-package.ts'
import type { MessageCounts } from '../../sip/events/message-summary.ts'
import { MESSAGE_SUMMARY, messageSummary } from '../../sip/events/message-summary.ts'
import type { PublishedPresence } from '../../sip/events/pidf.ts'
import { PIDF, pidf } from '../../sip/events/pidf.ts'
import { REGINFO, reginfo } from '../../sip/events/reginfo.ts'
import type { Bindings, GoneBinding } from '../bindings.ts'
import type { HandsetAccount, HandsetDirectory } from '../handset-directory.ts'
import { publicGruu } from '../public-gruu.ts'
import type { ExtensionCalls } from './extension-calls.ts'
import type { NamedPhones, WatchedNames } from './watched-names.ts'

/** What the packages show. */
export interface LampSources {
  readonly clock: Clock
  readonly office: HandsetDirectory & NamedPhones & { extension(number: string): unknown }
  readonly names: WatchedNames
  readonly bindings: Bindings
  readonly calls: ExtensionCalls
  readonly published: (user: string) => readonly PublishedPresence[]
  /** Registrations that have just ended, by handset. */
  readonly ended: (handset: string) => readonly GoneBinding[]
  /** Messages in the mailbox of a number. */
  readonly mailbox: (user: string) => MessageCounts
  /** A list of numbers by its name (RFC 4662): all lamps of a telephone with one subscription. */
  readonly list: (name: string) => readonly string[] | undefined
  /** What a telephone is told of its configuration: as a rule where it lies. */
  readonly profile: (handset: HandsetAccount) => Document
}

const USUAL = { least: 60, usual: 3600, most: 86_400 } // s

/** All that telephones may subscribe to. A number is watched by everybody in the office; mailbox and registrations by their own only. */
export function lampPackages(sources: LampSources): readonly EventPackage[] {
  return [
    dialog(sources),
    presence(sources),
    mailbox(sources),
    registrations(sources),
    profile(sources),
  ]
}

function dialog(sources: LampSources): EventPackage {
  return {
    name: 'dialog',
    types: [DIALOG_INFO],
    expires: USUAL,
    spacingMs: 50,
    admit: (_account, { user }) => everybody(sources, user),
    members: (subject) => membersOf(sources, subject),
    document: (subject) =>
      dialogInfo(
        subject,
        sources.names
          .devicesOf(subject.user)
          .flatMap((device) => sources.calls.dialogs(device, subject)),
      ),
  }
}

function presence(sources: LampSources): EventPackage {
  return {
    name: 'presence',
    types: [PIDF],
    expires: USUAL,
    spacingMs: 1000,
    admit: (_account, { user }) => everybody(sources, user),
    members: (subject) => membersOf(sources, subject),
    document: (subject) => presenceOf(sources, subject),
  }
}

function presenceOf(sources: LampSources, subject: Subject) {
  const { user } = subject
  const devices = sources.names.devicesOf(user)
  const published = sources.published(user)
  const talks = devices.some((device) => sources.calls.isTalking(device))
  const activities = new Set(published.flatMap((one) => one.activities))
  if (talks) activities.add('on-the-phone')
  const isThere = devices.some((device) => isReachable(sources, device))
  return pidf(subject, {
    tuples: [
      { id: 'phone', open: isThere },
      ...published.map(({ open }, n) => ({ id: `published-${n + 1}`, open })),
    ],
    activities: [...activities].sort(),
    note: published.find(({ note }) => note)?.note,
  })
}

function mailbox(sources: LampSources): EventPackage {
  return {
    name: 'message-summary',
    types: [MESSAGE_SUMMARY],
    expires: USUAL,
    spacingMs: 1000,
    admit: (account, { user }) => ownOnly(sources, account, user),
    document: (subject) => messageSummary(subject, sources.mailbox(subject.user)),
  }
}

function registrations(sources: LampSources): EventPackage {
  return {
    name: 'reg',
    types: [REGINFO],
    expires: USUAL,
    spacingMs: 1000,
    hasTimes: true,
    admit: (account, { user }) => ownOnly(sources, account, user),
    document: (subject) => registrationsOf(sources, subject),
  }
}

/** RFC 6080: each telephone's own, by its address or its MAC. */
function profile(sources: LampSources): EventPackage {
  return {
    name: 'ua-profile',
    types: [],
    expires: USUAL,
    spacingMs: 1000,
    admit: (account, { user }) => (owner(sources, user)?.id === account ? 'active' : 403),
    document: ({ user }) => {
      const handset = owner(sources, user)
      return handset ? sources.profile(handset) : {}
    },
  }
}

/** Whom a profile is for: `MAC:00D0…`, in any writing, or a SIP user. */
function owner({ office, names }: LampSources, user: string): HandsetAccount | undefined {
  const known = office.bySipUser(user)
  const [, written] = /^(?:mac:)?((?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2})$/i.exec(user) ?? []
  if (known || written === undefined) return known
  return names.byMac(written.replace(/[:-]/g, '').toLowerCase())
}

function registrationsOf({ names, bindings, clock, ended }: LampSources, subject: Subject) {
  const accounts = names.accountsOf(subject.user)
  const now = clock.uptime()
  const active = accounts
    .flatMap(({ id }) => bindings.of(id))
    .map(({ contact, stale, expiresAt, callId, cseq, q, instance }) => ({
      id: contact,
      uri: contact,
      state: 'active' as const,
      event: stale ? ('created' as const) : ('registered' as const),
      expiresSeconds: Math.ceil((expiresAt - now) / 1000),
      callId,
      cseq,
      q,
      instance,
      gruu: publicGruu(`sip:${subject.user}@${subject.host}`, instance),
    }))
  const over = accounts
    .flatMap(({ id }) => ended(id))
    .filter(({ binding }) => !active.some(({ uri }) => uri === binding.contact))
    .map(({ binding, why }) => ({
      id: binding.contact,
      uri: binding.contact,
      state: 'terminated' as const,
      event: why === 'replaced' ? ('deactivated' as const) : why,
    }))
  const state = active.length > 0 ? 'active' : over.length > 0 ? 'terminated' : 'init'
  return reginfo(subject, state, [...active, ...over])
}

function everybody({ office, list }: LampSources, user: string): Admission {
  const exists =
    office.extension(user) !== undefined ||
    office.bySipUser(user) !== undefined ||
    list(user) !== undefined
  return exists ? 'active' : 404
}

/** Another's mailbox is refused as one that there is not. */
function ownOnly({ office }: LampSources, account: string, user: string): Admission {
  const own = office.byId(account)
  return own && (own.sipUser === user || own.caller?.number === user) ? 'active' : 403
}

function membersOf({ list }: LampSources, { user, host }: Subject): readonly Member[] | undefined {
  return list(user)?.map((number) => ({ subject: { user: number, host } }))
}

/** An analog telephone is always there; another one where it is registered. */
function isReachable({ office, bindings }: LampSources, device: string): boolean {
  return office.byId(device) === undefined || bindings.of(device).length > 0
}
