import { entity, type Of } from './entity.ts'
import { text } from './fields.ts'
import { rolesOf } from './permissions.ts'
import { photo } from './photo.ts'

const rules = {
  label: 'public contact',
  section: 'publicContacts',
  key: 'speedDial',
  taken: 'lowest',
  change: rolesOf('PERM-116'),
  restart: 'none',
} as const

const name = (label: string) => text(label, { max: 64, spec: 'PCON-9' })

/** Somebody in the company's address book, which all read and administrators keep: PCON-1. */
export const PublicContact = entity('public-contact', rules, {
  speedDial: text('Speed #', {
    max: 5,
    required: true,
    unique: true,
    fixed: true,
    spec: 'PCON-8',
    pattern: /^(2[5-9]\d|24\d{3})$/, // PCON-2, in Extension Mode
    says: 'a number from 250 to 299 or from 24000 to 24999',
    remedy: 'Choose one that is free.',
    help: 'Dialed after *, by everybody. It never changes.',
  }),
  phoneNumber: text('Phone number', {
    max: 64,
    required: true,
    spec: 'PCON-7',
    pattern: /^[0-9*#][0-9*#P]*$/,
    says: 'digits, * and #, and P for a pause of a second',
    remedy:
      'Write it as it is dialed, with the digit for outside calls: 915851234568, or 9P1P5851234567.',
  }),
  prefix: name('Prefix'),
  firstName: name('First name'),
  middleName: name('Middle name'),
  lastName: name('Last name'),
  nickname: name('Nick name'),
  suffix: name('Suffix'),
  organization: name('Organization'),
  photo: photo('PCON-10'),
})
export type PublicContact = Of<typeof PublicContact>
