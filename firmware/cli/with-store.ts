import { openStore, type Store } from '../store/store.ts'
import { type CliIo, EXIT } from './command.ts'

/** Runs `work` on the opened store and closes it. @throws StoreError, which `runCli` tells */
export async function withStore(
  io: CliIo,
  options: { readonly readOnly?: boolean },
  work: (store: Store) => number | Promise<number>,
): Promise<number> {
  const store = openStore({ data: io.environment.data, clock: io.clock, ...options })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Tells one failure, in JSON where that was asked for. Answers the exit code. */
export function failed(io: CliIo, text: string, remedy: string): number {
  if (io.json) io.stdout(`${JSON.stringify({ error: { text, remedy } })}\n`)
  else io.stderr(`${text} ${remedy}\n`)
  return EXIT.failed
}

/** Tells how the command is used. Answers the exit code. */
export function misused(io: CliIo, name: string, usage: string): number {
  io.stderr(`usage: strowger ${name} ${usage}\n`)
  return EXIT.usage
}

/** Who gives commands here: the login of the operating system. */
export function caller(): string {
  return `cli:${process.env.SUDO_USER ?? process.env.USER ?? process.geteuid?.() ?? 'somebody'}`
}
