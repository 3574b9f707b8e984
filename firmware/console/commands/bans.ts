import type { Role } from '../../model/facts.ts'
import type { ConsoleCommand, Desk } from '../command.ts'
import { allows } from '../command.ts'
import { columns } from '../terminal/layout.ts'
import { duration } from '../words.ts'

interface Ban {
  readonly source: string
  readonly reason: string
  /** UTC, ms. */
  readonly until: number
}

const CHANGERS: readonly Role[] = ['server-admin', 'system-admin', 'network-admin']

export const bans: ConsoleCommand = {
  name: 'bans',
  usage: '[add | end ADDRESS]',
  summary: 'addresses whose SIP is not listened to',
  needs: 'sign-in',
  complete: async () => ['add', 'end'],
  async run([what, address, minutes = '60'], desk) {
    const { terminal, who } = desk
    if (what === undefined) return list(desk)
    if (!address || (what !== 'add' && what !== 'end')) {
      return terminal.line('Say bans add ADDRESS [MINUTES], or bans end ADDRESS.')
    }
    if (!allows(CHANGERS, who)) return terminal.line('That is for administrators of the network.')
    const [verb, args] =
      what === 'add' ? ['ban', { address, minutes: Number(minutes) }] : ['unban', { address }]
    desk.log.warn({ by: who?.login, verb, address }, 'a ban was changed on the console')
    const answer = await desk.ask('exchange', verb as string, args as object)
    terminal.line(answer.ok ? 'Done.' : answer.error.text)
  },
}

async function list({ terminal, clock, ask }: Desk): Promise<void> {
  const answer = await ask('exchange', 'bans')
  if (!answer.ok) return terminal.line(`The exchange does not answer: ${answer.error.text}`)
  const found = answer.value as readonly Ban[]
  if (found.length === 0) return terminal.line('Nobody is banned.')
  const now = clock.now()
  const rows = found.map(({ source, reason, until }) => [
    source,
    reason,
    `for another ${duration(until - now)}`,
  ])
  await terminal.page(columns(rows))
}
