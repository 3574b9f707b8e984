import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** One test of a C program, as its TAP line tells. */
export interface NativeTest {
  readonly program: string
  readonly name: string
  readonly passed: boolean
}

export interface NativeRun {
  readonly status: number | null
  readonly tests: readonly NativeTest[]
  /** Programs that this build has no use for, and why. */
  readonly skipped: readonly string[]
  /** All that was printed, for whoever must find out. */
  readonly text: string
}

/** Makes a target of hal/hal.mk, which prints `# program` and then its TAP. */
export async function makeNative(target: string, ...variables: string[]): Promise<NativeRun> {
  const make = spawn('make', ['-s', '-f', 'hal/hal.mk', target, ...variables], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => make.on('close', resolve))
  const tests: NativeTest[] = []
  const skipped: string[] = []
  const text: string[] = []
  make.stderr.setEncoding('utf8').on('data', (data: string) => text.push(data))
  let program = ''
  for await (const line of createInterface({ input: make.stdout })) {
    text.push(`${line}\n`)
    const [, path] = /^# (\S+)$/.exec(line) ?? []
    if (path) program = path
    const [, reason] = /^1\.\.0 # SKIP (.*)$/.exec(line) ?? []
    if (reason) skipped.push(`${program}: ${reason}`)
    const [, not, name] = /^(not )?ok \d+ - (.*)$/.exec(line) ?? []
    if (name) tests.push({ program, name, passed: !not })
  }
  return { status: await ended, tests, skipped, text: text.join('') }
}
