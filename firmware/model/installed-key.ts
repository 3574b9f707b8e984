import { compact, LONGEST_KEY, readFeatureKey } from '../entitlements/feature-key.ts'
import { issuers } from '../entitlements/issuers.ts'
import { entity, type Objection, type Of } from './entity.ts'
import { flag, text } from './fields.ts'
import { rolesOf } from './permissions.ts'

const AGAIN = 'Copy it again, or ask whoever issued it.'

const rules = {
  label: 'feature key',
  section: 'featureKeys',
  key: 'series',
  internal: true, // entered as a key or not at all; in no file of settings, and no undo brings an older one back
  change: rolesOf('PERM-205'),
  restart: 'none',
  check: isSigned,
} as const

/** A feature key that was entered here, FKEY-8; the latest of its series. */
export const InstalledKey = entity('feature-key', rules, {
  series: text('Series', { max: 32, required: true, unique: true, fixed: true }),
  /** As `compact` spells it. */
  code: text('Feature key', { max: LONGEST_KEY, required: true, spec: 'FKEY-8' }),
  /** The unit has seen it end: setting the clock back does not mend that. */
  ended: flag('Ended', {}),
})
export type InstalledKey = Of<typeof InstalledKey>

function isSigned(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  const code = String(object.code)
  const read = readFeatureKey(code, issuers)
  if (!read.ok) return [{ field: 'code', what: read.error, remedy: AGAIN }]
  if (read.value.series === object.series && compact(code) === code) return []
  return [{ field: 'series', what: 'it is not that of the key', remedy: AGAIN }]
}
