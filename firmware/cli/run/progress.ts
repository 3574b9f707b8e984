import type { Condition } from '../../bus/condition.ts'
import { plain } from '../../plain.ts'
import type { InstanceStatus, ShownProcess } from '../read-status.ts'
import { describeExit } from '../status.ts'

/** What the terminal shows while the server starts and runs; every function is pure. */

/** `● broker   ○ media   ● exchange      1.9 s`: a filled dot is ready. */
export function statusLine(status: InstanceStatus, elapsedMs: number): string {
  const dots = status.processes
    .filter(({ name }) => name !== 'supervisor')
    .map(({ name, ready }) => `${ready ? '●' : '○'} ${name}`)
  return `${dots.join('   ')}   ${seconds(elapsedMs).padStart(8)}`
}

/** One line for everything that has changed between two looks at a supervised server, none beginning with `ready`. */
export function changes(
  before: InstanceStatus | undefined,
  after: InstanceStatus,
  elapsedMs: number,
): string[] {
  const lines: string[] = []
  for (const process of after.processes) {
    const old = before?.processes.find(({ name }) => name === process.name)
    lines.push(...processChanges(old, process, elapsedMs))
  }
  for (const condition of after.conditions) {
    if (!has(before, condition)) lines.push(...raised(condition))
  }
  for (const condition of before?.conditions ?? []) {
    const still = after.conditions.some(({ subject }) => subject === condition.subject)
    if (!still) lines.push(`✓ mended: ${plain(condition.subject)}`)
  }
  return lines
}

function processChanges(
  old: ShownProcess | undefined,
  { name, pid, ready, restarts, lastExit }: ShownProcess,
  elapsedMs: number,
): string[] {
  const lines: string[] = []
  const ended = old && old.restarts < restarts && lastExit
  if (ended) lines.push(`○ ${name} ${describeExit(lastExit)}; it is started again`)
  if (ready && (!old?.ready || old.pid !== pid)) {
    lines.push(`● ${name} ready after ${seconds(elapsedMs)}, pid ${pid}`)
  }
  return lines
}

function raised({ severity, effect, remedy }: Condition): string[] {
  return [`! ${severity}: ${plain(effect)}`, `  ${plain(remedy)}`]
}

function has(status: InstanceStatus | undefined, { id }: Condition): boolean {
  return status?.conditions.some((condition) => condition.id === id) ?? false
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

interface WebListener {
  readonly bind: readonly string[]
  readonly webPort: number
}

/** `https://192.168.1.20:8443`: the first address that other machines reach too. */
export function webAddress({ bind, webPort }: WebListener): string {
  const address = bind.find((a) => !/^(127\.|169\.254\.|::1$)/.test(a)) ?? bind[0] ?? '127.0.0.1'
  return `https://${address.includes(':') ? `[${address}]` : address}:${webPort}`
}

/** `ready https://192.168.1.20:8443/` */
export function readyLine(listener: WebListener): string {
  return `ready ${webAddress(listener)}/`
}
