import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const FLOODS = [
  'REGISTER',
  'INVITE',
  'OPTIONS',
  'SUBSCRIBE',
  'PUBLISH',
  'MESSAGE',
  'NOTIFY',
  'REFER',
  'BYE',
  'CANCEL',
  'ACK',
  'UPDATE',
  'response',
  'garbage',
] as const
export type FloodKind = (typeof FLOODS)[number]

export const FLOOD_TRANSPORTS = ['udp', 'tcp', 'tls', 'wss'] as const

export interface FloodOptions {
  readonly kinds: readonly FloodKind[]
  /** Where it comes from: an address of loopback that no telephone has. */
  readonly from: string
  readonly to: { readonly address: string; readonly port: number }
  /** Over TLS and WebSocket nobody's certificate is looked at. */
  readonly transport: (typeof FLOOD_TRANSPORTS)[number]
  readonly seconds: number
  /** Messages a second, as far as the machine goes. */
  readonly rate: number
}

export interface Flooded {
  /** Those that could be handed over: a connection that is closed, or not read, takes none. */
  readonly messages: number
  /** Octets sent, and those that came back. */
  readonly sent: number
  readonly received: number
  readonly statuses: Readonly<Record<string, number>>
}

/** A process that sends as fast as it is told; resolves when it has. */
export async function flood(options: FloodOptions): Promise<Flooded> {
  const path = fileURLToPath(new URL('flood-process.ts', import.meta.url))
  const child = fork(path, [JSON.stringify(options)], { stdio: 'inherit' })
  const [flooded] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the flood ended with ${code}`)
    }),
  ])) as [Flooded]
  return flooded
}
