import { type Static, type TSchema, Type } from 'typebox'
import { fits } from '../bus/schema.ts'

const Name = Type.String({ pattern: '^[a-z][a-z0-9.-]{0,14}$' }) // of a network interface: IFNAMSIZ is 16
const Address = Type.String({ pattern: '^[0-9a-fA-F.:]{2,45}$' })
const Prefix = Type.String({ pattern: '^[0-9a-fA-F.:]{2,45}/\\d{1,3}$' })
const Port = Type.Integer({ minimum: 1, maximum: 65535 })
const Protocol = Type.Union([Type.Literal('udp'), Type.Literal('tcp')])

function args<Properties extends Record<string, TSchema>>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false })
}

/**
 * All that the one privileged process does for the others, and with what arguments. The list is closed: no verb runs a command, takes a
 * path or loads a rule that it is handed as text, so who takes over another process gains these and no more.
 */
export const hostVerbs = {
  /** Addresses, routes and name servers, all interfaces at once. */
  'network-set': args({
    interfaces: Type.Array(
      args({
        name: Name,
        method: Type.Union([Type.Literal('dhcp'), Type.Literal('static'), Type.Literal('off')]),
        addresses: Type.Array(Prefix, { maxItems: 16 }),
        gateway: Type.Optional(Address),
        vlan: Type.Optional(Type.Integer({ minimum: 1, maximum: 4094 })),
      }),
      { maxItems: 16 },
    ),
    nameServers: Type.Array(Address, { maxItems: 3 }),
    hostname: Type.String({ pattern: '^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$' }),
  }),
  /** What may come in; everything else is dropped. */
  'firewall-set': args({
    allow: Type.Array(
      args({
        protocol: Protocol,
        low: Port,
        high: Port,
        from: Type.Optional(Prefix),
        interface: Type.Optional(Name),
      }),
      { maxItems: 256 },
    ),
  }),
  /** Drops what comes from a source for so long; 0 ends that. One address, or 64 bits of IPv6. */
  'source-ban': args({
    source: Type.String({ pattern: '^(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f:]{2,39}::/64)$' }),
    seconds: Type.Integer({ minimum: 0, maximum: 366 * 86_400 }),
  }),
  /** The time zone, and where time comes from; `utc` (ms since 1970) sets the clock by hand. */
  'time-set': args({
    zone: Type.String({ pattern: '^[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}$', maxLength: 64 }),
    servers: Type.Array(Type.String({ pattern: '^[A-Za-z0-9.:-]{1,253}$' }), { maxItems: 8 }),
    utc: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  /** Installs the signed bundle that lies in the update folder under this digest into the other slot. */
  'update-install': args({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
  /** Keeps the running slot, or goes back to the other one at the next start. */
  'update-mark': args({ slot: Type.Union([Type.Literal('good'), Type.Literal('other')]) }),
  power: args({ action: Type.Union([Type.Literal('restart'), Type.Literal('off')]) }),
  /** A listening socket below 1024 for a process that may not open one. */
  'low-port-open': args({
    protocol: Protocol,
    address: Address,
    port: Type.Integer({ minimum: 1, maximum: 1023 }),
  }),
} as const

export type HostVerb = keyof typeof hostVerbs
export type HostArgs<Verb extends HostVerb> = Static<(typeof hostVerbs)[Verb]>

/** Whether the arguments are what the verb takes, and nothing beside. */
export function fitsVerb(verb: HostVerb, args: unknown): boolean {
  return fits(hostVerbs[verb], args)
}

/** What does the verbs on this machine. Those it lacks are answered `not-here`. */
export type HostBackend = {
  readonly [Verb in HostVerb]?: (args: HostArgs<Verb>) => unknown
}
