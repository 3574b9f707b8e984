import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Signal } from '../gateway/contract.ts'

/** Where Debian's sound packages put a language, the first that exists. */
const PLACES = ['/usr/share/asterisk/sounds/en_US_f_Allison', '/usr/share/asterisk/sounds/en']

/** Recordings by what they say, as Debian's asterisk-core-sounds packages name their files. */
const RECORDINGS = {
  'echo-welcome': 'demo-echotest.wav',
  'echo-goodbye': 'demo-echodone.wav',
} as const

/** A recorded text to be played once. When the recording is not installed, the player reports it missing. */
export function prompt(name: keyof typeof RECORDINGS): Signal {
  const file = RECORDINGS[name]
  const place = PLACES.find((directory) => existsSync(join(directory, file))) ?? PLACES[0] ?? ''
  return { kind: 'files', paths: [join(place, file)], times: 1, fromMs: 0 }
}
