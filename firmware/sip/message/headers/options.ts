import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { Params } from '../tokens.ts'
import { isToken } from '../tokens.ts'
import { list, parseToken, withParams } from './header.ts'

/** What the two sides can, want and insist on (RFC 3261 §20.1 to §20.5, §20.29, §20.32, §20.37, §20.40). Option tags as they stand. */
export const SUPPORTED = list('supported', parseToken)
export const REQUIRE = list('require', parseToken)
export const PROXY_REQUIRE = list('proxy-require', parseToken)
export const UNSUPPORTED = list('unsupported', parseToken)
export const ALLOW = list('allow', parseToken)
export const ALLOW_EVENTS = list('allow-events', parseToken)

/** One element of Accept, Accept-Encoding or Accept-Language. */
export interface Accepted {
  /** In lower case; `*` stands for all. */
  readonly range: string
  /** 0 (never) to 1. */
  readonly quality: number
  readonly params: Params
}

/** `q`, RFC 3261 §25.1: at most three decimals. Undefined where it is none. */
export function parseQuality(text: string): number | undefined {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : undefined
}

function parseAccepted(isRange: (text: string) => boolean) {
  return (text: string): Result<Accepted> => {
    const parts = withParams(text)
    if (!parts || !isRange(parts.value)) return refuse('malformed')
    const quality = parseQuality(parts.params.get('q') ?? '1')
    if (quality === undefined) return refuse('q is no number from 0 to 1')
    const range = parts.value.toLowerCase().replace(/[ \t]/g, '')
    return ok({ range, quality, params: parts.params })
  }
}

function isMediaRange(text: string): boolean {
  return /^[\w\-.!%*+`'~]+[ \t]*\/[ \t]*[\w\-.!%*+`'~]+$/.test(text)
}

export const ACCEPT = list('accept', parseAccepted(isMediaRange))
export const ACCEPT_ENCODING = list('accept-encoding', parseAccepted(isToken))
export const ACCEPT_LANGUAGE = list('accept-language', parseAccepted(isToken))

/** Whether a media type (lower case, no parameters) is among what a peer accepts; the most exact range decides (RFC 9110 §12.5.1). */
export function accepts(ranges: readonly Accepted[], type: string): boolean {
  const [kind = ''] = type.split('/')
  for (const wanted of [type, `${kind}/*`, '*/*']) {
    const found = ranges.find(({ range }) => range === wanted)
    if (found) return found.quality > 0
  }
  return false
}
