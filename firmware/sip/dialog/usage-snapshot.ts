import type { ExtraHeaders, Flow, UsageState } from '../contract.ts'
import type { ClientInviteSnapshot } from './client-invite.ts'
import type { Dialog } from './dialog.ts'
import type { ServerInviteSnapshot } from './server-invite.ts'

/** What `InviteSnapshot` holds, for those who may know. Plain data; messages as text of one octet a character. */
export interface UsageSnapshot {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly state: UsageState
  /** Present when `bye` was called and its request waits for the ACK. */
  readonly bye?: ExtraHeaders
  readonly flow: Flow
  readonly contactUser: string
  readonly invite: string
  /** UAS: from the start. UAC: from the 2xx. */
  readonly dialog?: Dialog
  /** UAS: the first INVITE until its ACK; its text is in `invite`. */
  readonly server?: ServerInviteSnapshot
  /** UAC: the first INVITE until its final response; its text is in `invite`. */
  readonly client?: ClientInviteSnapshot
  /** A re-INVITE from the peer that is not over. */
  readonly reinvited?: ServerInviteSnapshot
  /** A re-INVITE of ours without a final response. */
  readonly reinviting?: ClientInviteSnapshot
}
