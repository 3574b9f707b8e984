import type { ConfigObject } from '../../../contract.ts'

/** A piece of the office's own. */
export interface MusicPiece extends ConfigObject {
  readonly name: string
  readonly recording?: string
  readonly linePort?: string
}

const RECOMMENDED_DBM0 = -22 // MOH-11
const TOLERANCE_DB = 6

/** What is to be said of the level of a recording; nothing where it is about what is recommended. */
export function loudnessOf(levelDbm0: number): 'music.loud' | 'music.quiet' | undefined {
  if (levelDbm0 > RECOMMENDED_DBM0 + TOLERANCE_DB) return 'music.loud'
  return levelDbm0 < RECOMMENDED_DBM0 - 2 * TOLERANCE_DB ? 'music.quiet' : undefined
}

/** 3:07, or 1:02:05. */
export function lengthOf(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const [hours, ...rest] = parts
  const shown = hours ? parts : rest
  return shown
    .map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':')
}

/** The name that a file suggests (MOH-9): `moh_1_sales.snd` is sales. */
export function nameFrom(file: string): string {
  const plain = file.replace(/\.[^.]*$/, '').replace(/^moh_\d+_/, '')
  return plain
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 32)
}

/** Files that have no header by which they would be known. */
export function isRaw(file: string): boolean {
  return /\.(snd|raw|ul|ulaw|pcmu)$/i.test(file)
}
