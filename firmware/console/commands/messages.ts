import type { Desk } from '../command.ts'
import { untilKey } from '../until-key.ts'
import { timeOfDay } from '../words.ts'

/** One message, as verb `trace` of the exchange answers it. */
interface Message {
  readonly order: number
  /** UTC, ms. */
  readonly at: number
  readonly direction: 'in' | 'out'
  readonly transport: string
  readonly remote: string
  readonly text: string
}

const LOOK_MS = 300
const LAST = 12 // messages from before

/** SIP messages word for word, the last ones and then those that come, until a key is pressed. */
export async function messagesOf(which: string, desk: Desk): Promise<void> {
  const { terminal, clock } = desk
  const args = argumentsOf(which)
  const first = await desk.ask('exchange', 'trace', args)
  if (!first.ok) return terminal.line(first.error.text)
  let told = tell(desk, (first.value as readonly Message[]).slice(-LAST), 0)
  terminal.line('Any key ends this.')
  await untilKey(desk, async (signal) => {
    while (!signal.aborted) {
      await clock.sleep(LOOK_MS, signal).catch(() => {}) // a key: the loop sees it
      const answer = await desk.ask('exchange', 'trace', { ...args, after: told }, signal)
      if (answer.ok) told = tell(desk, answer.value as readonly Message[], told)
    }
  })
}

function argumentsOf(which: string): object {
  if (which === 'all') return {}
  if (which === 'strangers') return { strangers: true }
  return /^\d+-\d+-\d+$/.test(which) ? { call: which } : { phone: which }
}

/** The order of the last one. */
function tell({ terminal }: Desk, messages: readonly Message[], told: number): number {
  for (const { at, direction, transport, remote, text } of messages) {
    const arrow = direction === 'in' ? '->' : '<-'
    terminal.line(`---- ${timeOfDay(at)}  ${remote} ${arrow}  ${transport}`)
    for (const line of text.trimEnd().split(/\r?\n/)) terminal.line(line)
  }
  return messages.at(-1)?.order ?? told
}
