import type { ExtraHeaders, Flow, InviteOptions, UsageState } from '../contract.ts'
import type { ClientInviteSnapshot } from './client-invite.ts'
import type { Dialog } from './dialog.ts'
import type { EarlySnapshot } from './early-dialog.ts'
import type { ReliableSnapshot } from './reliable-responses.ts'
import type { ServerInviteSnapshot } from './server-invite.ts'
import type { SessionSnapshot } from './session.ts'
import type { AgreedTimer } from './session-timer.ts'

/** What `InviteSnapshot` holds, for those who may know. Plain data; messages as text of one octet a character. */
export interface UsageSnapshot {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly state: UsageState
  readonly options?: InviteOptions
  /** Present when `bye` was called and its request waits for the ACK. */
  readonly bye?: ExtraHeaders
  readonly flow: Flow
  readonly contactUser: string
  readonly invite: string
  /** UAS: from the start. UAC: from the 2xx. */
  readonly dialog?: Dialog
  /** Of that dialog, where there is more to say than that offer and answer are done. */
  readonly session?: SessionSnapshot
  readonly timer?: AgreedTimer
  /** Longest Min-SE that anybody has demanded, where it is more than the usual. */
  readonly leastSeconds?: number
  /** UAS: the first INVITE until its ACK; its text is in `invite`. */
  readonly server?: ServerInviteSnapshot
  readonly reliable?: ReliableSnapshot
  /** UAS: the 2xx that waits for a PRACK. */
  readonly accepting?: { readonly sdp: string; readonly headers: ExtraHeaders }
  /** UAC: the first INVITE until its final response; its text is in `invite`. */
  readonly client?: ClientInviteSnapshot
  readonly early?: readonly EarlySnapshot[]
  /** UAC: targets that redirections have led to, the first one included. */
  readonly tried?: readonly string[]
  /** A re-INVITE from the peer that is not over. */
  readonly reinvited?: ServerInviteSnapshot
  /** A re-INVITE of ours without a final response. */
  readonly reinviting?: ClientInviteSnapshot
}

/** Of a call that has ended: no transaction or timer of it is to begin again. */
export function onlyDialog(snapshot: UsageSnapshot): UsageSnapshot {
  const { id, direction, state, options, flow, contactUser, invite, dialog, session } = snapshot
  return {
    id,
    direction,
    state,
    flow,
    contactUser,
    invite,
    ...(options && { options }),
    ...(dialog && { dialog }),
    ...(session && { session }),
  }
}
