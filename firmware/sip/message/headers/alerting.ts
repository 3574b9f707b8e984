import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { NameAddr } from '../name-address.ts'
import type { Params } from '../tokens.ts'
import {
  isToken,
  parseParams,
  quote,
  SEMICOLON,
  topLevelIndex,
  trimmed,
  unquote,
} from '../tokens.ts'
import {
  choice,
  formatAddress,
  formatParams,
  list,
  parseBracketed,
  parseWord,
  single,
} from './header.ts'

/** Pictures, cards, line appearances (RFC 3261 §20.9, draft-anil-sipping-bla): a URI with its purpose. */
export interface CallInfo {
  readonly address: NameAddr
  readonly purpose?: string | undefined
  readonly params: Params
}

export const CALL_INFO = list('call-info', (text): Result<CallInfo> => {
  const address = parseBracketed(text)
  if (!address.ok) return address
  const { params } = address.value
  return ok({ address: address.value, purpose: params.get('purpose')?.toLowerCase(), params })
})

/** Which ring to use, RFC 3261 §20.4: `<http://127.0.0.1>;info=alert-internal`, `<urn:alert:source:internal>`. */
export const ALERT_INFO = list('alert-info', parseBracketed)

export function formatAlertInfo(uri: string, info?: string): string {
  return formatAddress({ uri }, { info })
}

export function formatCallInfo(
  uri: string,
  params: Readonly<Record<string, string | number | undefined>>,
): string {
  return formatAddress({ uri }, params)
}

/** Answer-Mode and Priv-Answer-Mode, RFC 5373 §4: intercom and the like. */
export interface AnswerMode {
  readonly mode: 'manual' | 'auto'
  readonly isRequired: boolean
}

function parseAnswerMode(text: string): Result<AnswerMode> {
  const word = parseWord(text)
  if (!word.ok) return word
  const mode = choice(word.value.word, ['manual', 'auto'] as const)
  return mode
    ? ok({ mode, isRequired: word.value.params.has('require') })
    : refuse('neither Manual nor Auto')
}

export const ANSWER_MODE = single('answer-mode', parseAnswerMode)
export const PRIV_ANSWER_MODE = single('priv-answer-mode', parseAnswerMode)

export function formatAnswerMode({ mode, isRequired }: AnswerMode): string {
  return `${mode === 'auto' ? 'Auto' : 'Manual'}${isRequired ? ';require' : ''}`
}

/** User-to-User, RFC 7433 §4: carried as it is. */
export interface UserToUser {
  readonly data: string
  readonly encoding?: string | undefined
  readonly purpose?: string | undefined
  readonly content?: string | undefined
}

const MAX_USER_TO_USER = 1024 // ISDN has 128 octets, twice that in hex; some clients send more

export const USER_TO_USER = list('user-to-user', (text): Result<UserToUser> => {
  const semicolon = topLevelIndex(text, SEMICOLON)
  const end = semicolon < 0 ? text.length : semicolon
  const raw = trimmed(text, 0, end)
  const data = isToken(raw) ? raw : unquote(raw)
  const params = parseParams(text, end)
  if (data === undefined || !params) return refuse('malformed')
  if (data.length > MAX_USER_TO_USER) return refuse(`over ${MAX_USER_TO_USER} characters`)
  const encoding = params.get('encoding')?.toLowerCase()
  if (encoding === 'hex' && !/^(?:[0-9a-f]{2})*$/i.test(data)) return refuse('not hexadecimal')
  return ok({ data, encoding, purpose: params.get('purpose'), content: params.get('content') })
})

export function formatUserToUser({ data, encoding, purpose, content }: UserToUser): string {
  const told = isToken(data) ? data : quote(data)
  return told + formatParams({ purpose, content, encoding })
}

/** Resource-Priority, RFC 4412 §3.1: namespace and priority, in lower case. */
export interface ResourcePriority {
  readonly namespace: string
  readonly priority: string
}

export const RESOURCE_PRIORITY = list('resource-priority', (text): Result<ResourcePriority> => {
  const dot = text.lastIndexOf('.')
  const namespace = text.slice(0, Math.max(dot, 0)).toLowerCase()
  const priority = text.slice(dot + 1).toLowerCase()
  if (!isToken(namespace) || !isToken(priority)) return refuse('not namespace.priority')
  return ok({ namespace, priority })
})
