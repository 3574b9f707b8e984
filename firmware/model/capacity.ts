import type { ProfileName } from '../entitlements/capacity-table.ts'
import { entity, type Of } from './entity.ts'
import { choice } from './fields.ts'

const NAMES = [
  'community',
  '320',
  '324',
  '530',
  '536',
  '731',
  'virtual',
] as const satisfies readonly ProfileName[]

const rules = {
  label: 'capacity',
  section: 'capacity',
  singleton: true,
  change: ['server-admin', 'system-admin'],
  restart: 'none',
} as const

/** How much this unit takes, PLAT-39. Whoever sells boxes sets it in their image; what is there already stays, whatever is chosen. */
export const Capacity = entity('capacity', rules, {
  profile: choice('Capacity profile', NAMES, {
    default: 'community', // spec decision 2
    spec: 'PLAT-39',
    help: 'The open profile has every feature, and bears what the hardware bears. The others have the sizes of models that are sold, and feature keys raise them. Whatever is chosen, what is there stays and emergency calls go out.',
  }),
})
export type Capacity = Of<typeof Capacity>
