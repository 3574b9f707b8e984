import type { Address, Flow } from '../contract.ts'
import type { Carrier } from './carrier.ts'

/** One open socket of ours, for datagrams or connections, as `Transports` uses it. */
export interface Outlet {
  /** Binds; the address with the port that it got. */
  open(port: number): Promise<Address>
  /** `target`: where to connect if the flow's connection is gone. */
  send(text: string, flow: Flow, failed: () => void, target: Address | undefined): void
  /** The flow's connection; undefined where there is none. */
  carrier(flow: Flow): Carrier | undefined
  close(): Promise<void>
}
