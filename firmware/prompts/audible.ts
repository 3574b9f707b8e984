import { closeSync, openSync, readSync, statSync } from 'node:fs'

interface Look {
  readonly size: number
  readonly changedMs: number
  readonly audible: boolean
}

const HEADER = 4096 // bytes; recorders that write more before the audio are not heard of
const MOST_KEPT = 20_000
const looks = new Map<string, Look>()

/** Whether a file is there and the player can read it: a WAV file of PCM 16, A-law or µ-law with sound in it. Looks again only when it has changed. */
export function isAudible(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false })
  if (status === undefined || !status.isFile()) return false
  const known = looks.get(path)
  if (known && known.size === status.size && known.changedMs === status.mtimeMs) {
    return known.audible
  }
  if (looks.size >= MOST_KEPT) looks.clear()
  const audible = canBePlayed(path, status.size)
  looks.set(path, { size: status.size, changedMs: status.mtimeMs, audible })
  return audible
}

function canBePlayed(path: string, size: number): boolean {
  try {
    return isPlayable(beginningOf(path), size)
  } catch {
    return false // gone meanwhile, or not ours to read: as good as missing, and reported as such
  }
}

function beginningOf(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(HEADER)
    return bytes.subarray(0, readSync(file, bytes, 0, HEADER, 0))
  } finally {
    closeSync(file)
  }
}

/** Format tags of WAVE that the player takes, with their bits. */
const FORMATS: Readonly<Record<number, number>> = { 1: 16, 6: 8, 7: 8 }

function isPlayable(bytes: Buffer, size: number): boolean {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') return false
  if (bytes.toString('latin1', 8, 12) !== 'WAVE') return false
  let hasFormat = false
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    if (name === 'fmt ') hasFormat = isFormat(bytes.subarray(at + 8, at + 8 + length))
    if (name === 'data') return hasFormat && length > 0 && at + 8 + length <= size
    at += 8 + length + (length & 1)
  }
  return false
}

function isFormat(bytes: Buffer): boolean {
  if (bytes.length < 16) return false
  const channels = bytes.readUInt16LE(2)
  const rate = bytes.readUInt32LE(4)
  const isRate = rate >= 8000 && rate <= 48_000
  return FORMATS[bytes.readUInt16LE(0)] === bytes.readUInt16LE(14) && channels < 3 && isRate
}
