/** What a disk was asked while something worked on it: see disk-recorder.c. */
import { readFileSync } from 'node:fs'

/** Work tells what it begins and what has been promised: one line of JSON each. */
export type Mark = Readonly<Record<string, string | number>> & { readonly what: string }

export type Entry =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'flush' }
  | { readonly kind: 'mark'; readonly mark: Mark }

/** The log of the recorder, in order. */
export function readRecording(file: string): Entry[] {
  const log = readFileSync(file)
  const entries: Entry[] = []
  for (let at = 0; at < log.length; ) {
    const kind = String.fromCharCode(log[at] ?? 0)
    const offset = Number(log.readBigUInt64LE(at + 1))
    const length = log.readUInt32LE(at + 9)
    const bytes = log.subarray(at + 13, at + 13 + length)
    at += 13 + length
    if (kind === 'W') entries.push({ kind: 'write', offset, bytes })
    else if (kind === 'F') entries.push({ kind: 'flush' })
    else if (kind === 'M') entries.push({ kind: 'mark', mark: JSON.parse(bytes.toString('utf8')) })
    else throw new Error(`${file}: a record of kind ${kind} at ${at}`)
  }
  return entries
}
