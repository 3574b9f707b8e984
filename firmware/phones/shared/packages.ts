import type { Call } from '../../calls/call.ts'
import type { Leg } from '../../calls/leg.ts'
import {
  appearanceIndex,
  formatAppearance,
  formatAppearances,
} from '../../sip/events/appearance-info.ts'
import type { ShownParty } from '../../sip/events/dialog-info.ts'
import type { Admission, EventPackage, Opening, Subject } from '../../sip/events/event-package.ts'
import { formatNameAddress } from '../../sip/message/name-address.ts'
import type { Appearances, BusyAppearance } from './appearances.ts'
import type { SharedLines } from './shared-lines.ts'

export interface SharedSources {
  readonly lines: SharedLines
  readonly appearances: Appearances
  /** Who is at the other end of a leg, shown to somebody who watches `subject`. */
  readonly party: (leg: Leg, call: Call, subject: Subject) => ShownParty
}

/** A seizure that no INVITE follows is over after so long. */
const SEIZED = { least: 1, usual: 15, most: 15 } // s
const WATCHED = { least: 60, usual: 3600, most: 86_400 } // s

/** The packages with which phones show and take keys of shared lines: `call-info` and `line-seize`. */
export function sharedPackages(sources: SharedSources): readonly EventPackage[] {
  return [callInfo(sources), lineSeize(sources)]
}

function callInfo(sources: SharedSources): EventPackage {
  return {
    name: 'call-info',
    types: [],
    expires: WATCHED,
    spacingMs: 20,
    admit: (account, { user }) => admitted(sources, account, user),
    document: (subject) => {
      const line = sources.lines.ofUser(subject.user)
      const busy = line ? sources.appearances.busy(line) : []
      const shown = busy.map((one) => ({ ...one, party: partyOf(sources, one, subject) }))
      return { headers: [['Call-Info', formatAppearances(subject.host, shown)]] }
    },
  }
}

function lineSeize({ lines, appearances, ...sources }: SharedSources): EventPackage {
  return {
    name: 'line-seize',
    types: [],
    expires: SEIZED,
    spacingMs: 0,
    admit: (account, { user }) => admitted({ lines, appearances, ...sources }, account, user),
    document: () => ({}),
    ownHeaders: ({ id, subject }) => {
      const line = lines.ofUser(subject.user)
      const index = line && appearances.seizedBy(line, id)
      return index === undefined ? [] : [['Call-Info', formatAppearance(subject.host, index)]]
    },
    opened: (opening) => seize(opening, lines, appearances),
    closed: ({ id, subject }) => {
      const line = lines.ofUser(subject.user)
      if (line) appearances.release(line, id)
    },
  }
}

/** 480: the key is somebody else's, or none is free. */
function seize(
  { id, account, subject, callInfo }: Opening,
  lines: SharedLines,
  appearances: Appearances,
): number | undefined {
  const line = lines.ofUser(subject.user)
  if (!line) return 404
  const index = appearances.seize(line, appearanceIndex(callInfo), id, account)
  return index === undefined ? 480 : undefined
}

/** Only phones that have the line; to others there is none. */
function admitted({ lines }: SharedSources, account: string, user: string): Admission {
  return lines.ofUser(user)?.devices.includes(account) ? 'active' : 404
}

function partyOf(
  { party }: SharedSources,
  { leg, call }: BusyAppearance,
  subject: Subject,
): string | undefined {
  if (!leg || !call) return undefined
  const { uri, name } = party(leg, call, subject)
  return formatNameAddress({ uri, ...(name && { name }) })
}
