import { readFeatureKey } from '../entitlements/feature-key.ts'
import { issuers } from '../entitlements/issuers.ts'
import { message } from '../words/say.ts'
import { AuditPin, AuditPinSettings, wrongLength } from './audit-pin.ts'
import { DialPlan } from './dial-plan.ts'
import type { Entity, Of } from './entity.ts'
import { Extension } from './extension.ts'
import { InstalledKey } from './installed-key.ts'
import type { Problem } from './problem.ts'
import { ServerSettings } from './server-settings.ts'

/** The configuration as a rule over several objects sees it. */
export interface WholeOffice {
  all<E extends Entity>(entity: E): readonly Of<E>[]
  only<E extends Entity>(entity: E): Of<E>
}

/** What must hold between objects. Asked for each object that a change touches, once its own fields are right. */
export interface OfficeRule {
  readonly entity: Entity
  check(object: Of<Entity>, office: WholeOffice): readonly Problem[]
}

export const officeRules: readonly OfficeRule[] = [
  {
    entity: Extension,
    check: (extension, office) =>
      shadowed(extension as unknown as Extension, office.only(DialPlan)),
  },
  {
    entity: DialPlan,
    check: (plan, office) =>
      office.all(Extension).flatMap((one) => shadowed(one, plan as unknown as DialPlan)),
  },
  {
    entity: AuditPin,
    check: (pin, office) => ofLength(pin as unknown as AuditPin, office.only(AuditPinSettings)),
  },
  {
    entity: AuditPinSettings,
    check: (settings, office) =>
      office
        .all(AuditPin)
        .slice(0, 1)
        .flatMap((pin) => lengthInUse(pin, settings as never)),
  },
  {
    entity: InstalledKey,
    check: (key, office) =>
      ofThisUnit(key as unknown as InstalledKey, office.only(ServerSettings).id),
  },
]

/** APIN-6 */
function ofLength(pin: AuditPin, settings: AuditPinSettings): readonly Problem[] {
  const what = wrongLength(pin, settings)
  if (what === undefined) return []
  const remedy = message('audit-pin.give-length', { length: settings.length })
  return [{ object: `audit PIN ${pin.code}`, field: 'code', what, remedy }]
}

/** APIN-5. All codes have one length, so the first tells it. */
function lengthInUse(pin: AuditPin, settings: AuditPinSettings): readonly Problem[] {
  if (wrongLength(pin, settings) === undefined) return []
  return [
    {
      object: 'audit PIN settings',
      field: 'length',
      what: message('audit-pin.length-in-use', { length: pin.code.length }),
      remedy: 'Export the codes, delete them all, change the length, then import new ones.',
    },
  ]
}

/** EMER-6: whoever dials such an extension would reach the emergency service. */
function shadowed(
  { number }: Extension,
  { emergencyNumber, outsideDigit }: DialPlan,
): readonly Problem[] {
  const dialled = [emergencyNumber, outsideDigit + emergencyNumber]
  const emergency = dialled.find((one) => number.startsWith(one))
  if (emergency === undefined) return []
  return [
    {
      object: `extension ${number}`,
      field: 'number',
      what: message('extension.shadowed', { emergency }),
      remedy: 'Choose another number, or change the emergency number of the dial plan.',
    },
  ]
}

/** FKEY-1 */
function ofThisUnit({ series, code }: InstalledKey, own: string): readonly Problem[] {
  const read = readFeatureKey(code, issuers)
  if (!read.ok || read.value.unit === own) return []
  return [
    {
      object: `feature key ${series}`,
      field: 'code',
      what: message('key.other-unit', { unit: read.value.unit, own }),
      remedy: 'Copy it again, or ask whoever issued it.',
    },
  ]
}
