import type { Condition } from '../bus/condition.ts'
import type { UnitStatus } from './unit.ts'

/** What the supervisor answers to verb `status`. */
export interface SupervisorStatus {
  readonly ready: boolean
  readonly processes: readonly UnitStatus[]
  readonly conditions: readonly Condition[]
}
