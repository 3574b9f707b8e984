import type { Condition } from '../bus/condition.ts'
import { columns, plain } from '../plain.ts'
import type { LastExit } from '../processes/unit.ts'
import type { CliCommand } from './command.ts'
import { EXIT } from './command.ts'
import type { InstanceStatus, ShownProcess } from './read-status.ts'
import { readStatus } from './read-status.ts'

export const status: CliCommand = {
  name: 'status',
  summary: 'how every process is; exit code 0 ready, 1 degraded, 3 not running',
  usage: '',
  async run(_args, { environment, clock, json, stdout }) {
    const found = await readStatus(environment, clock)
    if (json) stdout(`${JSON.stringify(found ?? notRunning(environment), null, 2)}\n`)
    else if (found) stdout(render(found, clock.now()))
    else stdout(`not running (data directory ${environment.data})\n`)
    if (!found) return EXIT.notRunning
    return found.ready ? EXIT.ok : EXIT.failed
  },
}

function notRunning({ data, run }: { data: string; run: string }): InstanceStatus {
  const instance = run.slice(run.lastIndexOf('/') + 1)
  return { instance, data, run, ready: false, processes: [], conditions: [] }
}

export function render(status: InstanceStatus, now: number): string {
  const rows = status.processes.map((process) => row(process, now))
  const conditions = status.conditions.map((condition) => `\n${paragraph(condition)}`)
  const verdict = status.ready ? 'everything is ready' : 'not everything is ready'
  return `${columns(rows)}${conditions.join('')}\n${verdict} (data directory ${status.data})\n`
}

function row(process: ShownProcess, now: number): string[] {
  const { name, pid, state, ready, since, restarts, lastExit } = process
  return [
    `${ready ? '●' : '○'} ${name}`,
    state,
    pid === null ? '' : `pid ${pid}`,
    since ? `for ${duration(now - since)}` : '',
    restarts === 0 ? '' : `restarts ${restarts}`,
    lastExit ? `${describeExit(lastExit)} ${duration(now - lastExit.at)} ago` : '',
  ]
}

/** Why a process ended, in words: `ended with code 1: no such card`. */
export function describeExit({ cause, code, signal, text }: LastExit): string {
  const how = {
    crashed: signal ? `crashed by ${signal}` : `ended with code ${code}`,
    killed: signal ? `killed by ${signal}` : 'ended while the supervisor was away',
    hung: 'hung and was killed',
    setup: 'could not start',
    asked: 'restarted on request',
  }[cause]
  const wanted = (cause === 'crashed' && !signal) || cause === 'setup'
  return wanted && text ? `${how}: ${plain(text)}` : how
}

function paragraph({ severity, subject, effect, remedy }: Condition): string {
  return `! ${severity}: ${plain(subject)}\n  ${plain(effect)}\n  ${plain(remedy)}\n`
}

/** `3 s`, `12 min`, `5 h`, `9 days`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}
