import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

/** Writes a new file and returns when it is on the disk. */
export function writeDurably(path: string, content: Uint8Array | string, mode: number): void {
  const file = openSync(path, 'wx', mode)
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes names in the directory durable: after a rename or link. */
export function syncDirectory(path: string): void {
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
