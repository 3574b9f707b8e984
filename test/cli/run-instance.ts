import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { InstanceStatus } from '../../firmware/cli/read-status.ts'
import { runCli } from '../../firmware/cli/run-cli.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { Instance } from '../supervisor/instance.ts'

/** `strowger run` over dummies. */
export const runCommand = [
  process.execPath,
  fileURLToPath(new URL('fixtures/run.ts', import.meta.url)),
]

/** A process under test with all that it has said. */
export interface Talker {
  readonly child: ChildProcess
  said: string
  /** Resolves with its exit code once it has ended and all it said has been read. */
  readonly ended: Promise<number | null>
}

export function talker(command: readonly string[], env: NodeJS.ProcessEnv): Talker {
  const [program = '', ...args] = command
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const result: Talker = {
    child,
    said: '',
    ended: new Promise((resolve) => child.once('close', (code) => resolve(code))),
  }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      result.said += chunk
    })
  }
  return result
}

/** An instance that `strowger run` keeps. */
export class RunInstance extends Instance {
  startRun(): Talker {
    return talker(runCommand, this.environment)
  }

  /** `strowger …` within this process. */
  async cli(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    const result = { code: 0, out: '', err: '' }
    result.code = await runCli(words, {
      stdout: (text) => {
        result.out += text
      },
      stderr: (text) => {
        result.err += text
      },
      variables: this.environment,
      clock,
    })
    return result
  }

  async shown(): Promise<InstanceStatus> {
    return JSON.parse((await this.cli('status', '--json')).out)
  }

  async untilShown(wanted: (status: InstanceStatus) => boolean): Promise<InstanceStatus> {
    return until(async () => {
      const status = await this.shown()
      return wanted(status) ? status : undefined
    })
  }
}

/** Asks until the answer is not undefined. */
export async function until<Value>(
  ask: () => Promise<Value | undefined> | Value | undefined,
): Promise<Value> {
  const giveUp = clock.uptime() + 30_000
  for (;;) {
    const value = await ask()
    if (value !== undefined) return value
    if (clock.uptime() > giveUp) throw new Error('waited in vain')
    await clock.sleep(30)
  }
}

export const pids = (status: InstanceStatus): (number | null)[] =>
  status.processes.filter(({ name }) => name !== 'supervisor').map(({ pid }) => pid)
