import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../../log.ts'
import type { KeptSession, SessionKeeper } from './sessions.ts'

/** In the run directory: on a tmpfs, so that nothing wears the flash, and gone with the boot whose uptime it holds. */
export function keptSessions(run: string, log: Log): SessionKeeper {
  const path = join(run, 'web-sessions.json')
  let written = ''
  return {
    load: () => read(path, log),
    save: (sessions) => {
      const text = JSON.stringify(sessions)
      if (text === written) return
      try {
        writeFileSync(`${path}.new`, text, { mode: 0o600 })
        renameSync(`${path}.new`, path)
        written = text
      } catch (error) {
        log.warn({ error }, 'sessions are not kept: people sign in again after a restart')
      }
    },
  }
}

function read(path: string, log: Log): readonly KeptSession[] {
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return Array.isArray(found) ? found.filter(isKept) : []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.warn({ error }, 'sessions are lost')
    return []
  }
}

function isKept(value: unknown): value is KeptSession {
  if (typeof value !== 'object' || value === null) return false
  const { since, seen, roles, ...texts } = value as Record<string, unknown>
  const words = [texts.key, texts.user, texts.mark, texts.from, texts.userAgent]
  const sound = words.every((one) => typeof one === 'string') && Array.isArray(roles)
  return sound && isTime(since) && isTime(seen)
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
