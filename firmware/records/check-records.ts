import type { LmdbEnvironment } from '../store/lmdb-environment.ts'
import { RECORD_TABLES } from '../store/record-tables.ts'
import type { Verdict } from '../store/verify.ts'
import type { CallEvent } from './call-event.ts'

/** Reads every call event: checksums, and that each call's events are numbered from 1 without a gap. */
export function checkRecords(environment: LmdbEnvironment): Verdict {
  environment.refresh()
  const verdicts = RECORD_TABLES.map((name) => environment.table(name).verify())
  const values = verdicts.reduce((sum, verdict) => sum + verdict.values, 0)
  const damage = verdicts.flatMap((verdict) => verdict.damaged)
  if (damage.length > 0) return { values, damage }
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
