import type { Flow } from '../../../firmware/sip/contract.ts'

export function flow(port: number, transport: Flow['transport'] = 'udp'): Flow {
  return {
    transport,
    local: { address: '192.0.2.1', port: 5060 },
    remote: { address: '192.0.2.10', port },
  }
}

/** A message of a few lines with some credentials and a body. */
export function message(start: string, callId: string, body = ''): string {
  const lines = [
    start,
    'Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1',
    'From: <sip:201@192.0.2.1>;tag=a',
    'To: <sip:202@192.0.2.1>',
    `Call-ID: ${callId}`,
    `CSeq: 1 ${start.split(' ')[0] === 'SIP/2.0' ? 'INVITE' : start.split(' ')[0]}`,
    'Max-Forwards: 70',
    'Authorization: Digest username="201", realm="x", nonce="n", uri="sip:x", response="0123456789abcdef0123456789abcdef"',
    `Content-Type: application/sdp`,
    `Content-Length: ${body.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
