import type { ShownEvent } from '../../../contract.ts'
import { NO_SPAN, type Span } from '../parts/span.ts'

export type Severity = ShownEvent['severity']
export type EventKind = ShownEvent['class']

/** The worst first, as RFC 5424 numbers them. */
export const SEVERITIES: readonly Severity[] = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'informational',
  'debug',
]
export const KINDS: readonly EventKind[] = [
  'access',
  'operation',
  'condition',
  'import',
  'entitlement',
]

/** What the list of events is narrowed by. */
export interface EventFilter extends Span {
  readonly severities: readonly Severity[]
  readonly kinds: readonly EventKind[]
}

/** EVT-4: all but what only developers want. */
export const USUAL_FILTER: EventFilter = {
  ...NO_SPAN,
  severities: SEVERITIES.slice(0, -1),
  kinds: KINDS,
}
