import type { LiveCall } from '../../calls/live-call.ts'
import { rolesOf } from '../../model/permissions.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { ConsoleCommand, Desk } from '../command.ts'
import { allows } from '../command.ts'
import { short } from '../terminal/inert.ts'
import { columns } from '../terminal/layout.ts'
import { duration } from '../words.ts'
import { pastCalls, storyOf } from './past-calls.ts'

/** Of records, as on the pages. */
const READERS = rolesOf('PERM-185')

export const calls: ConsoleCommand = {
  name: 'calls',
  usage: '[past | CALL]',
  summary: 'calls that are on now, or were; or one of them',
  needs: 'sign-in',
  complete: async (desk) => {
    const found = await liveCalls(desk)
    return ['past', ...(found.ok ? found.value.map(({ call }) => call) : [])]
  },
  async run([which], desk) {
    const { terminal, clock } = desk
    if (which !== undefined) {
      if (!allows(READERS, desk.who)) return terminal.line('That is for administrators.')
      return which === 'past' ? pastCalls(desk) : storyOf(which, desk)
    }
    const found = await liveCalls(desk)
    if (!found.ok) return terminal.line(found.error)
    if (found.value.length === 0) return terminal.line('No call is on.')
    await terminal.page(columns(found.value.map((call) => row(call, clock.now()))))
  },
}

function row({ call, startedAt, dialled, legs }: LiveCall, now: number): string[] {
  return [call, duration(now - startedAt), `dialled ${short(dialled, 16)}`, describeLegs(legs)]
}

/** `Ann 201 answered, Bob 202 ringing`. */
function describeLegs(legs: LiveCall['legs']): string {
  return legs
    .map(({ digits, name, phase, held }) => {
      const who = [short(name, 20), short(digits, 16)].filter(Boolean).join(' ')
      return `${who} ${held ? 'on hold' : phase}`
    })
    .join(', ')
}

export async function liveCalls(desk: Pick<Desk, 'ask'>): Promise<Result<readonly LiveCall[]>> {
  const answer = await desk.ask('exchange', 'calls')
  if (answer.ok) return ok(answer.value as readonly LiveCall[])
  return refuse(`The exchange does not answer: ${answer.error.text}`)
}
