import { isIP } from 'node:net'
import { valuesOf } from './attributes.ts'
import type { Attribute, MediaDescription, SessionDescription } from './sdp.ts'

/** ICE in a description, RFC 8839. */
export interface Ice {
  readonly ufrag: string
  /** A secret of the call: never logged. */
  readonly password: string
  readonly candidates: readonly Candidate[]
  readonly isLite: boolean
  /** `trickle`, `renomination` … */
  readonly options: readonly string[]
  /** No more candidates will come (RFC 8840). */
  readonly isComplete: boolean
}

export interface Candidate {
  readonly foundation: string
  /** 1: RTP, 2: RTCP. */
  readonly component: number
  /** Lower case: `udp`, `tcp`. */
  readonly transport: string
  readonly priority: number
  /** An address, or a name ending in `.local` that only its own link can resolve. */
  readonly address: string
  readonly port: number
  readonly type: 'host' | 'srflx' | 'prflx' | 'relay'
  readonly related?: { readonly address: string; readonly port: number } | undefined
  /** `active`, `passive`, `so` for TCP. */
  readonly tcpType?: string | undefined
}

/** Most candidates of one stream that are tried: each costs packets (RFC 8838 §14 warns of floods). */
export const MOST_CANDIDATES = 32

/** What a stream says of ICE; undefined when it has no credentials, and so none. */
export function iceOf(session: SessionDescription, media: MediaDescription): Ice | undefined {
  const one = (name: string) =>
    valuesOf(media.attributes, name)[0] ?? valuesOf(session.attributes, name)[0] ?? ''
  const ufrag = one('ice-ufrag')
  const password = one('ice-pwd')
  if (!/^[\w+/]{4,256}$/.test(ufrag) || !/^[\w+/]{22,256}$/.test(password)) return undefined
  return {
    ufrag,
    password,
    candidates: valuesOf(media.attributes, 'candidate')
      .flatMap((value) => parseCandidate(value) ?? [])
      .slice(0, MOST_CANDIDATES),
    isLite: session.attributes.some(({ name }) => name === 'ice-lite'),
    options: one('ice-options').split(/ +/).filter(Boolean),
    isComplete: media.attributes.some(({ name }) => name === 'end-of-candidates'),
  }
}

const CANDIDATE =
  /^([A-Za-z0-9+/]{1,32}) (\d{1,3}) (\w{1,8}) (\d{1,10}) (\S{1,255}) (\d{1,5}) typ (host|srflx|prflx|relay)((?: \S{1,255} \S{1,255}){0,16}) *$/

/** The value of `a=candidate`; undefined where it is malformed, or of a kind that nobody knows. */
export function parseCandidate(value: string): Candidate | undefined {
  const [, foundation, component, transport, priority, address, port, type, rest] =
    CANDIDATE.exec(value) ?? []
  if (!foundation || !transport || !address || !isAddress(address)) return undefined
  if (Number(component) < 1 || Number(component) > 256 || Number(port) > 65_535) return undefined
  if (Number(priority) < 1 || Number(priority) >= 2 ** 31) return undefined
  const more = extensions(rest ?? '')
  const related = more.get('raddr')
  return {
    foundation,
    component: Number(component),
    transport: transport.toLowerCase(),
    priority: Number(priority),
    address,
    port: Number(port),
    type: type as Candidate['type'],
    related:
      related === undefined
        ? undefined
        : { address: related, port: Number(more.get('rport') ?? 0) },
    tcpType: more.get('tcptype'),
  }
}

function isAddress(text: string): boolean {
  return (isIP(text) !== 0 && !text.includes('%')) || /^[\w-]{1,63}\.local$/.test(text)
}

function extensions(text: string): ReadonlyMap<string, string> {
  const words = text.split(' ').filter(Boolean)
  const pairs = new Map<string, string>()
  for (let at = 0; at + 1 < words.length; at += 2) pairs.set(words[at] ?? '', words[at + 1] ?? '')
  return pairs
}

export function candidateAttribute(candidate: Candidate): Attribute {
  const { foundation, component, transport, priority, address, port, type } = candidate
  const { related, tcpType } = candidate
  const origin = related ? ` raddr ${related.address} rport ${related.port}` : ''
  const tcp = tcpType ? ` tcptype ${tcpType}` : ''
  const value = `${foundation} ${component} ${transport} ${priority} ${address} ${port} typ ${type}${origin}${tcp}`
  return { name: 'candidate', value }
}
