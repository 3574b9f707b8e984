import type { Backend, Exit, Probe, Running } from '../../firmware/processes/backend.ts'

/** A process that does what a test says. */
export interface FakeProcess extends Running {
  readonly signals: string[]
  end(exit?: Partial<Exit>): void
}

/** Starts processes that exist in memory only; `probe` answers for the newest one. */
export class FakeBackend implements Backend {
  readonly started: FakeProcess[] = []
  adoptable: FakeProcess | undefined
  /** How the process answers; a promise that never settles is a hang. */
  probe: () => Promise<Probe> = async () => ({ answered: true, ready: true })
  /** Whether SIGTERM ends it. */
  obeys = true

  adopt(): Running | undefined {
    return this.adoptable
  }

  start(): Running {
    const process = this.make()
    this.started.push(process)
    return process
  }

  get newest(): FakeProcess {
    const process = this.started.at(-1)
    if (!process) throw new Error('nothing was started')
    return process
  }

  make(adopted = false): FakeProcess {
    const pid = 1000 + this.started.length
    let end: (exit: Exit) => void = () => {}
    const exited = new Promise<Exit>((resolve) => {
      end = resolve
    })
    const signals: string[] = []
    return {
      pid,
      since: 0,
      adopted,
      exited,
      signals,
      end: (exit = {}) => end({ code: 1, signal: null, text: '', ...exit }),
      kill: (signal) => {
        signals.push(signal)
        if (signal === 'SIGKILL' || this.obeys) end({ code: null, signal, text: '' })
      },
    }
  }
}
