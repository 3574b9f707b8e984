import type { Document, Subject } from './event-package.ts'
import { documentOf, subjectUri, VERSION } from './event-package.ts'
import { element, writeXml } from './write-xml.ts'

export const REGINFO = 'application/reginfo+xml'

/** A contact of the watched account, RFC 3680 §5.1. */
export interface ShownContact {
  readonly id: string
  readonly uri: string
  readonly state: 'active' | 'terminated'
  readonly event:
    | 'registered'
    | 'created'
    | 'refreshed'
    | 'shortened'
    | 'expired'
    | 'deactivated'
    | 'probation'
    | 'unregistered'
    | 'rejected'
  /** Of an active one. */
  readonly expiresSeconds?: number
  readonly callId?: string
  readonly cseq?: number
  /** 0 to 1. */
  readonly q?: number | undefined
  readonly gruu?: string | undefined
  readonly instance?: string | undefined
}

/** All registrations of an account, in full (RFC 3680), with its GRUUs (RFC 5628). */
export function reginfo(
  subject: Subject,
  state: 'init' | 'active' | 'terminated',
  contacts: readonly ShownContact[],
): Document {
  const aor = subjectUri(subject)
  const registration = element(
    'registration',
    { aor, id: 'r1', state },
    ...contacts.map(contactElement),
  )
  const names = {
    version: VERSION,
    xmlns: 'urn:ietf:params:xml:ns:reginfo',
    'xmlns:gr': 'urn:ietf:params:xml:ns:gruuinfo',
    state: 'full',
  }
  return documentOf(REGINFO, writeXml(element('reginfo', names, registration)))
}

function contactElement(contact: ShownContact) {
  const { id, state, event, expiresSeconds, q, callId, cseq, uri, gruu, instance } = contact
  return element(
    'contact',
    { id, state, event, expires: expiresSeconds, q, callid: callId, cseq },
    element('uri', {}, uri),
    ...(instance ? [element('unknown-param', { name: '+sip.instance' }, instance)] : []),
    ...(gruu ? [element('gr:pub-gruu', { uri: gruu })] : []),
  )
}
