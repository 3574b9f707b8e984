import type { Call } from '../../calls/call.ts'
import type { Leg } from '../../calls/leg.ts'
import { SipLeg } from '../../calls/sip-leg.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type { ShownDialog, ShownParty } from '../../sip/events/dialog-info.ts'
import type { Subject } from '../../sip/events/event-package.ts'
import { subjectUri } from '../../sip/events/event-package.ts'

interface Known {
  readonly leg: Leg
  readonly call: Call
  /** Another telephone has taken its place (RFC 3891): the leg goes on, but not here. */
  readonly isReplaced?: true
}

/** The calls of each telephone of ours, as its lamp on another telephone shows them. Told of every change of every leg. */
export class ExtensionCalls {
  readonly #byDevice = new Map<string, Map<string, Known>>()
  readonly #deviceOf = new WeakMap<Leg, string>()

  /** A leg is new or has changed. The devices of ours that show it: the one that it is on, and the one that it has just left. */
  changed(leg: Leg, call: Call): readonly string[] {
    const { device } = leg
    if (device === undefined) return []
    const before = this.#deviceOf.get(leg)
    this.#deviceOf.set(leg, device)
    this.#note(leg, call, device)
    if (before === undefined || before === device) return [device]
    this.#byDevice.get(before)?.set(leg.id, { leg, call, isReplaced: true })
    return [before, device]
  }

  #note(leg: Leg, call: Call, device: string): void {
    const legs = this.#byDevice.get(device)
    if (!legs) {
      this.#byDevice.set(device, new Map([[leg.id, { leg, call }]]))
      return
    }
    // What ended is shown until something else happens, so that a watcher sees why.
    for (const known of legs.values()) {
      if (known.leg !== leg && isOver(known)) legs.delete(known.leg.id)
    }
    const known = legs.get(leg.id)
    if (known?.leg !== leg || known.call !== call || known.isReplaced)
      legs.set(leg.id, { leg, call })
  }

  /** Forgets telephones that are no more. */
  keepOnly(isOurs: (device: string) => boolean): void {
    for (const device of this.#byDevice.keys()) if (!isOurs(device)) this.#byDevice.delete(device)
  }

  isTalking(device: string): boolean {
    return this.#known(device).some((known) => stateOf(known) === 'confirmed')
  }

  /** Dialogs of a telephone, shown to somebody who watches `subject`. */
  dialogs(device: string, subject: Subject): readonly ShownDialog[] {
    return this.#known(device).map((known) => shown(known, subject))
  }

  #known(device: string): readonly Known[] {
    return [...(this.#byDevice.get(device)?.values() ?? [])]
  }
}

function isOver(known: Known): boolean {
  return stateOf(known) === 'terminated'
}

/** The states of RFC 4235 §3.7.1, as the telephone's own dialog goes through them. */
const STATES = {
  offered: 'trying',
  calling: 'trying',
  alerting: 'early',
  answered: 'confirmed',
  released: 'terminated',
} as const

function stateOf({ leg, isReplaced }: Known) {
  return isReplaced ? 'terminated' : STATES[leg.phase]
}

/**
 * The dialog that we have with the telephone. A Replaces header that names it is sent to us, so its local side is ours: `remoteTag` of a
 * telephone that still rings is 0, as RFC 3891 §3 writes for none.
 */
function shown(known: Known, subject: Subject): ShownDialog {
  const { leg, call, isReplaced } = known
  const usage = leg instanceof SipLeg && !isReplaced ? leg.dialogName : undefined
  const isInitiator = leg.direction === 'in'
  return {
    id: leg.id,
    direction: isInitiator ? 'initiator' : 'recipient',
    state: stateOf(known),
    ...(isReplaced && { event: 'replaced' as const }),
    ...(leg.phase === 'released' && {
      event: leg.releasedBy === 'party' ? ('local-bye' as const) : ('remote-bye' as const),
    }),
    ...(usage && { identifiers: { ...usage, remoteTag: usage.remoteTag ?? '0' } }),
    local: { uri: subjectUri(subject), ...(!isReplaced && { name: leg.party.name }) },
    remote: remoteParty(leg, call, subject),
    held: leg.held && !isReplaced,
  }
}

/** Who is at the other end of a leg of ours, shown to somebody who watches `subject`. */
export function remoteParty(leg: Leg, call: Call, { host }: Subject): ShownParty {
  const other = call.partnerOf(leg)
  if (other) return partyShown(other.party, host)
  if (leg.direction === 'out') return partyShown(call.origin.party, host)
  const dialled = call.dialled.digits || call.dialled.raw
  return { uri: subjectUri({ user: dialled || 'anonymous', host }) }
}

function partyShown({ digits, name, presentation }: PartyNumber, host: string): ShownParty {
  if (presentation !== 'allowed' || digits === '') {
    return { uri: subjectUri({ user: 'anonymous', host }) }
  }
  return { uri: subjectUri({ user: digits, host }), name }
}
