import type { LineState } from '../gateway/contract.ts'
import type { Flow } from '../sip/contract.ts'
import { formatHostPort } from '../sip/message/uri.ts'
import type { AnalogPhone } from './analog-phones.ts'
import type { Bindings } from './bindings.ts'
import type { HandsetAccount } from './handset-directory.ts'

/** A telephone and where it is, as pages, console and `strowger phones --json` show it. */
export interface LivePhone {
  readonly handset: string
  /** Of an analog one its port. */
  readonly sipUser: string
  readonly extension: string
  readonly name: string
  /** Of an analog telephone: what its line is doing. `absent`: no card has that port, or it is out of order. */
  readonly line?: 'on hook' | 'off hook' | 'rings' | 'absent'
  /** Where a SIP telephone is registered. */
  readonly contacts: readonly {
    readonly contact: string
    readonly address: string
    readonly transport: Flow['transport']
    readonly userAgent: string
    readonly stale: boolean
    /** UTC, ms. */
    readonly registeredAt: number
  }[]
}

/** What verb `overview` answers. */
export interface Overview {
  readonly phones: number
  readonly first?: string
  readonly second?: string
  /** Number of the echo and announcement test. */
  readonly test?: string
}

export function liveAnalogPhone(phone: AnalogPhone, state: LineState | undefined): LivePhone {
  return {
    handset: phone.id,
    sipUser: phone.port,
    extension: phone.caller?.number ?? '',
    name: phone.caller?.name || phone.description,
    line: doing(state),
    contacts: [],
  }
}

function doing(state: LineState | undefined): NonNullable<LivePhone['line']> {
  if (!state?.audio) return 'absent'
  if (state.ringing) return 'rings'
  return state.hook === 'on' ? 'on hook' : 'off hook'
}

export function livePhone(account: HandsetAccount, bindings: Bindings): LivePhone {
  return {
    handset: account.id,
    sipUser: account.sipUser,
    extension: account.caller?.number ?? '',
    name: account.caller?.name ?? account.description,
    contacts: bindings.of(account.id).map((binding) => ({
      contact: binding.contact,
      address: formatHostPort(binding.flow.remote),
      transport: binding.flow.transport,
      userAgent: binding.userAgent,
      stale: binding.stale,
      registeredAt: binding.registeredAt,
    })),
  }
}
