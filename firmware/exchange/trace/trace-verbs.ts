import { CommandError } from '../../bus/command-error.ts'
import type { Verbs } from '../../bus/command-socket.ts'
import { pcapOf } from './pcap.ts'
import { shownMessages } from './shown-messages.ts'
import type { Traced } from './strand.ts'
import type { TraceRecorder } from './trace-recorder.ts'

/**
 * What the command socket answers of traces. Arguments of `trace` and `trace-pcap`: one of `call` (its number), `phone` (ID of a handset, or
 * its SIP user), `strangers: true`; neither is everything. `secrets: true`: credentials as they were; `after`: only those behind this order.
 */
export function traceVerbs(
  trace: TraceRecorder,
  handsetOf: (name: string) => string | undefined,
): Verbs {
  const chosen = (given: unknown): readonly Traced[] => {
    const { call, phone, strangers } = (given ?? {}) as Record<string, unknown>
    if (typeof call === 'string') {
      return trace.messagesOf(call.slice(0, 64)) ?? []
    }
    if (typeof phone === 'string') {
      const handset = handsetOf(phone.slice(0, 128))
      if (handset !== undefined) return trace.messagesOfPhone(handset)
      throw new CommandError('no-such-phone', 'There is no such telephone.')
    }
    return strangers === true ? trace.messagesOfStrangers() : trace.all()
  }
  return {
    ladder: (args) => trace.of(textOf(args, 'call')) ?? [],
    trace: (args) => {
      const { secrets, after } = (args ?? {}) as Record<string, unknown>
      return shownMessages(chosen(args), {
        secrets: secrets === true,
        after: typeof after === 'number' ? after : 0,
      })
    },
    /** A capture file in base64. */
    'trace-pcap': (args) => {
      const secrets = (args as Record<string, unknown> | undefined)?.secrets === true
      const messages = chosen(args)
      if (messages.length > 0) return { file: pcapOf(messages, { secrets }).toString('base64') }
      throw new CommandError('no-such-call', 'The messages of this call are not kept (any more).')
    },
  }
}

function textOf(args: unknown, name: string): string {
  const value = (args as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value.slice(0, 128) : ''
}
