import type { LiveCall } from '../../calls/live-call.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { ConsoleCommand, Desk } from '../command.ts'
import { short } from '../terminal/inert.ts'
import { columns } from '../terminal/layout.ts'
import { duration } from '../words.ts'

export const calls: ConsoleCommand = {
  name: 'calls',
  usage: '',
  summary: 'calls that are on now',
  needs: 'sign-in',
  async run(_args, desk) {
    const { terminal, clock } = desk
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
