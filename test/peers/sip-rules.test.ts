import t from 'tap'
import { brokenRules } from './sip-rules.ts'
import { parseSip } from './sip-text.ts'
import type { SippMessage } from './sipp.ts'

const SDP = (version: number, direction = 'sendrecv') =>
  `v=0\r\no=x 7 ${version} IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=${direction}\r\n`

function message(way: 'in' | 'out', lines: readonly string[], body = ''): SippMessage {
  const type = body ? ['Content-Type: application/sdp'] : []
  const text = [...lines, ...type, `Content-Length: ${body.length}`, '', body].join('\r\n')
  const parsed = parseSip(text)
  if (!parsed) throw new Error('not a message')
  return { way, message: parsed }
}

const COMMON = ['From: <sip:a@x>;tag=1', 'Call-ID: c']

const request = (method: string, number: number, more: readonly string[] = [], to = '') => [
  `${method} sip:peer@192.0.2.2:5062 SIP/2.0`,
  `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${method}${number}`,
  'Max-Forwards: 70',
  ...COMMON,
  `To: <sip:b@x>${to}`,
  `CSeq: ${number} ${method}`,
  ...more,
]

const response = (
  status: string,
  number: number,
  method = 'INVITE',
  more: readonly string[] = [],
) => [
  `SIP/2.0 ${status}`,
  `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${method}${number}`,
  ...COMMON,
  'To: <sip:b@x>;tag=2',
  `CSeq: ${number} ${method}`,
  ...more,
]

const CONTACT = 'Contact: <sip:us@192.0.2.1>'
const PEER = 'Contact: <sip:peer@192.0.2.2:5062>'
const TOLD = [CONTACT, 'Allow: INVITE', 'Supported: timer']
const TAG = ';tag=2'

/** The agent calls the peer and hangs up. */
const OUT = [
  message('in', request('INVITE', 1, [CONTACT]), SDP(1)),
  message('out', response('200 OK', 1, 'INVITE', [PEER]), SDP(1)),
  message('in', request('ACK', 1, [], TAG)),
  message('in', request('BYE', 2, [], TAG)),
]
/** The peer calls the agent. */
const IN = [
  message('out', request('INVITE', 1, [PEER]), SDP(1)),
  message('in', response('180 Ringing', 1, 'INVITE', [CONTACT])),
  message('in', response('200 OK', 1, 'INVITE', TOLD), SDP(1)),
]

t.test('a call that keeps to all rules breaks none', async (t) => {
  t.strictSame(brokenRules(OUT), [])
  t.strictSame(brokenRules(IN), [])
})

const hold = (version: number) =>
  message('in', request('INVITE', 2, [CONTACT], TAG), SDP(version, 'sendonly'))

const cases: readonly (readonly [string, readonly SippMessage[], RegExp])[] = [
  [
    'a number left out',
    [...OUT.slice(0, 3), message('in', request('BYE', 3, [], TAG))],
    /12.2.1.1 CSeq/,
  ],
  ['no Contact', [message('in', request('INVITE', 1), SDP(1))], /8.1.1.8 one Contact/],
  ['a version too many', [...OUT.slice(0, 3), hold(3)], /RFC 3264 §8 .* not 2/],
  ['no new version', [...OUT.slice(0, 3), hold(1)], /RFC 3264 §8 .* not 0/],
  [
    'another target',
    [
      OUT[0] as SippMessage,
      message('out', response('200 OK', 1, 'INVITE', ['Contact: <sip:peer@192.0.2.9>']), SDP(1)),
      message('in', request('BYE', 2, [], TAG)),
    ],
    /the target is sip:peer@192.0.2.9/,
  ],
  [
    'a route forgotten',
    [
      OUT[0] as SippMessage,
      message('out', response('200 OK', 1, 'INVITE', [PEER, 'Record-Route: <sip:p;lr>']), SDP(1)),
      message('in', request('BYE', 2, [], TAG)),
    ],
    /the route set is <sip:p;lr>/,
  ],
  [
    'Record-Route not copied',
    [
      message('out', request('INVITE', 1, [PEER, 'Record-Route: <sip:p;lr>']), SDP(1)),
      ...IN.slice(1, 2),
    ],
    /12.1.1 Record-Route/,
  ],
  [
    'another To tag',
    [
      ...IN,
      message(
        'in',
        response('180 Ringing', 1, 'INVITE', [CONTACT]).map((line) =>
          line.replace('tag=2', 'tag=3'),
        ),
      ),
    ],
    /one To tag/,
  ],
  [
    'CANCEL on a branch of its own',
    [...OUT.slice(0, 1), message('in', request('CANCEL', 1))],
    /9.1 the branch of the INVITE/,
  ],
  ['an answer to nothing', [message('in', response('200 OK', 9))], /8.2.6 an answer to something/],
  [
    '423 without Min-Expires',
    [
      message('out', request('REGISTER', 1)),
      message('in', response('423 Too Brief', 1, 'REGISTER')),
    ],
    /423 tells Min-Expires/,
  ],
]

for (const [what, messages, rule] of cases) {
  t.test(`${what} is found`, async (t) => {
    t.match(brokenRules(messages), [rule])
  })
}
