import { connect } from 'node:net'
import type { Clock } from '../clock/clock.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import { type CommandProblem, checkSocketPath, describe } from './command-error.ts'
import { splitLines } from './lines.ts'

export interface CommandOptions {
  /** Silence after which to give up with code `timeout`; each `next` line begins it anew. Infinity waits for ever. */
  readonly timeoutMs: number
  readonly clock: Clock
  /** Gives up with code `cancelled`. */
  readonly signal?: AbortSignal | undefined
  /** Called with what comes before the answer. */
  readonly next?: (value: unknown) => void
}

const LONGEST_ANSWER = 64 * 2 ** 20 // bytes

/**
 * Asks the process behind a command socket. Never throws: the error has the process's own code, or `not-running` (nobody listens),
 * `timeout`, `cancelled`, `gone` (it died before answering), `bad-answer`, `failed`.
 */
export function command(
  path: string,
  verb: string,
  args: unknown,
  options: CommandOptions,
): Promise<Result<unknown, CommandProblem>> {
  try {
    checkSocketPath(path)
  } catch (error) {
    return Promise.resolve(refuse(describe(error)))
  }
  return new Promise((resolve) => ask(path, verb, args, options, resolve))
}

function ask(
  path: string,
  verb: string,
  args: unknown,
  { timeoutMs, clock, signal, next }: CommandOptions,
  resolve: (answer: Result<unknown, CommandProblem>) => void,
): void {
  const socket = connect(path)
  let done = false
  const finish = (answer: Result<unknown, CommandProblem>) => {
    if (done) return
    done = true
    timer?.cancel()
    signal?.removeEventListener('abort', cancel)
    socket.destroy()
    resolve(answer)
  }
  const fail = (code: string, text: string) => finish(refuse({ code, text }))
  const cancel = () => fail('cancelled', `'${verb}' was cancelled.`)
  const wait = () => {
    if (timeoutMs === Infinity) return undefined
    return clock.after(timeoutMs, () =>
      fail('timeout', `No answer to '${verb}' within ${timeoutMs / 1000} s.`),
    )
  }
  let timer = wait()
  if (signal?.aborted) {
    cancel()
    return
  }
  signal?.addEventListener('abort', cancel, { once: true })

  const died = () => fail('gone', `The process ended before it answered '${verb}'.`)
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') {
      died() // with the request unread
    } else if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') {
      fail('not-running', `Nobody listens on ${path}.`)
    } else {
      fail('failed', `${path}: ${error.message}`)
    }
  })
  socket.once('close', died)
  const take = (text: string) => {
    if (done) return
    const message = parse(text)
    if (!message) return fail('bad-answer', `${path} answered something that is no JSON object.`)
    if ('error' in message) return finish(refuse(message.error as CommandProblem))
    if ('ok' in message) return finish(ok(message.ok))
    timer?.cancel()
    timer = wait()
    next?.(message.next)
  }
  const tooLong = () => fail('bad-answer', `The answer has more than ${LONGEST_ANSWER} bytes.`)
  socket.on('data', splitLines(LONGEST_ANSWER, take, tooLong))
  socket.write(`${JSON.stringify({ id: 1, verb, args: args ?? {} })}\n`)
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined // told to the asker as `bad-answer`
  }
}
