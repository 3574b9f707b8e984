import type { Flow } from './contract.ts'
import type { SipMessage } from './message/message.ts'

/**
 * The octets of a message for whoever keeps them: the very text where it is all that came, else a copy, since what was cut out of more (a stream, a
 * datagram with something behind its body) keeps all of it in memory.
 */
export function tracedText({ text, index }: SipMessage, { transport }: Flow): string {
  const isWhole = text.length === index.text.length
  if (isWhole && transport !== 'tcp' && transport !== 'tls') return text
  return Buffer.from(text, 'latin1').toString('latin1')
}
