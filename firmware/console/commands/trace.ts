import type { CallEvent } from '../../bus/payloads.ts'
import { HERE, topics } from '../../bus/topics.ts'
import type { ConsoleCommand, Desk } from '../command.ts'
import { Tracer } from '../tracer.ts'
import { untilKey } from '../until-key.ts'
import { liveCalls } from './calls.ts'
import { messagesOf } from './messages.ts'

const LOOK_MS = 300 // a call's messages are kept for long after it, so none is missed between two looks

const CALL = /^\d+-\d+-\d+$/

export const trace: ConsoleCommand = {
  name: 'trace',
  usage: '[CALL | PHONE] [full]',
  summary: 'messages as they come; or all, or strangers',
  needs: 'sign-in',
  complete: async (desk) => {
    const found = await liveCalls(desk)
    return ['all', 'strangers', ...(found.ok ? found.value.map(({ call }) => call) : [])]
  },
  async run([which = 'all', how], desk) {
    if (how === 'full' || (which !== 'all' && !CALL.test(which))) return messagesOf(which, desk)
    const { terminal } = desk
    const found = await liveCalls(desk)
    if (!found.ok) return terminal.line(found.error)
    const tracer = new Tracer(which, (text) => terminal.line(text), desk)
    if (which !== 'all' && !(await tracer.knows(which))) {
      return terminal.line(`There is no call ${which}. See calls, or trace all of them.`)
    }
    terminal.line(which === 'all' ? 'Waiting for calls. Any key ends this.' : 'Any key ends this.')
    await untilKey(desk, (signal) => follow(tracer, desk, signal))
  },
}

async function follow(tracer: Tracer, { bus, clock }: Desk, signal: AbortSignal): Promise<void> {
  const heard = ({ call }: { call: string }, event: CallEvent | undefined) => {
    if (event) tracer.event(call, event)
  }
  bus.subscribe(topics.callEvent, heard, signal, { site: HERE })
  while (!signal.aborted) {
    if (await tracer.look()) return // the one call that was traced is over
    await clock.sleep(LOOK_MS, signal).catch(() => {}) // a key: the loop sees it
  }
}
