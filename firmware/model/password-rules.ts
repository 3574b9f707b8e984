import { entity, type Of } from './entity.ts'
import { flag, whole } from './fields.ts'
import { rolesOf } from './permissions.ts'

/** Characters that no password is shorter than (spec decision 10), whatever is set. */
export const SHORTEST_PASSWORD = 10

const rules = {
  label: 'password rules',
  section: 'passwordRules',
  singleton: true,
  change: rolesOf('PERM-148'),
  restart: 'none',
} as const

/** What passwords and PINs must be like, PWD rows. Tightened rules are asked for at the next sign-in, PWD-5. */
export const PasswordRules = entity('password-rules', rules, {
  length: whole('Shortest password', {
    min: SHORTEST_PASSWORD,
    max: 128,
    default: SHORTEST_PASSWORD,
    unit: 'characters',
    spec: 'PWD-3',
  }),
  lower: flag('With a small letter', { spec: 'PWD-3' }),
  upper: flag('With a capital letter', { spec: 'PWD-3' }),
  digit: flag('With a digit', { spec: 'PWD-3' }),
  special: flag('With a special character', { spec: 'PWD-4' }),
  pinLength: whole('Shortest PIN', { min: 4, max: 16, default: 4, unit: 'digits', spec: 'USER-7' }),
})
export type PasswordRules = Of<typeof PasswordRules>
