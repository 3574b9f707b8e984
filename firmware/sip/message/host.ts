import { isIPv6 } from 'node:net'

/** The host and port of a URI or a Via, RFC 3261 §25.1 with the correction of RFC 5118 §4.10: an IPv6 address is in brackets. */

const BRACKET = 0x5b
const MAX_HOST = 255 // RFC 1035 §2.3.4

/**
 * Index behind the host that begins at `start`: a name, an IPv4 address, or an IPv6 address in its brackets; -1 when there is
 * none. A zone is no part of a SIP address (RFC 3261 §25.1): it means something only on the machine that wrote it.
 */
export function endOfHost(text: string, start: number): number {
  if (text.charCodeAt(start) === BRACKET) {
    const close = text.indexOf(']', start)
    if (close < 0 || close - start > 46) return -1
    const address = hostAt(text, start, close + 1)
    return isIPv6(address) && !address.includes('%') ? close + 1 : -1
  }
  let at = start
  while (isHostCharacter(text.charCodeAt(at))) at++
  return at > start && at - start <= MAX_HOST ? at : -1
}

/**
 * The host between two indexes, an IPv6 address without its brackets. The grammar of RFC 3261 allowed a third colon before an
 * embedded IPv4 address, and RFC 5118 §4.10 has it overlooked.
 */
export function hostAt(text: string, start: number, end: number): string {
  if (text.charCodeAt(start) !== BRACKET) return text.slice(start, end)
  return text.slice(start + 1, end - 1).replace(/:::(?=\d+\.)/, '::')
}

/** Letters, digits, `-`, `.`, and `_`, which names of machines have although they should not. */
function isHostCharacter(code: number): boolean {
  const letter = code | 0x20
  if (letter >= 0x61 && letter <= 0x7a) return true
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e || code === 0x5f
}

/** The port between two indexes; -1 when it is no number from 0 to 65535. */
export function portAt(text: string, start: number, end: number): number {
  if (end <= start || end - start > 5) return -1
  const port = numberAt(text, start, end)
  return port <= 65_535 ? port : -1
}

/** The decimal number between two indexes, 15 digits at most; -1 when there is another character among them, or none. */
export function numberAt(text: string, start: number, end: number): number {
  if (end <= start || end - start > 15) return -1
  let number = 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (!(digit >= 0 && digit <= 9)) return -1
    number = number * 10 + digit
  }
  return number
}
