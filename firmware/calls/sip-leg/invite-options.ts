import type { InviteOptions } from '../../sip/contract.ts'

/** Reliable responses and session timer, as a handset or trunk is set (SADV-7, GSIP-12). */
export function inviteOptionsOf(how: {
  readonly reliable: boolean
  readonly sessionTimer: NonNullable<InviteOptions['timer']>
}): InviteOptions {
  return { reliable: how.reliable ? 'offer' : 'off', timer: how.sessionTimer }
}
