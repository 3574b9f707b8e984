import { formatUri, parseUri } from '../sip/message/uri.ts'

/**
 * The public GRUU of a telephone (RFC 5627 §5.1): its address and, as `gr`, the URN of its instance. The same as long as the telephone
 * lives, so nothing is kept. Undefined: the instance is no URN.
 */
export function publicGruu(aor: string, instance: string | undefined): string | undefined {
  const gr = gruuInstance(instance)
  const uri = parseUri(aor)
  if (gr === undefined || !uri.ok || uri.value.user === undefined) return undefined
  const { scheme, user, host, port } = uri.value
  return formatUri({ scheme, user, host, ...(port && { port }), params: new Map([['gr', gr]]) })
}

/** The value of `gr` for an instance: the URN without its brackets. */
export function gruuInstance(instance: string | undefined): string | undefined {
  return /^<(urn:[\w:.-]+)>$/i.exec(instance ?? '')?.[1]
}
