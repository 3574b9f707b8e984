import { Cause } from '../calls/cause.ts'
import type { Next } from '../calls/program.ts'
import type { Bindings } from '../phones/bindings.ts'
import type { HandsetDirectory } from '../phones/handset-directory.ts'
import { gruuInstance } from '../phones/public-gruu.ts'
import type { SipRequest } from '../sip/message/message.ts'

/**
 * Where an INVITE to a GRUU of ours (RFC 5627 §5) leads: to one telephone alone. A cause where that is not there; undefined for any other
 * Request-URI.
 */
export function onePhone(
  { requestUri: { user = '', params } }: Pick<SipRequest, 'requestUri'>,
  directory: Pick<HandsetDirectory, 'bySipUser'>,
  bindings: Pick<Bindings, 'of'>,
): Next | Cause | undefined {
  const gr = params.get('gr')
  if (gr === undefined) return undefined
  const device = directory.bySipUser(user)?.id
  if (device === undefined) return Cause.unallocatedNumber
  const phone = bindings.of(device).find(({ instance }) => gruuInstance(instance) === gr)
  if (!phone?.instance) return Cause.subscriberAbsent
  const only = { kind: 'device', device, instance: phone.instance } as const
  return { program: 'extension', state: { extension: '', attempt: 0, only } }
}
