import type { PhoneHoldMusic } from '../model/hold-music.ts'

/** An analog telephone as the exchange knows it. */
export interface AnalogPhone {
  /** ID of the object in the configuration. */
  readonly id: string
  /** `fxs-1` */
  readonly port: string
  /** Who it is when it calls. */
  readonly caller: { readonly number: string; readonly name: string } | undefined
  readonly description: string
  readonly canPlaceCalls: boolean
  readonly canReceiveCalls: boolean
  /** How a caller is shown to it (ANLG-10). */
  readonly callerId: 'none' | 'sdmf' | 'mdmf'
  /** ANLG-11; empty: none. */
  readonly autoDial: string
  /** ANLG-12, as configured. */
  readonly autoAnswerDigits: string
  /** MOH-18; left out: as the office. */
  readonly holdMusic?: PhoneHoldMusic
  readonly flashMinMs: number
  readonly flashMaxMs: number
}
