import { pino, stdSerializers } from 'pino'
import type { Clock } from './clock/clock.ts'

/** What code logs with. One event a line, the identifiers in `fields`, the words of the field in `text`. */
export interface Log {
  debug(fields: object, text: string): void
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
  fatal(fields: object, text: string): void
  child(fields: object): Log
}

/** Keys whose values never reach a log, at the top of `fields` or one level down. */
const SECRET_KEYS = ['password', 'secret', 'pin', 'token', 'key', 'authorization']

/**
 * JSON lines on stdout, written before the call returns: what a crash was preceded by is never lost. `error` in the fields is
 * shown with its stack.
 */
export function processLog(name: string, clock: Pick<Clock, 'now'>): Log {
  const out = pino.destination({ dest: 1, sync: true })
  return pino(
    {
      base: { name, pid: process.pid },
      errorKey: 'error',
      serializers: { error: stdSerializers.err },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      redact: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]),
    },
    { write: (line: string) => void out.write(inert(line)) },
  )
}

/** For those who must have a log and whom nobody listens to: tests, short-lived clients. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  fatal() {},
  child: () => silentLog,
}

// JSON leaves DEL, the C1 controls and what turns text around as they are; some terminals act on them.
const ACTIVE = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

/** JSON text with all that a terminal could act on escaped (SECURITY 16). */
function inert(json: string): string {
  return json.replace(ACTIVE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
