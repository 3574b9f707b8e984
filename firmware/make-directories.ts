import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a directory and those above it that are missing; one that is there is left as it is. Node's own recursive mkdir never returns where a
 * file system says ENOENT to every new name (/proc; Node 24, 2026-11-22).
 * @throws the system's error, with `path`
 */
export function makeDirectories(path: string, mode: number): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = dirname(path)
  if (parent !== path) makeDirectories(parent, mode)
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    const madeMeanwhile = (error as NodeJS.ErrnoException).code === 'EEXIST'
    if (!madeMeanwhile || !statSync(path).isDirectory()) throw error
  }
}
