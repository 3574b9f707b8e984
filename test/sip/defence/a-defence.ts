import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { Flow } from '../../../firmware/sip/contract.ts'
import type { DefenceOptions } from '../../../firmware/sip/defence/defence.ts'
import { Defence } from '../../../firmware/sip/defence/defence.ts'
import type { SipRequest } from '../../../firmware/sip/message/message.ts'
import { readMessage } from '../../../firmware/sip/message/message.ts'

export const OUTSIDE = '203.0.113.5'
export const INSIDE = '192.168.1.5'

export function flowFrom(address: string, port = 5060, transport: Flow['transport'] = 'udp'): Flow {
  return { transport, local: { address: '192.0.2.1', port: 5060 }, remote: { address, port } }
}

let serial = 0

/** A request as a telephone would send it. */
export function ask(method: string, user = '201', more = ''): SipRequest {
  const text = [
    `${method} sip:${user}@192.0.2.1 SIP/2.0`,
    `Via: SIP/2.0/UDP 203.0.113.5;branch=z9hG4bK${++serial};rport`,
    'From: <sip:201@192.0.2.1>;tag=a',
    'To: <sip:201@192.0.2.1>',
    `Call-ID: ${serial}`,
    `CSeq: 1 ${method}`,
    'Max-Forwards: 70',
    'User-Agent: a telephone of somebody',
    ...(more ? [more] : []),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
  const read = readMessage(text, 'datagram')
  if (typeof read === 'number' || read.message?.kind !== 'request') throw new Error(text)
  return read.message
}

/** The answer to it, so many octets long. */
export function answer(status: number, method: string, octets = 300): string {
  return `SIP/2.0 ${status} Whatever\r\nCSeq: 1 ${method}\r\n`.padEnd(octets, 'x')
}

export function aDefence(options: Partial<DefenceOptions> = {}) {
  const clock = new VirtualClock()
  const bans: string[] = []
  const defence = new Defence({
    clock,
    isEmergency: (user) => user === '911',
    allowed: () => [],
    banned: (source, reason, ms) => bans.push(`${source} ${reason} ${ms / 1000} s`),
    ...options,
  })
  /** How many of so many requests are taken. */
  const taken = (count: number, method: string, flow: Flow, user?: string) => {
    let all = 0
    for (let n = 0; n < count; n++) {
      if (defence.admits(ask(method, user), flow, () => false) === 'take') all++
    }
    return all
  }
  const hears = (text: string, { remote }: Flow) =>
    defence.hears(remote.address, remote.port, Buffer.from(text))
  return { clock, defence, bans, taken, hears }
}
