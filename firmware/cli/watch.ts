import type { CliIo } from './command.ts'
import { EXIT } from './command.ts'

const EVERY_MS = 500

/**
 * Shows something once, or, when `forever`, twice a second until it fails; on a terminal always in the same place.
 * @param show answers the text, or the exit code when there is nothing to show and a person has been told
 */
export async function watch(
  { stdout, clock, json }: CliIo,
  forever: boolean,
  show: () => Promise<string | number>,
): Promise<number> {
  for (;;) {
    const shown = await show()
    if (typeof shown === 'number') return shown
    stdout(forever && !json && process.stdout.isTTY ? `\x1b[H\x1b[J${shown}` : shown)
    if (!forever) return EXIT.ok
    await clock.sleep(EVERY_MS)
  }
}

/** A value as `--json` prints it: on many lines for a look, on one for each of many. */
export function jsonText(value: unknown, forever: boolean): string {
  return `${forever ? JSON.stringify(value) : JSON.stringify(value, null, 2)}\n`
}
