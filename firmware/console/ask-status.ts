import type { Condition } from '../bus/condition.ts'
import type { SupervisorStatus } from '../processes/supervisor-status.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { Desk } from './command.ts'

/** How everything is, of the supervisor; or a sentence on why it is not known. */
export async function askStatus(desk: Pick<Desk, 'ask'>): Promise<Result<SupervisorStatus>> {
  const answer = await desk.ask('supervisor', 'status')
  if (answer.ok) return ok(answer.value as SupervisorStatus)
  return refuse(`The supervisor does not answer: ${answer.error.text}`)
}

/** One sentence, then what is wrong, the worst first, each with its remedy. */
export function conditionLines(conditions: readonly Condition[]): string[] {
  if (conditions.length === 0) return ['Everything works.']
  const order = ['critical', 'warning', 'notice']
  const sorted = conditions.toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity),
  )
  return [
    conditions.length === 1
      ? 'One thing needs attention:'
      : `${conditions.length} things need attention:`,
    ...sorted.flatMap(({ severity, subject, effect, remedy }) => [
      `! ${severity}: ${subject}: ${effect}`,
      `  ${remedy}`,
    ]),
  ]
}

/** The verdict on a status: conditions, and processes that are not ready though nobody has raised one yet. */
export function verdict({ ready, processes, conditions }: SupervisorStatus): string[] {
  if (ready || conditions.length > 0) return conditionLines(conditions)
  const waiting = processes.filter((one) => !one.ready).map(({ name }) => name)
  return [`Starting: ${waiting.join(', ')}.`]
}

/** Names of the processes, for completion. */
export async function processNames(desk: Pick<Desk, 'ask'>): Promise<string[]> {
  const status = await askStatus(desk)
  return status.ok ? status.value.processes.map(({ name }) => name) : []
}
