import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { ContextTable } from '../../firmware/gateway/context-table.ts'
import type { GatewayHostOptions } from '../../firmware/gateway/host.ts'
import { GatewayHost } from '../../firmware/gateway/host.ts'
import { silentLog } from '../../firmware/log.ts'
import { FakeMachine, FakeMediaLibrary } from './fake-media-library.ts'
import { MemoryNetwork } from './memory-network.ts'
import { RawPeer } from './raw-peer.ts'

export interface AHost {
  readonly clock: VirtualClock
  readonly network: MemoryNetwork
  readonly machine: FakeMachine
  readonly host: GatewayHost
  readonly library: FakeMediaLibrary
}

/** A gateway over a fake library, on a network and a clock in memory. */
export async function aHost(options: Partial<GatewayHostOptions> = {}): Promise<AHost> {
  const clock = new VirtualClock()
  const network = new MemoryNetwork()
  const machine = new FakeMachine()
  const { host, library } = await hostOn(clock, network, machine, options)
  return { clock, network, machine, host, library }
}

export async function hostOn(
  clock: VirtualClock,
  network: MemoryNetwork,
  machine: FakeMachine,
  options: Partial<GatewayHostOptions> = {},
): Promise<{ host: GatewayHost; library: FakeMediaLibrary }> {
  let library: FakeMediaLibrary | undefined
  const host = new GatewayHost({
    clock,
    listen: network.listen,
    kind: 'media',
    log: silentLog,
    open: (report) =>
      new ContextTable({
        clock,
        report,
        lineAudio: '/run/line-audio',
        open: (onEvent) => {
          library = new FakeMediaLibrary(onEvent, machine)
          return library
        },
      }),
    ...options,
  })
  await host.start()
  if (!library) throw new Error('no library')
  return { host, library }
}

/** A controller that has said hello and has a context `c` with the terminations `a` and `b`. */
export async function aCall({ network }: AHost): Promise<RawPeer> {
  const peer = new RawPeer(network)
  await peer.hello()
  await peer.ask(CONTEXT)
  await peer.ask(ADD_A)
  await peer.ask(ADD_B)
  return peer
}

export const CONTEXT = {
  op: 'context',
  context: 'c',
  orphan: { keep: true, maxAgeSeconds: 3600 },
} as const
export const ADD_A = {
  op: 'add',
  context: 'c',
  termination: 'a',
  localAddress: '127.0.0.1',
} as const
export const ADD_B = { ...ADD_A, termination: 'b' } as const
export const STREAM = {
  remote: { address: '127.0.0.2', port: 4000 },
  codec: 'PCMU',
  payloadType: 0,
  ptimeMs: 20,
  send: true,
  receive: true,
  symmetric: true,
} as const
export const PLAY = {
  op: 'play',
  termination: 'a',
  attachment: 'p',
  side: 'to',
  signal: { kind: 'files', paths: ['/x/y.wav'], times: 1, fromMs: 0 },
} as const
