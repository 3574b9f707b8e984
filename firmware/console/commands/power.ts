import { rolesOf } from '../../model/permissions.ts'
import { AdminEvents } from '../../store/admin-events.ts'
import type { Message } from '../../words/message.ts'
import { message } from '../../words/say.ts'
import type { ConsoleCommand, Desk } from '../command.ts'
import { liveCalls } from './calls.ts'

const ACTIONS = { all: 'restart-all', box: 'restart', off: 'off' } as const
const WORDS = { all: 'all processes restart', box: 'the machine restarts', off: 'it switches off' }
const DAY_MS = 86_400_000

type What = keyof typeof ACTIONS
type When = { readonly when: 'now' | 'calls-ended' } | { readonly when: 'at'; readonly at: number }

/** What the supervisor tells of a plan. */
interface Plan {
  readonly action: (typeof ACTIONS)[What]
  readonly when: string
  readonly at?: number
  readonly by: string
  readonly state: string
  readonly why?: string
}

export const power: ConsoleCommand = {
  name: 'power',
  usage: '[WHAT [WHEN] | cancel]',
  summary: 'plan a restart or shutdown: all, box or off',
  needs: rolesOf('PERM-214'),
  complete: async () => ['all', 'box', 'off', 'cancel'],
  async run([what, time], desk) {
    const { terminal } = desk
    if (what === undefined) return show(desk)
    if (what === 'cancel') return cancel(desk)
    if (!isWhat(what))
      return terminal.line('Say all, box, off or cancel; then idle, or a time as 02:30.')
    const when = timeOf(time, desk.clock.now())
    if (!when) return terminal.line('Say idle (when calls have ended) or a time of UTC as 02:30.')
    return plan(what, when, desk)
  },
}

const isWhat = (text: string): text is What => Object.hasOwn(ACTIONS, text)

/** The next moment of that time of UTC, as the log's times are. */
function timeOf(text: string | undefined, now: number): When | undefined {
  if (text === undefined || text === 'now') return { when: 'now' }
  if (text === 'idle') return { when: 'calls-ended' }
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  if (hours === undefined || minutes === undefined) return undefined
  const at = new Date(now).setUTCHours(Number(hours), Number(minutes), 0, 0)
  return { when: 'at', at: at > now ? at : at + DAY_MS }
}

async function show({ terminal, ask }: Desk): Promise<void> {
  const answer = await ask('supervisor', 'power')
  if (!answer.ok) return terminal.line(answer.error.text)
  const { plan: known } = answer.value as { plan: Plan | null }
  terminal.line(known ? described(known) : 'Nothing is planned.')
}

function described({ action, when, at, by, state, why = '' }: Plan): string {
  const [what = 'all'] = Object.entries(ACTIONS).find(([, one]) => one === action) ?? []
  const doing = WORDS[what as What]
  if (state === 'failed') return `Planned by ${by}: ${doing}. It failed: ${why}`
  if (state === 'emergency') return `${doing}, planned by ${by}: after the emergency call.`
  const time =
    when === 'calls-ended' ? 'when all calls have ended' : new Date(at ?? 0).toISOString()
  return `Planned by ${by}: ${doing}, ${time}.`
}

/** RST-2: what ends is said before, and a yes asked for. */
async function plan(what: What, when: When, desk: Desk): Promise<void> {
  const { terminal, who } = desk
  const calls = await liveCalls(desk)
  terminal.line(calls.ok ? `Calls on now: ${calls.value.length}.` : calls.error)
  const prompt = 'Calls that are on then end. Continue? (yes/no) '
  if ((await terminal.readLine({ prompt })) !== 'yes') return terminal.line('Nothing was done.')
  const by = who?.login ?? 'console'
  const request = { action: ACTIONS[what], ...when, by, from: 'console' }
  const answer = await desk.ask('supervisor', 'power-plan', request)
  if (!answer.ok) return terminal.line(answer.error.text)
  const time = when.when === 'at' ? new Date(when.at).toISOString() : ''
  const said = when.when === 'at' ? message('power.at', { time }) : message(`power.${when.when}`)
  const action = message(`power.${ACTIONS[what]}`)
  note(desk, by, message('event.power-planned', { action, when: said }))
  const begins = when.when === 'now' ? 'in ten seconds' : time || 'when all calls have ended'
  terminal.line(`Planned: ${WORDS[what]} ${begins}. 'power cancel' calls it off.`)
}

async function cancel(desk: Desk): Promise<void> {
  const { terminal, who } = desk
  const by = who?.login ?? 'console'
  const answer = await desk.ask('supervisor', 'power-cancel', { by })
  if (!answer.ok) return terminal.line(answer.error.text)
  const { plan: known } = answer.value as { plan: Plan | null }
  if (!known) return terminal.line('Nothing is planned.')
  note(desk, by, message('event.power-cancelled', { action: message(`power.${known.action}`) }))
  terminal.line('Called off: everything goes on.')
}

/** In the event log, where there is a store. */
function note({ unit, clock }: Desk, by: string, text: Message): void {
  if (unit.store) new AdminEvents(unit.store.records, clock).add({ by, from: 'console', text })
}
