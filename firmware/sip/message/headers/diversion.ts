import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { NameAddr } from '../name-address.ts'
import { parseNameAddress } from '../name-address.ts'
import type { Params } from '../tokens.ts'
import { quote } from '../tokens.ts'
import { escapeHeader, parseUri, uriHeaders } from '../uri.ts'
import { count, formatAddress, formatParams, list, parseWord } from './header.ts'

/** Diversion, RFC 5806: who sent the call on, the latest first. */
export interface Diversion {
  readonly address: NameAddr
  /** In lower case: `user-busy`, `no-answer`, `unconditional` … `unknown` when it says nothing. */
  readonly reason: string
  /** How many diversions this one stands for, 1 to 100. */
  readonly counter: number
  /** What is to be withheld: `full`, `name`, `uri`, `off`. */
  readonly privacy?: string | undefined
}

export const DIVERSION = list('diversion', (text): Result<Diversion> => {
  const address = parseNameAddress(text)
  if (!address.ok) return address
  const { params } = address.value
  return ok({
    address: address.value,
    reason: params.get('reason')?.toLowerCase() || 'unknown',
    counter: count(params.get('counter'), 100) || 1,
    privacy: params.get('privacy')?.toLowerCase(),
  })
})

export function formatDiversion(diversion: {
  readonly address: { readonly name?: string; readonly uri: string }
  readonly reason: string
  readonly counter?: number | undefined
  readonly privacy?: string | undefined
}): string {
  const { address, reason, counter, privacy } = diversion
  return formatAddress(address, { reason, counter, privacy })
}

/** One step of History-Info, RFC 7044 §5. */
export interface HistoryEntry {
  readonly address: NameAddr
  /** The URI without the headers in it. */
  readonly uri: string
  /** Places in the tree of targets: `1.2.1`. */
  readonly index: readonly number[]
  /** `rc`, `mp` or `np` and the index it speaks of. */
  readonly change?: { readonly how: 'rc' | 'mp' | 'np'; readonly of: string } | undefined
  /** From the headers in the URI. */
  readonly reason?: Reason | undefined
  readonly isPrivate: boolean
}

const INDEX = /^\d{1,4}(?:\.\d{1,4}){0,31}$/

export const HISTORY_INFO = list('history-info', (text): Result<HistoryEntry> => {
  const address = parseNameAddress(text)
  if (!address.ok) return address
  const { params, uri } = address.value
  const index = params.get('index') ?? ''
  if (!INDEX.test(index)) return refuse('no index')
  const parsed = parseUri(uri)
  const headers = parsed.ok ? uriHeaders(parsed.value.headers) : parsed
  if (!headers.ok) return headers
  const header = (name: string) => headers.value.find(([given]) => given === name)?.[1]
  const reason = parseReason(header('reason') ?? '')
  const how = (['rc', 'mp', 'np'] as const).find((name) => params.has(name))
  return ok({
    address: address.value,
    uri: uri.split('?', 1)[0] ?? '',
    index: index.split('.').map(Number),
    change: how && { how, of: params.get(how) ?? '' },
    reason: reason.ok ? reason.value : undefined,
    isPrivate: /\bhistory\b/i.test(header('privacy') ?? ''),
  })
})

export function formatHistoryEntry(entry: {
  readonly uri: string
  readonly index: readonly number[]
  readonly change?: HistoryEntry['change']
  readonly reason?: Reason | undefined
  readonly isPrivate?: boolean
}): string {
  const { uri, index, change, reason, isPrivate } = entry
  const headers = [
    ...(reason ? [`Reason=${escapeHeader(formatReason(reason))}`] : []),
    ...(isPrivate ? ['Privacy=history'] : []),
  ]
  const target = headers.length ? `${uri}?${headers.join('&')}` : uri
  const params = { index: index.join('.'), ...(change && { [change.how]: change.of }) }
  return formatAddress({ uri: target }, params)
}

/** Reason, RFC 3326: why a request was sent. */
export interface Reason {
  /** In lower case: `sip`, `q.850` … */
  readonly protocol: string
  readonly cause?: number | undefined
  readonly text?: string | undefined
  readonly params?: Params
}

export function parseReason(text: string): Result<Reason> {
  const word = parseWord(text)
  if (!word.ok) return word
  const { params } = word.value
  return ok({
    protocol: word.value.word,
    cause: count(params.get('cause'), 999),
    text: params.get('text'),
    params,
  })
}

export const REASON = list('reason', parseReason)

export function formatReason({ protocol, cause, text }: Reason): string {
  const name = protocol === 'sip' || protocol === 'q.850' ? protocol.toUpperCase() : protocol
  const told = text ? `;text=${quote(text)}` : '' // quoted by the grammar, whatever it holds
  return `${name}${formatParams({ cause })}${told}`
}
