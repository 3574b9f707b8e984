import { closeSync, openSync, readSync, statSync } from 'node:fs'

const TAIL = 16 * 1024 // bytes of a log that are looked at

/**
 * What a process said last in its log, for a person: the newest line of level error or fatal, else the newest that speaks of an error,
 * else the newest line.
 * @param from where in the file its life began, in bytes
 */
export function lastWords(path: string, from: number): string {
  const lines = tail(path, from)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^Node\.js v/.test(line)) // Node's last line says its version
    .reverse()
  for (const line of lines) {
    const message = readLogLine(line)
    if (message && /^(error|fatal)$/.test(message.level)) return message.text
  }
  const newest = lines.find((line) => /^\w*Error\b|\berror: /i.test(line)) ?? lines[0] ?? ''
  return readLogLine(newest)?.text ?? newest.slice(0, 1000)
}

/** One JSON line of `firmware/log.ts`; the message of an error is part of the text. */
export function readLogLine(line: string): { level: string; text: string } | undefined {
  try {
    const { level, msg, error } = JSON.parse(line)
    if (typeof level !== 'string') return undefined
    const reason = typeof error?.message === 'string' ? `: ${error.message}` : ''
    return { level, text: `${msg ?? ''}${reason}` }
  } catch {
    return undefined // a line of another program, or cut in two
  }
}

function tail(path: string, from: number): string {
  let file: number | undefined
  try {
    const { size } = statSync(path)
    const start = Math.max(from <= size ? from : 0, size - TAIL) // shorter than it was: rotated
    const buffer = Buffer.alloc(size - start)
    file = openSync(path, 'r')
    const bytes = readSync(file, buffer, 0, buffer.length, start)
    return buffer.toString('utf8', 0, bytes)
  } catch {
    return '' // no log: nothing was said
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
