import type { Transport } from '../../sip/contract.ts'
import { masked } from './mask.ts'
import { udpPacket } from './packet.ts'
import type { Traced } from './strand.ts'

const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const PACKET = 6
const BYTE_ORDER = 0x1a2b3c4d
/** LINKTYPE_RAW: a packet begins with its IP header. */
const RAW = 101
const COMMENT = 1
const PROGRAM = 4 // option shb_userappl

const NAMES: Readonly<Record<Transport, string>> = {
  udp: 'UDP',
  tcp: 'TCP',
  tls: 'TLS',
  ws: 'WebSocket',
  wss: 'WebSocket over TLS',
}

/**
 * The messages as a capture file (pcapng) that Wireshark, tshark and sngrep read. IP and UDP headers are made up around what was
 * sent; what went over a connection looks like a datagram too, and a comment says what it was. What happened on analog lines is left out.
 */
export function pcapOf(
  messages: readonly Traced[],
  { secrets = false }: { readonly secrets?: boolean } = {},
): Buffer {
  const packets = messages.flatMap((message) => packetOf(message, secrets))
  return Buffer.concat([sectionHeader(), interfaceDescription(), ...packets])
}

function packetOf({ at, direction, way, text }: Traced, secrets: boolean): Buffer[] {
  if (typeof way === 'string') return []
  const { transport, local, remote } = way
  const octets = Buffer.from(secrets ? text : masked(text), 'latin1')
  const [from, to] = direction === 'in' ? [remote, local] : [local, remote]
  const packet = udpPacket(from, to, octets)
  const head = Buffer.alloc(20)
  const microseconds = BigInt(Math.floor(at)) * 1000n
  head.writeUInt32LE(Number(microseconds >> 32n), 4)
  head.writeUInt32LE(Number(microseconds & 0xffff_ffffn), 8)
  head.writeUInt32LE(packet.length, 12)
  head.writeUInt32LE(packet.length, 16)
  const comment =
    transport === 'udp'
      ? []
      : [option(COMMENT, `SIP over ${NAMES[transport]}, shown as a datagram`), END_OF_OPTIONS]
  return [block(PACKET, [head, padded(packet), ...comment])]
}

function sectionHeader(): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32LE(BYTE_ORDER, 0)
  head.writeUInt16LE(1, 4) // version 1.0
  head.writeBigInt64LE(-1n, 8) // length not said
  return block(SECTION, [head, option(PROGRAM, 'Strowger'), END_OF_OPTIONS])
}

function interfaceDescription(): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(RAW, 0)
  return block(INTERFACE, [head]) // snap length 0: no limit
}

/** Type and length before the content, the length once more behind it. */
function block(type: number, parts: readonly Buffer[]): Buffer {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.alloc(8)
  head.writeUInt32LE(type, 0)
  head.writeUInt32LE(length, 4)
  return Buffer.concat([head, ...parts, head.subarray(4)])
}

const END_OF_OPTIONS = Buffer.alloc(4)

function option(code: number, text: string): Buffer {
  const octets = Buffer.from(text)
  const head = Buffer.alloc(4)
  head.writeUInt16LE(code, 0)
  head.writeUInt16LE(octets.length, 2)
  return Buffer.concat([head, padded(octets)])
}

/** To a multiple of four octets. */
function padded(octets: Buffer): Buffer {
  const more = (4 - (octets.length % 4)) % 4
  return more ? Buffer.concat([octets, Buffer.alloc(more)]) : octets
}
