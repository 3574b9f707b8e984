import type { FxoFinding } from '../calls/fxo-leg.ts'
import type { OffHookWatch } from '../features/permanent-signal/permanent-signal.ts'
import type { Program } from '../program.ts'
import { condition, conditionId } from '../words/condition.ts'

/** What calls find out about lines, shown as conditions until calls find it mended. */
export class LineConditions implements OffHookWatch {
  readonly #program: Pick<Program, 'raise' | 'clear'>

  constructor(program: Pick<Program, 'raise' | 'clear'>) {
    this.#program = program
  }

  found(line: string, finding: FxoFinding): void {
    switch (finding) {
      case 'dial-tone':
        this.#program.clear(conditionId('no-dial-tone', { line }))
        return
      case 'disconnect':
        this.#program.clear(conditionId('no-disconnect', { line }))
        return
      case 'no-dial-tone':
      case 'no-disconnect':
        this.#program.raise(condition(finding, { line }))
    }
  }

  leftOffHook(line: string, on: boolean): void {
    if (on) this.#program.raise(condition('off-hook', { line }))
    else this.#program.clear(conditionId('off-hook', { line }))
  }
}
