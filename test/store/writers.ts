import { type ChildProcess, fork } from 'node:child_process'

/** A process that makes `count` revisions, and the numbers that it has told so far. */
export function writer(
  data: string,
  name: string,
  count: number,
): { child: ChildProcess; told: number[] } {
  const child = fork(new URL('writer.ts', import.meta.url), [data, name, String(count)])
  const told: number[] = []
  child.on('message', (number) => told.push(Number(number)))
  return { child, told }
}
