import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { Params } from '../tokens.ts'
import { quote, unquote } from '../tokens.ts'
import { list, parseBracketed, parseToken, parseWord, single, withParams } from './header.ts'

/** Content-Type, RFC 3261 §20.15. */
export interface MediaType {
  /** Lower case: `multipart/mixed`. */
  readonly type: string
  readonly params: Params
}

export function parseMediaType(text: string): Result<MediaType> {
  const parts = withParams(text)
  const type = parts?.value.toLowerCase().replace(/[ \t]*\/[ \t]*/, '/') ?? ''
  if (!parts || !/^[\w\-.!%*+`'~]+\/[\w\-.!%*+`'~]+$/.test(type)) return refuse('no media type')
  return ok({ type, params: parts.params })
}

export const CONTENT_TYPE = single('content-type', parseMediaType)
/** In lower case and in the order of encoding. */
export const CONTENT_ENCODING = list('content-encoding', (text) => {
  const token = parseToken(text)
  return token.ok ? ok(token.value.toLowerCase()) : token
})

/** Content-Disposition, RFC 3261 §20.11. */
export interface Disposition {
  /** Lower case: `session`, `render`, `early-session` … */
  readonly kind: string
  /** Whether a message whose body we cannot make sense of is to be refused. */
  readonly isRequired: boolean
}

export function parseDisposition(text: string): Result<Disposition> {
  const word = parseWord(text)
  if (!word.ok) return word
  const isRequired = word.value.params.get('handling')?.toLowerCase() !== 'optional'
  return ok({ kind: word.value.word, isRequired })
}

export const CONTENT_DISPOSITION = single('content-disposition', parseDisposition)

/** `1.0`; undefined of meaning otherwise (RFC 3261 §20.24). */
export const MIME_VERSION = single('mime-version', (text) =>
  /^\d{1,3}\.\d{1,3}$/.test(text) ? ok(text) : refuse('not a version'),
)

/** Warning, RFC 3261 §20.43. */
export interface Warning {
  /** 300 to 399. */
  readonly code: number
  readonly agent: string
  readonly text: string
}

export const WARNING = list('warning', (text): Result<Warning> => {
  const [, code, agent, quoted] = /^(\d{3}) ([^\s"]{1,255}) (".*")$/.exec(text) ?? []
  const told = quoted === undefined ? undefined : unquote(quoted)
  if (!code || !agent || told === undefined) return refuse('not code, agent and "text"')
  return ok({ code: Number(code), agent, text: told })
})

/** Where the caller is, RFC 6442 §4.1: `cid:` of a part of the body, or a URI to ask. */
export const GEOLOCATION = list('geolocation', parseBracketed)
/** Whether the location may decide the way of the call, RFC 6442 §4.2. */
export const GEOLOCATION_ROUTING = single('geolocation-routing', (text) => {
  const word = text.toLowerCase()
  return word === 'yes' || word === 'no' ? ok(word === 'yes') : refuse('neither yes nor no')
})

export function formatWarning({ code, agent, text }: Warning): string {
  return `${code} ${agent} ${quote(text)}`
}
