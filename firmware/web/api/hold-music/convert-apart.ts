import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { Clock } from '../../../clock/clock.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import type { Converted } from './convert.ts'

const PROGRAM = resolve(import.meta.dirname, 'convert-program.ts')
const CODE = resolve(import.meta.dirname, '../../../..')
const LONGEST_MS = 120_000
const MEMORY_MB = 512

export const FAILED =
  'That recording could not be converted. Save it as WAV of 16 bits and try again.'

/**
 * Converts a recording in a process of its own, which may read this program and nothing else: no file, no other program, no secret of the
 * environment. What it cannot do in two minutes it does not do.
 */
export function convertApart(
  given: Buffer,
  how: { readonly isRaw: boolean; readonly level: boolean },
  clock: Pick<Clock, 'after'>,
): Promise<Result<Converted, string>> {
  const { promise, resolve: answer } = Promise.withResolvers<Result<Converted, string>>()
  const child = spawn(
    '/usr/bin/env',
    [
      '-i', // with nothing of our environment, nor of what others add to that of every child
      process.execPath,
      '--permission',
      `--allow-fs-read=${CODE}`,
      `--max-old-space-size=${MEMORY_MB}`,
      PROGRAM,
      ...(how.isRaw ? ['--raw'] : []),
      ...(how.level ? ['--level'] : []),
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  )
  const limit = clock.after(LONGEST_MS, () => child.kill('SIGKILL'))
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stdin.on('error', () => {}) // it ended before it had read all: its answer says why
  child.on('error', () => answer(refuse(FAILED)))
  child.on('close', (code) => {
    limit.cancel()
    answer(code === 0 ? understood(Buffer.concat(chunks)) : refuse(FAILED))
  })
  child.stdin.end(given)
  return promise
}

function understood(told: Buffer): Result<Converted, string> {
  const end = told.indexOf(0x0a)
  if (end < 0) return refuse(FAILED)
  const { refused, ...measured } = JSON.parse(told.toString('utf8', 0, end)) as Omit<
    Converted,
    'wav'
  > & { refused?: string }
  return refused === undefined ? ok({ ...measured, wav: told.subarray(end + 1) }) : refuse(refused)
}
