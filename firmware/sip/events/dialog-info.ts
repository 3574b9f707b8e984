import type { Document, Subject } from './event-package.ts'
import { documentOf, subjectUri, VERSION } from './event-package.ts'
import { element, writeXml } from './write-xml.ts'

export const DIALOG_INFO = 'application/dialog-info+xml'

/** A dialog of the watched user as its own telephone sees it, RFC 4235 §4.1: `local` is the watched side. */
export interface ShownDialog {
  readonly id: string
  readonly direction: 'initiator' | 'recipient'
  readonly state: 'trying' | 'proceeding' | 'early' | 'confirmed' | 'terminated'
  /** Why it is terminated. */
  readonly event?:
    | 'cancelled'
    | 'rejected'
    | 'replaced'
    | 'local-bye'
    | 'remote-bye'
    | 'error'
    | 'timeout'
  readonly code?: number
  /** What a Replaces header (RFC 3891) names it by; all three or none. */
  readonly identifiers?: {
    readonly callId: string
    readonly localTag: string
    readonly remoteTag: string | undefined
  }
  readonly local: ShownParty
  readonly remote: ShownParty
  /** The watched side has put the other on hold. */
  readonly held?: boolean
}

export interface ShownParty {
  readonly uri: string
  readonly name?: string | undefined
  /** Contact URI. */
  readonly target?: string | undefined
}

/** All dialogs of a subject, in full. */
export function dialogInfo(subject: Subject, dialogs: readonly ShownDialog[]): Document {
  const root = element(
    'dialog-info',
    {
      version: VERSION,
      xmlns: 'urn:ietf:params:xml:ns:dialog-info',
      state: 'full',
      entity: subjectUri(subject),
    },
    ...dialogs.map(dialogElement),
  )
  return documentOf(DIALOG_INFO, writeXml(root))
}

function dialogElement(dialog: ShownDialog) {
  const { identifiers, event, code, held = false } = dialog
  return element(
    'dialog',
    {
      id: dialog.id,
      'call-id': identifiers?.callId,
      'local-tag': identifiers?.localTag,
      'remote-tag': identifiers?.remoteTag,
      direction: dialog.direction,
    },
    element('state', { event, code }, dialog.state),
    participant('local', dialog.local, held),
    participant('remote', dialog.remote, false),
  )
}

function participant(
  side: 'local' | 'remote',
  { uri, name, target = uri }: ShownParty,
  held: boolean,
) {
  // RFC 4235 §4.1.6.2: the one way in which a lamp can show that a call is held
  const rendering = held ? [element('param', { pname: '+sip.rendering', pval: 'no' })] : []
  return element(
    side,
    {},
    element('identity', { display: name || undefined }, uri),
    element('target', { uri: target }, ...rendering),
  )
}
