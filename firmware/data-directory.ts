/**
 * All that the firmware keeps in the data directory, beside what says that it runs and what a factory reset leaves as its own record.
 * A reset erases these and nothing else: the directory may be anybody's.
 */
export const DATA_NAMES = [
  'config',
  'hold-music',
  'lifeline.json',
  'photos',
  'records',
  'recordings',
  'rescue',
  'unit.key',
  'web',
] as const

/** One line for every factory reset, for ever. */
export const RESETS_LOG = 'resets.jsonl'
