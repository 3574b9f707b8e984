import { SetupError } from '../setup-error.ts'

/** What the asker is told: a stable code for programs, a sentence for people. */
export interface CommandProblem {
  readonly code: string
  readonly text: string
}

/** Thrown by a verb to refuse with a code of its own. Anything else that it throws is answered as code `failed` and logged. */
export class CommandError extends Error {
  readonly code: string

  constructor(code: string, text: string, options?: ErrorOptions) {
    super(text, options)
    this.name = 'CommandError'
    this.code = code
  }
}

export function describe(error: unknown): CommandProblem {
  if (error instanceof CommandError) return { code: error.code, text: error.message }
  return { code: 'failed', text: error instanceof Error ? error.message : String(error) }
}

const LONGEST_PATH = 107 // bytes of sun_path, the ending 0 not counted; libuv would cut it short silently

export function checkSocketPath(path: string): void {
  const bytes = Buffer.byteLength(path)
  if (bytes <= LONGEST_PATH) return
  throw new SetupError(
    `${path} has ${bytes} bytes, a socket's path at most ${LONGEST_PATH}.`,
    'Set STROWGER_RUN to a shorter directory.',
  )
}
