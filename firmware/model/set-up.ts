import { entity, type Of } from './entity.ts'
import { flag, secret } from './fields.ts'

const rules = {
  label: 'set-up',
  section: 'set-up',
  singleton: true,
  internal: true,
  change: [],
  restart: 'none',
} as const

/** Whether somebody has taken this unit into possession, and what the first person needs to do so (spec decision 3). */
export const SetUp = entity('set-up', rules, {
  claimed: flag('Claimed', { help: 'Somebody has set the first password of their own.' }),
  /** Both are empty once the unit is claimed. */
  firstPassword: secret('First password', { min: 0 }),
  code: secret('Set-up code', { min: 0 }),
})
export type SetUp = Of<typeof SetUp>
