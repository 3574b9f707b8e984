import { entity, type Of } from './entity.ts'
import type { Role } from './facts.ts'
import { choice, flag, hash, list, seed, text } from './fields.ts'

/** ROLE-1, ROLE-2. */
export const ROLES = [
  'server-admin',
  'system-admin',
  'phone-admin',
  'network-admin',
  'support-technician',
] as const satisfies readonly Role[]

const rules = {
  label: 'user',
  section: 'users',
  key: 'login',
  taken: 'count',
  change: ['server-admin', 'system-admin', 'phone-admin'],
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
  language: choice('Language', ['en', 'es', 'fr'], {
    default: 'en',
    help: 'Of pages and messages. Callers hear the language of their call.',
  }),
  roles: list('Roles', choice('Role', ROLES, {}), {
    max: ROLES.length,
    spec: 'USER-16',
    change: ['server-admin'],
    help: 'What this person may administer. None: only what is their own.',
  }),
  passwordHash: hash('Password', { spec: 'USER-6', change: ['server-admin', 'system-admin'] }),
  totpSecret: seed('Second step', {
    change: ['server-admin'],
    help: 'One-time codes of an app are asked for beside the password.',
  }),
  mustChangePassword: flag('Require password change', {
    spec: 'USER-9',
    help: 'The password works once, then it must be changed.',
  }),
})
export type User = Of<typeof User>

/** The name as it is displayed to people who are called. */
export function fullName(user: Pick<User, 'firstName' | 'middleName' | 'lastName'>): string {
  return [user.firstName, user.middleName, user.lastName].filter(Boolean).join(' ')
}
