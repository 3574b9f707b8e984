import { formatParam, parseParams, splitList } from '../message/tokens.ts'
import { formatHost } from '../message/uri.ts'

/** What a line key shows, as the phones that know `call-info` name it. */
export type AppearanceState = 'idle' | 'seized' | 'progressing' | 'alerting' | 'active' | 'held'

export interface ShownAppearance {
  /** From 1. */
  readonly index: number
  readonly state: AppearanceState
  /** Who is at the other end: a name-addr. */
  readonly party?: string | undefined
}

const MOST_VALUES = 64

/**
 * Call-Info of a NOTIFY of package `call-info`: every appearance that is not idle, then all others at once. There is no RFC; phones and
 * servers of several makers agree on it.
 */
export function formatAppearances(host: string, shown: readonly ShownAppearance[]): string {
  const uri = `<sip:${formatHost(host)}>`
  const busy = shown.map(({ index, state, party }) => {
    const who = party === undefined ? '' : formatParam('appearance-uri', party)
    return `${uri};appearance-index=${index};appearance-state=${state}${who}`
  })
  return [...busy, `${uri};appearance-index=*;appearance-state=idle`].join(', ')
}

/** Call-Info that names one appearance: of an INVITE, and of a NOTIFY of `line-seize`. */
export function formatAppearance(host: string, index: number): string {
  return `<sip:${formatHost(host)}>;appearance-index=${index}`
}

/** The appearance that a Call-Info header names; undefined: none, or `*`. */
export function appearanceIndex(callInfo: string | undefined): number | undefined {
  for (const value of splitList(callInfo ?? '').slice(0, MOST_VALUES)) {
    const [, rest = ''] = /^<[^<>]*>\s*(.*)$/.exec(value) ?? []
    const index = parseParams(rest)?.get('appearance-index') ?? ''
    if (/^[1-9]\d{0,2}$/.test(index)) return Number(index)
  }
  return undefined
}
