import { isIPv4, isIPv6 } from 'node:net'

/** Whom an address belongs to: of IPv6 the network of 64 bits, which one attacker has whole. */
export function sourceOf(address: string): string {
  if (!address.includes(':')) return address
  return isIPv6(address) ? words(address).slice(0, 4).join(':') : address
}

/** A network as somebody writes it: `192.0.2.0/24`, `2001:db8::/32`, or one address. */
export interface Prefix {
  readonly bits: number
  readonly value: bigint
  readonly isV6: boolean
}

/** Undefined for what is no network. */
export function parsePrefix(text: string): Prefix | undefined {
  const [, address = '', length] = /^([^/]{2,45})(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? []
  const isV6 = isIPv6(address)
  if (!isV6 && !isIPv4(address)) return undefined
  const bits = length === undefined ? widthOf(isV6) : Number(length)
  if (bits > widthOf(isV6)) return undefined
  return { bits, isV6, value: numberOf(address, isV6) >> BigInt(widthOf(isV6) - bits) }
}

/** Whether an address is in one of these networks. */
export function isWithin(address: string, prefixes: readonly Prefix[]): boolean {
  if (prefixes.length === 0) return false
  const isV6 = address.includes(':')
  const number = numberOf(address, isV6)
  return prefixes.some(
    (prefix) =>
      prefix.isV6 === isV6 && number >> BigInt(widthOf(isV6) - prefix.bits) === prefix.value,
  )
}

function widthOf(isV6: boolean): number {
  return isV6 ? 128 : 32
}

function numberOf(address: string, isV6: boolean): bigint {
  if (!isV6) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  return words(address).reduce((sum, word) => sum * 65_536n + BigInt(`0x${word}`), 0n)
}

/** The eight groups of an IPv6 address; one scope and a dotted end are understood. */
function words(address: string): string[] {
  const plain = (address.toLowerCase().split('%', 1)[0] ?? '').replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a, b, c, d) => `${hex(a, b)}:${hex(c, d)}`,
  )
  const [head = '', tail] = plain.split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
  return [...front, ...zeros, ...back].slice(0, 8).map((word) => word.replace(/^0+(?=.)/, ''))
}

function hex(high: string, low: string): string {
  return (Number(high) * 256 + Number(low)).toString(16)
}
