import { message } from '../words/say.ts'
import { entity, type Of } from './entity.ts'
import { choice, digits, text, whole } from './fields.ts'
import { rolesOf } from './permissions.ts'

/** Who sees them can dial with them. */
const AUDITORS = rolesOf('PERM-6')

/** A code that is dialled before an outside number, so that the call is counted on a project or customer: APIN-1, APIN-6. */
export const AuditPin = entity(
  'audit-pin',
  {
    label: 'audit PIN',
    section: 'auditPins',
    key: 'code',
    change: rolesOf('PERM-4'),
    read: AUDITORS,
    restart: 'none', // APIN-19
  },
  {
    code: digits('PIN Code', {
      min: 1,
      max: 16,
      required: true,
      unique: true,
      fixed: true, // APIN-16
      spec: 'APIN-6',
    }),
    description: text('Description', {
      max: 32,
      required: true,
      spec: 'APIN-7',
      pattern: /^[^%<>;:\p{Cc}]{1,32}$/u,
      says: 'a text of 1 to 32 characters without % < > ; :',
      remedy: 'Leave these characters out.',
    }),
  },
)
export type AuditPin = Of<typeof AuditPin>

/** What holds for all audit PIN codes. */
export const AuditPinSettings = entity(
  'audit-pin-settings',
  {
    label: 'audit PIN settings',
    section: 'auditPinSettings',
    singleton: true,
    change: rolesOf('PERM-7'),
    restart: 'none',
  },
  {
    verification: choice('Verification', ['enabled', 'disabled'], {
      default: 'enabled',
      spec: 'APIN-8',
      help: 'enabled: only codes of the list are taken. disabled: any digits of that length are taken and recorded.', // APIN-9
    }),
    length: whole('Length of PIN codes', {
      min: 1,
      max: 16,
      default: 5,
      unit: 'digits',
      spec: 'APIN-4',
      change: rolesOf('PERM-34'),
      help: 'The same for all. It can be changed while there is no code.', // APIN-5
    }),
  },
)
export type AuditPinSettings = Of<typeof AuditPinSettings>

/** APIN-5, APIN-6: every code has the length that is set. */
export function wrongLength({ code }: AuditPin, { length }: AuditPinSettings) {
  if (code.length === length) return undefined
  return message('audit-pin.length', { length, given: code.length })
}
