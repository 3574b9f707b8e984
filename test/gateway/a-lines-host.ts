import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { GatewayHostOptions } from '../../firmware/gateway/host.ts'
import { GatewayHost } from '../../firmware/gateway/host.ts'
import type { LineTableOptions } from '../../firmware/gateway/line-table.ts'
import { LineTable } from '../../firmware/gateway/line-table.ts'
import type { Provision } from '../../firmware/gateway/provision.ts'
import { silentLog } from '../../firmware/log.ts'
import { FakeLinesLibrary } from './fake-lines-library.ts'
import { MemoryNetwork } from './memory-network.ts'
import { RawPeer } from './raw-peer.ts'

export interface ALinesHost {
  readonly clock: VirtualClock
  readonly network: MemoryNetwork
  readonly host: GatewayHost
  readonly table: LineTable
  readonly library: FakeLinesLibrary
  /** What was to be kept for a start without a controller. */
  readonly kept: Provision[]
}

/** A lines gateway over a fake library, on a network and a clock in memory. */
export async function aLinesHost(
  options: Partial<GatewayHostOptions & LineTableOptions> = {},
): Promise<ALinesHost> {
  const clock = new VirtualClock()
  const network = new MemoryNetwork()
  const kept: Provision[] = []
  let library: FakeLinesLibrary | undefined
  let table: LineTable | undefined
  const { provision } = options
  const host = new GatewayHost({
    clock,
    listen: network.listen,
    kind: 'lines',
    log: silentLog,
    ...options,
    open: (report) => {
      table = new LineTable({
        clock,
        report,
        keep: (each) => kept.push(each),
        ...(provision ? { provision } : {}),
        open: (onEvent) => {
          library = new FakeLinesLibrary(onEvent)
          return library
        },
      })
      return table
    },
  })
  await host.start()
  if (!library || !table) throw new Error('no library')
  return { clock, network, host, table, library, kept }
}

export const CONTEXT = {
  op: 'context',
  context: 'c',
  orphan: { keep: true, maxAgeSeconds: 3600 },
} as const
export const ADD_PHONE = {
  op: 'add-line',
  context: 'c',
  termination: 'a',
  line: 'fxs-1',
} as const
export const ADD_TRUNK = { ...ADD_PHONE, termination: 't', line: 'fxo-1' } as const
export const RING = { op: 'ring', termination: 'a', cadence: [2000, 4000] } as const
export const SEIZE = { op: 'hook', termination: 't', state: 'off' } as const

/** A controller that has said hello and has a context `c` with the telephone fxs-1 as `a` and the line fxo-1 as `t`. */
export async function aLineCall({ network }: ALinesHost): Promise<RawPeer> {
  const peer = new RawPeer(network)
  await peer.hello()
  await peer.ask(CONTEXT)
  await peer.ask(ADD_PHONE)
  await peer.ask(ADD_TRUNK)
  return peer
}
