import type { EncryptionSettings } from '../calls/protection/policy.ts'
import type { PhoneHoldMusic } from '../model/hold-music.ts'
import type { Algorithm } from '../sip/auth/digest.ts'
import type { InviteOptions } from '../sip/contract.ts'

/** A SIP handset as the exchange knows it. */
export interface HandsetAccount {
  /** ID of the object in the configuration. */
  readonly id: string
  /** The address that it registers: user part of its SIP URI. */
  readonly sipUser: string
  /** H(loginId:realm:secret) for each algorithm, lower-case hex. Made from the secret in memory, never stored. */
  readonly ha1: Readonly<Record<Algorithm, string>>
  readonly loginId: string
  readonly trust: 'registrations' | 'registrations-and-invites'
  /** Who it is when it calls. */
  readonly caller: { readonly number: string; readonly name: string } | undefined
  readonly description: string
  /** Twelve hexadecimal digits in lower case; empty or absent where nobody has told it. */
  readonly mac?: string
  /** Calls that it can have at the same time; with all in use it is busy (GSIP-2). */
  readonly lines: number
  /** False: what it sends before it answers is not passed on (GSIP-9). */
  readonly earlyMedia?: boolean
  /** Reliable responses (GSIP-12) and session timer of its calls. */
  readonly options?: InviteOptions
  /** Its calls say in To, not in the Request-URI, which number they want (GSIP-13). */
  readonly dialsInTo?: boolean
  /** Calls to it are addressed to the number that was dialled (GSIP-14). */
  readonly calledByNumber?: boolean
  /** HSF-14; left out: as the office. */
  readonly holdMusic?: PhoneHoldMusic
  /** As usual unless given. */
  readonly encryption?: EncryptionSettings
}

/** The configured handsets, by each of their names. */
export interface HandsetDirectory {
  byId(id: string): HandsetAccount | undefined
  bySipUser(sipUser: string): HandsetAccount | undefined
  byLoginId(loginId: string): HandsetAccount | undefined
  all(): Iterable<HandsetAccount>
}

/** Expiries that the registrar grants, in seconds. */
export interface RegistrationLimits {
  readonly usual: number
  readonly least: number
  readonly most: number
}
