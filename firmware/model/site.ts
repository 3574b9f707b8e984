import { entity, type Of } from './entity.ts'
import { text, whole } from './fields.ts'
import { rolesOf } from './permissions.ts'

const rules = {
  label: 'site',
  section: 'sites',
  key: 'name',
  taken: 'one',
  change: ['server-admin', 'system-admin'],
  restart: 'none',
} as const

/** An office with a unit of its own. The first site of a store is the unit's own. */
export const Site = entity('site', rules, {
  name: text('Name', { max: 64, required: true, unique: true }),
  number: whole('Number', {
    min: 1,
    max: 99,
    default: 1,
    unique: true,
    help: 'Tells the sites of a network apart, and stands in the numbers of calls.',
  }),
  timeZone: text('Time zone', {
    max: 64,
    default: 'UTC',
    format: 'time-zone',
    change: rolesOf('PERM-217'),
    pattern: /^[A-Za-z0-9_+\-/]+$/,
    says: 'a time zone that this machine knows',
    remedy: 'Use an IANA name, as America/New_York or UTC.',
  }),
  country: text('Country', {
    max: 2,
    default: 'US',
    format: 'country',
    pattern: /^[A-Z]{2}$/,
    says: 'a country code of two capital letters',
    remedy: 'Use an ISO 3166 code, as US or CA.',
    help: 'Chooses tones, ringing and number formats.',
  }),
})
export type Site = Of<typeof Site>
