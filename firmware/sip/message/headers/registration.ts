import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { NameAddr } from '../name-address.ts'
import { count, formatAddress, list, parseBracketed } from './header.ts'
import { parseQuality } from './options.ts'

/** Proxies on the way to a telephone (RFC 3327), and on the way to its provider (RFC 3608). Each has the brackets that it needs. */
export const PATH = list('path', parseBracketed)
export const SERVICE_ROUTE = list('service-route', parseBracketed)
export const ROUTE = list('route', parseBracketed)

/** What a Contact of a REGISTER or its 200 says besides the URI (RFC 3261 §20.10, RFC 5626 §11, RFC 5627 §11). */
export interface ContactParams {
  /** Seconds; undefined: the Expires header says it, or the registrar. */
  readonly expiresSeconds?: number | undefined
  /** 0 to 1. */
  readonly quality: number
  /** The URN in `+sip.instance`, without its brackets. */
  readonly instance?: string | undefined
  /** Which flow of the instance, 1 to 2**31 - 1. */
  readonly regId?: number | undefined
  /** `ob` in the URI is looked for by whoever parses that. */
  readonly publicGruu?: string | undefined
  readonly temporaryGruu?: string | undefined
}

/** Reads the parameters of a Contact. A wrong `expires` counts as none (RFC 3261 §10.2.1.1); a wrong instance or reg-id is refused. */
export function contactParams({ params }: NameAddr): Result<ContactParams> {
  const quality = parseQuality(params.get('q') ?? '1')
  if (quality === undefined) return refuse('q is no number from 0 to 1')
  const instance = params.get('+sip.instance')
  const urn = instance === undefined ? undefined : /^<([^<>\s]{1,256})>$/.exec(instance)?.[1]
  if (instance !== undefined && urn === undefined) return refuse('+sip.instance is no <URN>')
  const regId = count(params.get('reg-id'), 2 ** 31 - 1)
  if (params.has('reg-id') && !regId) return refuse('reg-id is no number from 1 to 2**31 - 1')
  return ok({
    expiresSeconds: count(params.get('expires'), 2 ** 32 - 1),
    quality,
    instance: urn,
    regId,
    publicGruu: params.get('pub-gruu'),
    temporaryGruu: params.get('temp-gruu'),
  })
}

export function formatContact(
  uri: string,
  { expiresSeconds, quality, instance, regId, publicGruu, temporaryGruu }: Partial<ContactParams>,
): string {
  return formatAddress(
    { uri },
    {
      q: quality === undefined || quality === 1 ? undefined : quality.toFixed(3),
      expires: expiresSeconds,
      '+sip.instance': instance && `<${instance}>`,
      'reg-id': regId,
      'pub-gruu': publicGruu,
      'temp-gruu': temporaryGruu,
    },
  )
}
