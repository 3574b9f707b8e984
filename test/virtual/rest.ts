import { conditionsOf } from '../../firmware/lines/line-conditions.ts'
import { shownLine } from '../../firmware/lines/shown-lines.ts'
import type { KeptSpending } from '../../firmware/trunks/outside-spending.ts'
import type { VirtualOffice } from './virtual-office.ts'

/** Found by calls, and mended only by other calls: they may stay. */
const FINDINGS = /^no-(dial-tone|disconnect)-/

/** What is still there of calls, in words; empty when everything is at rest as if nobody had ever called. */
export function leftovers(office: VirtualOffice): string[] {
  const { exchange, media, lineHost, lines, hot } = office
  const { switching, conditions } = exchange
  const found: string[] = []
  const expectNone = (what: string, count: number) => {
    if (count !== 0) found.push(`${count} ${what}`)
  }
  for (const call of switching.calls.calls) {
    const legs = call.legs.map(({ id, phase, cause }) => `${id} ${phase} ${cause ?? ''}`)
    found.push(`call ${call.id} in ${call.program} with ${legs.join(', ')}`)
  }
  for (const [name, totals] of [
    ['media', media.host.totals],
    ['lines', lineHost.totals],
    ['libmedia', media.library.totals()],
  ] as const) {
    expectNone(`contexts in ${name}`, totals.contexts)
    expectNone(`terminations in ${name}`, totals.terminations)
    expectNone(`attachments in ${name}`, totals.attachments)
  }
  for (const [number, { name, kind }] of lines.lines.entries()) {
    const { hook, ringing, served, lifeline } = lines.state(number)
    if (hook === 'off') found.push(`${name} is off hook`)
    if (ringing) found.push(`${name} rings`)
    if (served && kind === 'fxs') found.push(`${name} is served`)
    if (lifeline !== 'off') found.push(`${name} has the lifeline's ${lifeline}`)
  }
  for (const [key, value] of hot.values) {
    if (key === 'outside-spending') {
      const { running } = value as KeptSpending // what was spent today stays
      expectNone('calls outside that somebody still pays for', running.length)
    } else if (!key.startsWith('gateway/')) found.push(`${key} in the journal`)
  }
  for (const id of conditions.keys()) if (!FINDINGS.test(id)) found.push(`condition ${id}`)
  for (const { id } of conditionsOf(office.lineTable.lines.map(shownLine))) {
    if (id !== 'simulated') found.push(`condition ${id}`)
  }
  return found
}

/** Waits until all is at rest. @throws Error that names what is not, after `ms` */
export async function comesToRest(office: VirtualOffice, ms = 30_000): Promise<void> {
  const until = office.uptime + ms
  for (;;) {
    const left = office.alive ? leftovers(office) : ['a process that is away']
    if (left.length === 0) return
    if (office.uptime >= until) {
      throw new Error(`left after ${ms} ms of quiet:\n${left.join('\n')}\n${office.diary.tail}`)
    }
    await office.run(200)
  }
}
