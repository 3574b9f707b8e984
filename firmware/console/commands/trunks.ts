import type { LiveTrunk } from '../../trunks/sip/live-trunk.ts'
import type { ConsoleCommand } from '../command.ts'
import { short } from '../terminal/inert.ts'
import { columns } from '../terminal/layout.ts'
import { duration } from '../words.ts'

const STATES: Readonly<Record<LiveTrunk['state'], string>> = {
  up: 'up',
  trying: 'trying',
  unregistered: 'NOT REGISTERED',
  unreachable: 'NOT REACHABLE',
  off: 'out of service',
}

export const trunks: ConsoleCommand = {
  name: 'trunks',
  usage: '',
  summary: 'SIP trunks: state, calls, the last failure',
  needs: 'nothing',
  async run(_args, { terminal, clock, ask }) {
    const answer = await ask('exchange', 'trunks')
    if (!answer.ok) return terminal.line(`The exchange does not answer: ${answer.error.text}`)
    const found = answer.value as readonly LiveTrunk[]
    if (found.length === 0) return terminal.line('There are no SIP trunks.')
    await terminal.page(columns(found.map((trunk) => row(trunk, clock.now()))))
  },
}

/** What a provider says is a stranger's text. */
function row(trunk: LiveTrunk, now: number): string[] {
  const { description, state, since, why, where, calls, maxCalls, lastFailure } = trunk
  const failed = lastFailure
    ? `${duration(now - lastFailure.at)} ago a call failed: ${short(lastFailure.why, 40)}`
    : ''
  return [
    short(description, 24),
    `${STATES[state]} for ${duration(now - since)}`,
    why ? short(why, 40) : where,
    `${calls} of ${maxCalls} calls`,
    failed,
  ]
}
