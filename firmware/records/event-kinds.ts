import type { EVENTS } from '../words/events.ts'

/** Severities of RFC 5424 §6.2.1, each in the place of its number: 0 is the worst. */
export const SEVERITIES = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'informational',
  'debug',
] as const
export type EventSeverity = (typeof SEVERITIES)[number]

/** What an event is about: who got in and saw secrets; what was done to the unit; what was wrong with it; files; entitlements. */
export const EVENT_CLASSES = ['access', 'operation', 'condition', 'import', 'entitlement'] as const
export type EventClass = (typeof EVENT_CLASSES)[number]

/** How events are sorted. */
export interface EventKind {
  readonly severity: EventSeverity
  readonly class: EventClass
}

const usual = { severity: 'notice', class: 'operation' } as const
const access = { severity: 'notice', class: 'access' } as const
const shown = { severity: 'warning', class: 'access' } as const

const KINDS: { readonly [Id in keyof typeof EVENTS]?: EventKind } = {
  'event.secret-shown': shown,
  'event.secrets-exported': shown,
  'event.credentials-shown': shown,
  'event.restarted': { severity: 'warning', class: 'operation' },
  'event.power-planned': { severity: 'warning', class: 'operation' },
  'event.power-cancelled': usual,
  'event.forwarding-tested': { severity: 'informational', class: 'operation' },
  'event.forwarding-flushed': usual,
  'event.rows-skipped': { severity: 'notice', class: 'import' },
  'event.signed-in': { severity: 'informational', class: 'access' },
  'event.signed-in-remotely': access,
  'event.pin-given': access,
  'event.passkey-made': access,
  'event.passkey-removed': access,
  'event.passkeys-removed': access,
  'event.password-given': access,
  'event.second-step-removed': shown,
  'event.token-made': access,
  'event.token-removed': access,
  'event.certificate-requested': access,
  'event.certificate-installed': access,
  'event.certificate-removed': access,
  'event.client-certificate-made': access,
  'event.client-certificate-revoked': access,
  'event.client-certificates-revoked': access,
}

/** Of an event by what says it; those that nobody has sorted are notices of something done. */
export function kindOf(id: string | undefined): EventKind {
  if (id === undefined || !Object.hasOwn(KINDS, id)) {
    return id?.startsWith('event.key-') ? { ...usual, class: 'entitlement' } : usual
  }
  return KINDS[id as keyof typeof KINDS] ?? usual
}

/** A condition of a feature key is told to everybody who gets e-mail (NOTIF-13). */
export function classOfCondition(kind: string | undefined): EventClass {
  return kind?.startsWith('key-') ? 'entitlement' : 'condition'
}

/** How much worse a condition is than nothing, as an event. */
export const CONDITION_SEVERITY = {
  critical: 'critical',
  warning: 'warning',
  notice: 'notice',
} as const satisfies Readonly<Record<string, EventSeverity>>
