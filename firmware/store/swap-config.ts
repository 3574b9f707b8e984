/** Another configuration in the place of the present one, so that the power may fail at any moment: there is always one of the two. */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncDirectory } from './durable-file.ts'

const ready = (path: string) => `${path}.restored`

/**
 * @param path the environment's directory
 * @param aside where the present one goes
 * @param build makes the other one in the directory that it is given; everything is on the disk when it returns
 */
export function swapConfig(path: string, aside: string, build: (directory: string) => void): void {
  const draft = `${path}.draft`
  for (const old of [draft, ready(path)]) rmSync(old, { recursive: true, force: true })
  build(draft)
  syncDirectory(draft)
  renameSync(draft, ready(path))
  syncDirectory(dirname(path)) // from here on the next opening would finish it
  if (existsSync(path)) renameSync(path, aside)
  renameSync(ready(path), path)
  syncDirectory(dirname(path))
}

/** Before anybody opens it: what a power cut left between two names. */
export function finishSwap(path: string): void {
  if (existsSync(path) || !existsSync(ready(path))) return
  try {
    renameSync(ready(path), path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error // another process was faster
  }
  syncDirectory(dirname(path))
}
