import { plain } from '../plain.ts'

/** One line of a log, of ours or of a program that writes plain text. */
export interface LogEntry {
  readonly name: string
  /** ISO 8601, or empty when the line does not begin with a time. */
  readonly time: string
  readonly level: string
  readonly text: string
  /** The line as it was written; `{name, time, msg}` for a plain one. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** @param name of the process whose log it stands in */
export function readEntry(name: string, line: string): LogEntry {
  try {
    const fields = JSON.parse(line)
    if (typeof fields.level === 'string') {
      const { time = '', level, msg = '' } = fields
      return { name, time: String(time), level, text: String(msg), fields }
    }
  } catch {
    // plain text: read below
  }
  const [, time = '', text = line] = /^(\d{4}-\d\d-\d\dT[\d:]+): (.*)$/s.exec(line) ?? []
  return { name, time, level: 'info', text, fields: { name, time, msg: text } }
}

const SHOWN_ELSEWHERE = new Set(['level', 'time', 'name', 'pid', 'msg', 'error'])

/** `18:20:01.123 exchange  warn  text  call=… line=…`, inert on a terminal; an error with its stack on lines of its own. */
export function renderEntry({ name, time, level, text, fields }: LogEntry): string {
  const clock = /T([\d:.]+)/.exec(time)?.[1] ?? ''
  const more = Object.entries(fields)
    .filter(([key]) => !SHOWN_ELSEWHERE.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const word = level === 'info' ? '' : level
  const head = `${clock.padEnd(12)} ${name.padEnd(10)} ${word.padEnd(5)} ${text}`
  const stack = (fields.error as { stack?: unknown } | undefined)?.stack
  const below =
    typeof stack === 'string' ? stack.split('\n').map((line) => `\n    ${plain(line)}`) : []
  return plain([head, ...more].join('  ')).trimEnd() + below.join('')
}
