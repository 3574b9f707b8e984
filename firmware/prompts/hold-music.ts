import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Signal } from '../gateway/contract.ts'
import type { HoldMusic } from '../model/hold-music.ts'

/** What scripts/make-music.ts makes. */
export const MUSIC = fileURLToPath(new URL('../../build/music', import.meta.url))

/** Where the two lie, the same piece at two levels (MOH-4). */
export function musicPath(which: Exclude<HoldMusic, 'none'>, folder = MUSIC): string {
  return join(folder, which === 'louder' ? 'moh_supplied_louder.wav' : 'moh_supplied.wav')
}

/** What is to be heard; undefined for none, and where the piece was never made. */
export function holdMusic(which: HoldMusic, folder = MUSIC): Signal | undefined {
  if (which === 'none') return undefined
  const path = musicPath(which, folder)
  return existsSync(path) ? { kind: 'music', paths: [path] } : undefined
}
