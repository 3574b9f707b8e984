import type { Body, Flow, NameAddress, UserAgent } from '../contract.ts'

/** Where a telephone is: one of its bindings. */
export interface NotifyTarget {
  /** Request-URI: the contact that it registered. */
  readonly contact: string
  readonly flow: Flow
  readonly to: NameAddress
  readonly from: NameAddress
  /** Proxies on the way to it. */
  readonly routes?: readonly string[]
}

/**
 * A NOTIFY that nobody has subscribed to, as telephones take them to fetch their configuration or to restart:
 * `check-sync`, `check-sync;reboot=true`, `ua-profile;effective-by=0`. Resolves with the status of the answer: 2xx, 401 from a telephone
 * that is set to challenge it, 408 and 503 from none.
 */
export async function notifyOut(
  userAgent: Pick<UserAgent, 'request'>,
  { contact, flow, to, from, routes = [] }: NotifyTarget,
  event: string,
  body?: Body,
): Promise<number> {
  const answer = await userAgent.request({
    method: 'NOTIFY',
    target: contact,
    flow,
    from,
    to,
    routes,
    headers: [
      ['Event', event],
      ['Subscription-State', 'terminated;reason=noresource'],
      ['Contact', `<${from.uri}>`],
    ],
    ...(body && { body }),
  })
  return answer.status
}
