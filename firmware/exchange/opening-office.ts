import { readFileSync } from 'node:fs'
import type { Environment } from '../environment.ts'
import type { Log } from '../log.ts'
import { sentence } from '../model/problem.ts'
import { SetupError } from '../setup-error.ts'
import { applyOffice } from '../store/office.ts'
import type { Store } from '../store/store.ts'

const DEMO = new URL('../store/demo-office.yaml', import.meta.url)

/**
 * Fills an empty store: with the file that STROWGER_OFFICE names, else with the demo office; `none` leaves it empty. A store that
 * was ever changed is left alone.
 */
export function openingOffice(store: Store, environment: Environment, log: Log): void {
  if (store.revision() > 0 || environment.office === 'none') return
  const path = environment.office ?? DEMO
  const applied = applyOffice(store, read(path), { by: 'first start' })
  if (!applied.ok) {
    throw new SetupError(
      `The office file ${path} was refused: ${applied.error.map(sentence).join(' ')}`,
      'Correct it, or set STROWGER_OFFICE to another file or to none.',
    )
  }
  log.info({ office: String(path) }, 'opening office applied')
}

function read(path: string | URL): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new SetupError(
      `The office file ${path} cannot be read.`,
      'Set STROWGER_OFFICE to a YAML file, or to none.',
      { cause },
    )
  }
}
