import { type ChildProcess, fork } from 'node:child_process'
import type { Mark } from './recording.ts'

const LOOKER = new URL('looker.ts', import.meta.url).pathname

/** One process that looks at many disks, and another when it has died. */
export class Look {
  readonly #work: string
  #child: ChildProcess | undefined

  constructor(work: string) {
    this.#work = work
  }

  complaints(data: string, marks: readonly Mark[]): Promise<string[]> {
    this.#child ??= fork(LOOKER, [this.#work])
    const child = this.#child
    return new Promise((resolve) => {
      const ended = (_code: number | null, signal: string | null) => {
        this.#child = undefined
        resolve([`whoever looked at it was ended by ${signal}`])
      }
      child.once('exit', ended)
      child.once('message', (complaints: string[]) => {
        child.off('exit', ended)
        resolve(complaints)
      })
      child.send({ data, marks })
    })
  }

  end(): void {
    this.#child?.kill()
  }
}
