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
}

/** The calls of each telephone of ours, as its lamp on another telephone shows them. Told of every change of every leg. */
export class ExtensionCalls {
  readonly #byDevice = new Map<string, Map<string, Known>>()

  /** A leg is new or has changed. The device that it is on, where it is one of ours. */
  changed(leg: Leg, call: Call): string | undefined {
    const { device } = leg
    if (device === undefined) return undefined
    const legs = this.#byDevice.get(device)
    if (!legs) {
      this.#byDevice.set(device, new Map([[leg.id, { leg, call }]]))
      return device
    }
    // What ended is shown until something else happens, so that a watcher sees why.
    for (const known of legs.values()) {
      if (known.leg !== leg && isOver(known)) legs.delete(known.leg.id)
    }
    const known = legs.get(leg.id)
    if (known?.leg !== leg || known.call !== call) legs.set(leg.id, { leg, call })
    return device
  }

  /** Forgets telephones that are no more. */
  keepOnly(isOurs: (device: string) => boolean): void {
    for (const device of this.#byDevice.keys()) if (!isOurs(device)) this.#byDevice.delete(device)
  }

  isTalking(device: string): boolean {
    return this.#known(device).some(({ leg }) => leg.phase === 'answered')
  }

  /** Dialogs of a telephone, shown to somebody who watches `subject`. */
  dialogs(device: string, subject: Subject): readonly ShownDialog[] {
    return this.#known(device).map((known) => shown(known, subject))
  }

  #known(device: string): readonly Known[] {
    return [...(this.#byDevice.get(device)?.values() ?? [])]
  }
}

function isOver({ leg }: Known): boolean {
  return leg.phase === 'released'
}

/** The states of RFC 4235 §3.7.1, as the telephone's own dialog goes through them. */
const STATES = {
  offered: 'trying',
  calling: 'trying',
  alerting: 'early',
  answered: 'confirmed',
  released: 'terminated',
} as const

/**
 * The dialog that we have with the telephone. A Replaces header that names it is sent to us, so its local side is ours: `remoteTag` of a
 * telephone that still rings is 0, as RFC 3891 §3 writes for none.
 */
function shown({ leg, call }: Known, subject: Subject): ShownDialog {
  const usage = leg instanceof SipLeg ? leg.dialogName : undefined
  const isInitiator = leg.direction === 'in'
  return {
    id: leg.id,
    direction: isInitiator ? 'initiator' : 'recipient',
    state: STATES[leg.phase],
    ...(leg.phase === 'released' && {
      event: leg.releasedBy === 'party' ? ('local-bye' as const) : ('remote-bye' as const),
    }),
    ...(usage && { identifiers: { ...usage, remoteTag: usage.remoteTag ?? '0' } }),
    local: { uri: subjectUri(subject), name: leg.party.name },
    remote: remoteParty(leg, call, subject),
    held: leg.held,
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
