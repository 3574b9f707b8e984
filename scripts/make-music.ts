/** Makes the music on hold: a piece of our own, so that it costs nobody a licence. Usage: make-music.ts [FOLDER] */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { MUSIC, musicPath } from '../firmware/prompts/hold-music.ts'
import { wavOf } from './prompts/audio.ts'
import { LEVELS_DBM0, piece, SAMPLE_RATE } from './prompts/piece.ts'

const folder = process.argv[2] ?? MUSIC
mkdirSync(folder, { recursive: true })
for (const which of ['supplied', 'louder'] as const) {
  const path = musicPath(which, folder)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, wavOf(piece(LEVELS_DBM0[which]), SAMPLE_RATE))
  renameSync(draft, path) // a server that runs meanwhile never plays half of it
}
