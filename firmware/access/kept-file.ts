import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncDirectory, writeDurably } from '../store/durable-file.ts'

/** What a secret file of ours holds: undefined when there is none. @throws SyntaxError for half a file, and what the file system does */
export function readKept(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Replaces a secret file as a whole, for this user alone: no power cut leaves half of it. @throws what the file system does */
export function writeKept(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.new`
  rmSync(draft, { force: true })
  writeDurably(draft, JSON.stringify(content), 0o600)
  renameSync(draft, path)
  syncDirectory(dirname(path))
}

export function removeKept(path: string): void {
  rmSync(path, { force: true })
}
