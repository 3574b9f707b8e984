import type { Signal } from '../gateway/contract.ts'
import { recording } from './recordings.ts'

/** Recordings by what they say, as Debian's asterisk-core-sounds packages name their files. */
const RECORDINGS = {
  'echo-welcome': 'demo-echotest',
  'echo-goodbye': 'demo-echodone',
} as const

/** A recorded text to be played once. */
export function prompt(name: keyof typeof RECORDINGS): Signal {
  return once([recording(RECORDINGS[name], 'en')])
}

/** Recordings to be played one after the other, once. */
export function once(paths: readonly string[]): Signal {
  return { kind: 'files', paths, times: 1, fromMs: 0 }
}
