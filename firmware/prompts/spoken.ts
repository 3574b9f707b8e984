import type { SpokenLanguage } from './language.ts'
import { recording } from './recordings.ts'

/** Silence of 1 to 10 whole seconds. */
export function pause(seconds: number, language: SpokenLanguage): string[] {
  return [recording(`silence/${Math.min(Math.max(Math.round(seconds), 1), 10)}`, language)]
}

/** A short tone that parts one thing from the next. */
export function mark(language: SpokenLanguage): string[] {
  return [recording('beep', language)]
}
