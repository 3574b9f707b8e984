import type { Desk } from './command.ts'

/** Runs `work` until a key is pressed or it ends by itself; it must end when its signal fires. */
export async function untilKey(
  { terminal }: Pick<Desk, 'terminal'>,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController()
  const over = new AbortController()
  terminal.flush()
  const pressed = terminal.key(over.signal).finally(() => stop.abort(new Error('a key')))
  pressed.catch(() => {}) // heard below
  await work(stop.signal)
  over.abort(new Error('over'))
  await pressed.catch((error) => {
    if (!over.signal.aborted || error !== over.signal.reason) throw error
  })
}
