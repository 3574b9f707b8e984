import type { FxoFinding } from '../calls/fxo-leg.ts'
import type { OffHookWatch } from '../features/permanent-signal/permanent-signal.ts'
import type { Program } from '../program.ts'

/** What calls find out about lines, shown as conditions until calls find it mended. */
export class LineConditions implements OffHookWatch {
  readonly #program: Pick<Program, 'raise' | 'clear'>

  constructor(program: Pick<Program, 'raise' | 'clear'>) {
    this.#program = program
  }

  found(line: string, finding: FxoFinding): void {
    switch (finding) {
      case 'dial-tone':
        this.#program.clear(`no-dial-tone-${line}`)
        return
      case 'disconnect':
        this.#program.clear(`no-disconnect-${line}`)
        return
      case 'no-dial-tone':
        this.#program.raise({
          id: `no-dial-tone-${line}`,
          severity: 'warning',
          subject: line,
          effect: `${line} gave no dial tone: calls go out over other lines.`,
          remedy:
            'Plug a telephone into the wall socket of this line. Without dial tone there too, call the telephone company.',
          link: '',
        })
        return
      case 'no-disconnect':
        this.#program.raise({
          id: `no-disconnect-${line}`,
          severity: 'warning',
          subject: line,
          effect: `A call on ${line} was ended because nothing was heard on it any more: the line does not tell when the far end hangs up.`,
          remedy: 'Ask the telephone company for disconnect supervision (CPC) on this line.',
          link: '',
        })
    }
  }

  leftOffHook(line: string, on: boolean): void {
    const id = `off-hook-${line}`
    if (!on) {
      this.#program.clear(id)
      return
    }
    this.#program.raise({
      id,
      severity: 'notice',
      subject: line,
      effect: `The telephone on ${line} has been off the hook without a call for over a minute: it cannot be called.`,
      remedy: 'Hang it up. If it is hung up, its cord or the wiring has a short circuit.',
      link: '',
    })
  }
}
