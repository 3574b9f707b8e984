import { formatHostPort } from '../sip/uri.ts'
import type { Bindings } from './bindings.ts'
import type { HandsetAccount } from './handset-directory.ts'

/** A telephone and where it is registered, as pages, console and `strowger phones --json` show it. */
export interface LivePhone {
  readonly handset: string
  readonly sipUser: string
  readonly extension: string
  readonly name: string
  readonly contacts: readonly {
    readonly contact: string
    readonly address: string
    readonly transport: 'udp' | 'tcp'
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
