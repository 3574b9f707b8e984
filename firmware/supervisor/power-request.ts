import { CommandError } from '../bus/command-error.ts'
import type { PowerRequest } from './power-plan.ts'

const ACTIONS = ['restart-all', 'restart', 'off'] as const
const TIMES = ['now', 'calls-ended', 'at'] as const

/** The arguments of `power-plan`. @throws CommandError `bad-arguments` */
export function readPowerRequest(args: unknown): PowerRequest {
  const given = (typeof args === 'object' && args !== null ? args : {}) as Record<string, unknown>
  const action = ACTIONS.find((one) => one === given.action)
  const when = TIMES.find((one) => one === given.when)
  if (!action || !when) {
    throw new CommandError('bad-arguments', `Give 'action' and 'when': ${ACTIONS}; ${TIMES}.`)
  }
  const at = typeof given.at === 'number' && Number.isFinite(given.at) ? given.at : undefined
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 128) : '')
  const who = { by: text(given.by), from: text(given.from) }
  return { action, when, ...who, ...(at !== undefined && { at }) }
}
