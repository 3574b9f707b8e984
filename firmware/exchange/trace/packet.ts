import { isIPv6 } from 'node:net'
import type { Address } from '../../sip/contract.ts'

const UDP = 17
const UDP_HEADER = 8
const HOPS = 64
const LONGEST = 65_535

/**
 * An IP packet with a UDP datagram in it, as it could have been on the wire: RFC 791, RFC 8200, RFC 768, checksums right. What does not fit into
 * one is cut. Both addresses are numbers of the same family; else the IPv4 one is written as RFC 4291 §2.5.5.2 does.
 */
export function udpPacket(from: Address, to: Address, payload: Buffer): Buffer {
  const isV6 = isIPv6(bare(from.address)) || isIPv6(bare(to.address))
  const header = isV6 ? 40 : 20
  const room = LONGEST - UDP_HEADER - (isV6 ? 0 : header)
  const cut = payload.subarray(0, room)
  const length = UDP_HEADER + cut.length
  const packet = Buffer.alloc(header + length)
  const [source, destination] = isV6
    ? [octets6(from.address), octets6(to.address)]
    : [octets4(from.address), octets4(to.address)]
  if (isV6) writeV6(packet, source, destination, length)
  else writeV4(packet, source, destination, length)
  packet.writeUInt16BE(from.port, header)
  packet.writeUInt16BE(to.port, header + 2)
  packet.writeUInt16BE(length, header + 4)
  cut.copy(packet, header + UDP_HEADER)
  const sum = checksum(add(source) + add(destination) + UDP + length + add(packet.subarray(header)))
  packet.writeUInt16BE(sum || 0xffff, header + 6) // 0 would say that there is none
  return packet
}

function writeV4(packet: Buffer, source: Buffer, destination: Buffer, length: number): void {
  packet[0] = 0x45
  packet.writeUInt16BE(20 + length, 2)
  packet.writeUInt16BE(0x4000, 6) // do not fragment
  packet[8] = HOPS
  packet[9] = UDP
  source.copy(packet, 12)
  destination.copy(packet, 16)
  packet.writeUInt16BE(checksum(add(packet.subarray(0, 20))), 10)
}

function writeV6(packet: Buffer, source: Buffer, destination: Buffer, length: number): void {
  packet[0] = 0x60
  packet.writeUInt16BE(length, 4)
  packet[6] = UDP
  packet[7] = HOPS
  source.copy(packet, 8)
  destination.copy(packet, 24)
}

/** Sum of 16-bit words, an odd octet at the end counts as the high one (RFC 1071). */
function add(octets: Buffer): number {
  let sum = 0
  for (let at = 0; at + 1 < octets.length; at += 2) sum += octets.readUInt16BE(at)
  if (octets.length % 2) sum += (octets[octets.length - 1] ?? 0) << 8
  return sum
}

function checksum(sum: number): number {
  let folded = sum
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000)
  return ~folded & 0xffff
}

function octets4(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

function octets6(address: string): Buffer {
  const octets = Buffer.alloc(16)
  const name = bare(address)
  if (!isIPv6(name)) {
    octets.writeUInt16BE(0xffff, 10)
    octets4(name).copy(octets, 12)
    return octets
  }
  const v4 = name.lastIndexOf('.') > 0 ? name.slice(name.lastIndexOf(':') + 1) : ''
  const [head = '', tail] = (v4 ? name.slice(0, -v4.length) : name).split('::')
  const words = (text: string) => text.split(':').filter(Boolean)
  words(head).forEach((word, n) => void octets.writeUInt16BE(Number.parseInt(word, 16), 2 * n))
  const back = words(tail ?? '')
  const end = 16 - (v4 ? 4 : 0)
  back.forEach((word, n) => {
    octets.writeUInt16BE(Number.parseInt(word, 16), end - 2 * (back.length - n))
  })
  if (v4) octets4(v4).copy(octets, 12)
  return octets
}

/** Without the scope of a link-local address. */
function bare(address: string): string {
  return address.split('%', 1)[0] ?? address
}
