import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Signal } from '../gateway/contract.ts'
import type { HoldMusic } from '../model/hold-music.ts'

/** What scripts/make-music.ts makes. */
export const MUSIC = fileURLToPath(new URL('../../build/music', import.meta.url))

/** What somebody on hold is to hear: a supplied piece or none, a recording by its mark, or what comes in on a port (MOH-3). */
export type HeardMusic =
  | { readonly kind: 'supplied'; readonly which: HoldMusic }
  | { readonly kind: 'recording'; readonly mark: string }
  | { readonly kind: 'line'; readonly port: string }

/** Where the two lie, the same piece at two levels (MOH-4). */
export function musicPath(which: Exclude<HoldMusic, 'none'>, folder = MUSIC): string {
  return join(folder, which === 'louder' ? 'moh_supplied_louder.wav' : 'moh_supplied.wav')
}

/** Recordings that were uploaded. */
export function uploadedMusic(data: string): string {
  return join(data, 'hold-music')
}

interface Folders {
  readonly supplied?: string
  readonly uploaded: string
}

/** What is to be played; undefined for none, and where the piece was never made. A recording that is gone gives way to the supplied piece. */
export function holdMusic(
  heard: HeardMusic,
  { supplied = MUSIC, uploaded }: Folders,
): Signal | undefined {
  if (heard.kind === 'line') return { kind: 'line-in', line: heard.port }
  if (heard.kind === 'recording') {
    return (
      piece(join(uploaded, `${heard.mark}.wav`)) ??
      holdMusic({ kind: 'supplied', which: 'supplied' }, { supplied, uploaded })
    )
  }
  return heard.which === 'none' ? undefined : piece(musicPath(heard.which, supplied))
}

function piece(path: string): Signal | undefined {
  return existsSync(path) ? { kind: 'music', paths: [path] } : undefined
}
