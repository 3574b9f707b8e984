import { isIPv6 } from 'node:net'
import { crc32 } from 'node:zlib'
import type { Address } from '../contract.ts'

const COOKIE = 0x2112a442
const HEADER = 20
const BINDING_REQUEST = 0x0001
const BINDING_SUCCESS = 0x0101
const BINDING_ERROR = 0x0111
const ERROR_CODE = 0x0009
const UNKNOWN_ATTRIBUTES = 0x000a
const XOR_MAPPED_ADDRESS = 0x0020
const FINGERPRINT = 0x8028
const FINGERPRINT_XOR = 0x5354554e
/** USERNAME, MESSAGE-INTEGRITY, REALM, NONCE: understood so far that a keep-alive needs none of them (RFC 5626 §8). */
const HARMLESS = new Set([0x0006, 0x0008, 0x0014, 0x0015])
const MOST_REQUEST = 548 // RFC 5389 §7.1
const MOST_UNKNOWN = 4

/** Whether a datagram is STUN and not SIP: no SIP message begins with an octet below 4 (RFC 5626 §3.5.2). */
export function isStun(octets: Buffer): boolean {
  return (
    octets.length >= HEADER &&
    (octets[0] ?? 4) < 4 &&
    octets.length <= MOST_REQUEST && // the rest is not worth a look
    octets.readUInt32BE(4) === COOKIE
  )
}

/**
 * The answer to a binding request, RFC 5389 §7.3.1: the sender's address and nothing more, so that at most 12 octets (IPv6: 24) leave above
 * what came. Undefined for anything else.
 */
export function answerStun(request: Buffer, remote: Address): Buffer | undefined {
  if (!isStun(request) || request.readUInt16BE(0) !== BINDING_REQUEST) return undefined
  const unknown = demands(request)
  if (!unknown) return undefined
  return unknown.length ? refusal(request, unknown) : success(request, remote)
}

/** Attributes that we would have to understand; undefined where the request is malformed. */
function demands(request: Buffer): number[] | undefined {
  if (request.readUInt16BE(2) !== request.length - HEADER || request.length % 4) return undefined
  const unknown: number[] = []
  let at = HEADER
  while (at < request.length) {
    const kind = request.readUInt16BE(at)
    const length = request.readUInt16BE(at + 2)
    const next = at + 4 + ((length + 3) & ~3)
    if (next > request.length) return undefined
    if (kind === FINGERPRINT && !isIntact(request, at, next)) return undefined
    if (kind < 0x8000 && !HARMLESS.has(kind) && unknown.length < MOST_UNKNOWN) unknown.push(kind)
    at = next
  }
  return unknown
}

/** FINGERPRINT stands last and sums up all before it, RFC 5389 §15.5. */
function isIntact(request: Buffer, at: number, next: number): boolean {
  if (next !== request.length || next - at !== 8) return false
  return request.readUInt32BE(at + 4) === (crc32(request.subarray(0, at)) ^ FINGERPRINT_XOR) >>> 0
}

function success(request: Buffer, remote: Address): Buffer {
  const isV6 = isIPv6(remote.address)
  const address = isV6
    ? octetsOfV6(remote.address)
    : Buffer.from(remote.address.split('.').map(Number))
  const response = begin(BINDING_SUCCESS, request, 8 + address.length)
  response.writeUInt16BE(XOR_MAPPED_ADDRESS, HEADER)
  response.writeUInt16BE(4 + address.length, HEADER + 2)
  response.writeUInt16BE(isV6 ? 2 : 1, HEADER + 4)
  response.writeUInt16BE(remote.port ^ (COOKIE >>> 16), HEADER + 6)
  for (const [index, octet] of address.entries()) {
    response[HEADER + 8 + index] = octet ^ (request[4 + index] ?? 0) // cookie, then transaction ID: as in the header
  }
  return response
}

function refusal(request: Buffer, unknown: readonly number[]): Buffer {
  const padded = (unknown.length * 2 + 3) & ~3
  const response = begin(BINDING_ERROR, request, 8 + 4 + padded)
  response.writeUInt16BE(ERROR_CODE, HEADER)
  response.writeUInt16BE(4, HEADER + 2)
  response.writeUInt32BE(0x0414, HEADER + 4) // 420 Unknown Attribute
  response.writeUInt16BE(UNKNOWN_ATTRIBUTES, HEADER + 8)
  response.writeUInt16BE(unknown.length * 2, HEADER + 10)
  for (const [index, kind] of unknown.entries()) {
    response.writeUInt16BE(kind, HEADER + 12 + 2 * index)
  }
  return response
}

function begin(kind: number, request: Buffer, length: number): Buffer {
  const response = Buffer.alloc(HEADER + length)
  response.writeUInt16BE(kind, 0)
  response.writeUInt16BE(length, 2)
  request.copy(response, 4, 4, HEADER)
  return response
}

/** The 16 octets of an IPv6 address in any of its spellings; the kernel wrote it, so it is one. */
function octetsOfV6(text: string): Buffer {
  const [head = '', tail] = (text.split('%')[0] ?? '').split('::')
  const words = (part: string | undefined) => (part ? part.split(':').flatMap(wordsOf) : [])
  const before = words(head)
  const after = words(tail)
  const gap = tail === undefined ? [] : Array<number>(8 - before.length - after.length).fill(0)
  const octets = Buffer.alloc(16)
  for (const [index, word] of [...before, ...gap, ...after].entries()) {
    octets.writeUInt16BE(word, index * 2)
  }
  return octets
}

function wordsOf(group: string): number[] {
  if (!group.includes('.')) return [Number.parseInt(group, 16)]
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
  return [(a << 8) | b, (c << 8) | d]
}
