import type { LmdbEnvironment } from '../store/lmdb-environment.ts'
import { RECORD_TABLES } from '../store/record-tables.ts'
import { tableLost, tablesMade } from '../store/tables-made.ts'
import type { Verdict } from '../store/verify.ts'
import type { CallEvent } from './call-event.ts'

/** Reads every call event: checksums, and that each call's events are numbered from 1 without a gap. */
export function checkRecords(environment: LmdbEnvironment): Verdict {
  environment.refresh()
  const made = tablesMade(environment, RECORD_TABLES)
  // They are made in this order: one that is missing before the last was lost, those behind it belong to an update that has not started yet.
  const lost = RECORD_TABLES.slice(0, made.length).filter((name) => !made.includes(name))
  const verdicts = made.map((name) => environment.table(name).verify())
  const values = verdicts.reduce((sum, verdict) => sum + verdict.values, 0)
  const damage = [
    ...lost.map((name) => tableLost('records', name)),
    ...verdicts.flatMap((verdict) => verdict.damaged),
  ]
  if (damage.length > 0 || !made.includes('call-events')) return { values, damage }
  return { values, damage: gapsIn(environment) }
}

function gapsIn(environment: LmdbEnvironment): string[] {
  const gaps: string[] = []
  let call = ''
  let last = 0
  for (const key of environment.table<CallEvent>('call-events').keys()) {
    const slash = key.lastIndexOf('/')
    if (key.slice(0, slash) !== call) {
      call = key.slice(0, slash)
      last = 0
    }
    const sequence = Number(key.slice(slash + 1))
    if (sequence !== last + 1) gaps.push(`records: call ${call}: event ${last + 1} is missing.`)
    last = sequence
  }
  return gaps
}
