import type { Clock } from '../../clock/clock.ts'
import type { SipLog } from '../../sip/contract.ts'
import type { HandsetDirectory } from '../handset-directory.ts'
import { Announcements } from './announcements.ts'
import { FailedRegistrations } from './failed-registrations.ts'
import { FoundPhones } from './found-phones.ts'
import { NearNetworks } from './near-networks.ts'

export interface FindingOptions {
  readonly clock: Clock
  readonly log: SipLog
  readonly directory: HandsetDirectory
  /** Local addresses of the exchange. */
  readonly addresses: readonly string[]
  /** STROWGER_PNP_PORT. */
  readonly port?: number | undefined
  /** There are so many now. */
  readonly changed: (count: number) => void
}

/** Telephones that are on the network and not set up here: who finds them, and the list of them. */
export class Finding {
  readonly phones: FoundPhones
  readonly registrations: FailedRegistrations
  readonly announcements: Announcements

  constructor({ clock, log, directory, addresses, port, changed }: FindingOptions) {
    const near = new NearNetworks()
    const found = new FoundPhones({ clock, changed })
    const macs = () => new Set([...directory.all()].map(({ mac }) => mac))
    this.phones = found
    this.registrations = new FailedRegistrations({ clock, directory, found, near })
    this.announcements = new Announcements({
      clock,
      log,
      addresses,
      port,
      near,
      heard: (sighting) => {
        if (sighting.mac === undefined || !macs().has(sighting.mac)) found.see(sighting)
      },
    })
  }

  async start(): Promise<void> {
    await this.announcements.start()
  }

  stop(): void {
    this.announcements.stop()
    this.phones.stop()
  }

  /** A handset has become reachable: nothing is left to find. */
  registered(handset: string): void {
    this.phones.forget((phone) => phone.handset === handset)
  }
}
