import { entity, type Of } from './entity.ts'
import { text } from './fields.ts'
import { rolesOf } from './permissions.ts'

const rules = {
  label: 'business information',
  section: 'businessInformation',
  singleton: true,
  change: rolesOf('PERM-12'),
  restart: 'none', // BINF-4
} as const

/** Whom to reach about this unit: one record, all of it optional, BINF-1. */
export const BusinessInformation = entity('business-information', rules, {
  business: text('Business name', { max: 128, spec: 'BINF-1' }),
  contact: text('Contact name', { max: 128 }),
  street: text('Street address', { max: 128 }),
  street2: text('Street address, second line', { max: 128 }),
  city: text('City', { max: 64 }),
  region: text('State or province', { max: 64 }),
  postalCode: text('Postal code', { max: 16 }),
  country: text('Country', { max: 64 }),
  telephone: text('Telephone', { max: 32 }),
  fax: text('Fax', { max: 32 }),
  email: text('E-mail', {
    max: 254,
    pattern: /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u,
    says: 'an e-mail address',
    remedy: 'Write it as name@example.com, or nothing.',
  }),
  web: text('Web site', { max: 254 }),
})
export type BusinessInformation = Of<typeof BusinessInformation>
