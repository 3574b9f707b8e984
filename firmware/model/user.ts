import { entity, type Of } from './entity.ts'
import type { Role } from './facts.ts'
import { choice, flag, hash, keys, list, reference, seed, text } from './fields.ts'
import { rolesOf } from './permissions.ts'
import { photo } from './photo.ts'
import { TEMPLATE_SETTINGS } from './user-template.ts'

/** ROLE-1, ROLE-2. */
export const ROLES = [
  'server-admin',
  'system-admin',
  'phone-admin',
  'network-admin',
  'support-technician',
] as const satisfies readonly Role[]

/** Who may give and take each of them: PERM-119 to 122, ROLE-10. There is one server administrator for good, ROLE-1. */
const GRANTED_BY: Readonly<Record<Role, readonly Role[]>> = {
  'server-admin': [],
  'system-admin': rolesOf('PERM-119'),
  'network-admin': rolesOf('PERM-120'),
  'phone-admin': rolesOf('PERM-121'),
  'support-technician': rolesOf('PERM-122'),
}

/** Whether roles reach those of somebody else: nobody makes a way in of higher rights than their own (spec 33, Ambiguities). */
export function outranks(own: readonly Role[], others: readonly Role[]): boolean {
  return others.every(
    (role) => own.includes(role) || GRANTED_BY[role].some((one) => own.includes(one)),
  )
}

/** How somebody gets in: of the server administrator nobody else's, ROLE-3. */
const WAYS_IN = [
  ...['login', 'roles', 'passwordHash', 'totpSecret', 'passkeys', 'mustChangePassword'],
  'providerName',
  ...['pinHash', 'mustChangePin'],
]

const rules = {
  label: 'user',
  section: 'users',
  key: 'login',
  taken: 'count',
  change: rolesOf('PERM-137'),
  reach: mayReach,
  restart: 'none',
  beforeSite: true, // the administrator that a unit makes for itself
  together: ['firstName', 'middleName', 'lastName'], // USER-5
} as const

/** A person who uses the telephone system. */
export const User = entity('user', rules, {
  login: text('Login name', {
    max: 64,
    required: true,
    unique: true,
    spec: 'USER-4',
    pattern: /^[^\s\p{Cc}]+$/u,
    says: 'a login name of 1 to 64 characters without spaces',
    remedy: 'Leave out spaces; capital and small letters are different.',
  }),
  firstName: text('First name', { max: 64, spec: 'USER-5' }),
  middleName: text('Middle name', { max: 64, spec: 'USER-5' }),
  lastName: text('Last name', { max: 64, required: true, spec: 'USER-5' }),
  ...TEMPLATE_SETTINGS,
  template: reference('Template last applied', 'user-template', {
    optional: true,
    onDelete: 'refuse', // UTPL-5
    spec: 'USER-17',
    help: 'Where these settings came from. To name another one here changes none of them: apply it.',
  }),
  photo: photo('USER-13'),
  roles: list('Roles', choice('Role', ROLES, {}), {
    max: ROLES.length,
    spec: 'USER-16',
    entries: GRANTED_BY,
    help: 'What this person may administer. None: only what is their own. They act at the next sign-in.',
  }),
  passwordHash: hash('Password', { spec: 'USER-6', change: rolesOf('PERM-137') }),
  totpSecret: seed('Second step', {
    change: ['server-admin'],
    help: 'One-time codes of an app are asked for beside the password.',
  }),
  providerName: text('Name at the provider', {
    max: 255,
    unique: true,
    normal: (name) => (name.includes('@') ? name.toLowerCase() : name),
    pattern: /^[^\s\p{Cc}]+$/u,
    says: 'an e-mail address or a subject, without spaces',
    remedy: 'Copy it from the provider.',
    help: 'For signing in there: an e-mail address that the provider has verified, or what it calls the subject (sub).',
  }),
  pinHash: hash('PIN', { spec: 'USER-7', change: rolesOf('PERM-137') }),
  mustChangePin: flag('Require PIN change', {
    spec: 'USER-10',
    help: 'The PIN works once, then it must be changed.',
  }),
  passkeys: keys('Passkeys', { change: ['server-admin'] }),
  mustChangePassword: flag('Require password change', {
    spec: 'USER-9',
    help: 'The password works once, then it must be changed.',
  }),
})
export type User = Of<typeof User>

function mayReach(
  user: Readonly<Record<string, unknown>>,
  what: readonly string[] | 'removal',
  own: readonly Role[],
): boolean {
  const others = user.roles as readonly Role[]
  if (what === 'removal') return !others.includes('server-admin') && outranks(own, others)
  if (outranks(own, others)) return true
  return own.includes('system-admin') && !what.some((field) => WAYS_IN.includes(field))
}

/** The name as it is displayed to people who are called. */
export function fullName(user: Pick<User, 'firstName' | 'middleName' | 'lastName'>): string {
  return [user.firstName, user.middleName, user.lastName].filter(Boolean).join(' ')
}
