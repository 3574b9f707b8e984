import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock/clock.ts'
import type { Environment } from '../environment.ts'
import { type LogEntry, readEntry, renderEntry } from './log-entry.ts'

interface LogsWanted {
  /** Of processes; empty for all. */
  readonly names: readonly string[]
  /** How many of the newest lines to begin with. */
  readonly lines: number
  /** Goes on with what is written from now on until it fires; left out: ends after those lines. */
  readonly signal?: AbortSignal
  readonly write: (line: string) => void
}

const LOOK_MS = 250

interface Surroundings {
  readonly environment: Pick<Environment, 'run'>
  readonly clock: Clock
  /** The lines as they were written. */
  readonly json: boolean
}

/** Writes log lines, those of several processes in the order of their times. */
export async function followLogs(
  { environment, clock, json }: Surroundings,
  { names, lines, signal, write }: LogsWanted,
): Promise<void> {
  const folder = join(environment.run, 'log')
  const show = (entry: LogEntry) => write(json ? JSON.stringify(entry.fields) : renderEntry(entry))
  const wanted = () => logNames(folder).filter((name) => !names.length || names.includes(name))
  const offsets = new Map<string, number>()
  const entries: LogEntry[] = []
  for (const name of wanted()) {
    const path = join(folder, `${name}.log`)
    offsets.set(name, statSync(path).size)
    entries.push(...read(name, `${path}.1`, lines), ...read(name, path, lines))
  }
  entries.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
  for (const entry of lines > 0 ? entries.slice(-lines) : []) show(entry)

  while (signal && !signal.aborted) {
    for (const name of wanted()) {
      for (const entry of readNew(name, join(folder, `${name}.log`), offsets)) show(entry)
    }
    await clock.sleep(LOOK_MS, signal).catch(() => {}) // told to end: the loop sees it
  }
}

/** Names of the processes that have a log. */
export function logNames(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.log'))
    .map((file) => file.slice(0, -'.log'.length))
    .sort()
}

function read(name: string, path: string, lines: number): LogEntry[] {
  if (!existsSync(path)) return []
  return entriesOf(name, readFileSync(path, 'utf8')).slice(-lines)
}

/** Whole lines written since the last look; `offsets` moves on. A file that has become shorter was rotated. */
function readNew(name: string, path: string, offsets: Map<string, number>): LogEntry[] {
  const { size } = statSync(path)
  let from = offsets.get(name) ?? 0
  if (size < from) from = 0
  const buffer = Buffer.alloc(size - from)
  const file = openSync(path, 'r')
  const bytes = readSync(file, buffer, 0, buffer.length, from)
  closeSync(file)
  const end = buffer.subarray(0, bytes).lastIndexOf(10) + 1
  offsets.set(name, from + end)
  return entriesOf(name, buffer.toString('utf8', 0, end))
}

function entriesOf(name: string, text: string): LogEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => readEntry(name, line))
}
