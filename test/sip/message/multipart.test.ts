import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { SipMessage } from '../../../firmware/sip/message/message.ts'
import { parseMessage } from '../../../firmware/sip/message/message.ts'
import {
  bodyPart,
  find,
  insists,
  MULTIPART_LIMITS,
  sessionDescription,
} from '../../../firmware/sip/message/multipart.ts'

function withBody(type: string, body: string): SipMessage {
  const text = [
    'INVITE sip:b@x SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa',
    'From: <sip:a@x>;tag=1',
    'To: <sip:b@x>',
    'Call-ID: c',
    'CSeq: 1 INVITE',
    `Content-Type: ${type}`,
    '',
    body,
  ].join('\r\n')
  const result = parseMessage(Buffer.from(text))
  if (!result.ok) throw new Error(result.error)
  return result.value
}

/** A body of parts, each with its header lines. */
function multipart(boundary: string, ...parts: readonly (readonly [string, string])[]): string {
  const lines = parts.map(([headers, body]) => `--${boundary}\r\n${headers}\r\n${body}\r\n`)
  return `${lines.join('')}--${boundary}--\r\n`
}

const SDP = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n'
const sdp = (text = SDP, more = '') => [`Content-Type: application/sdp\r\n${more}`, text] as const
const picture = ['Content-Type: image/png\r\n', '\u0000\u0001'] as const

function partsOf(message: SipMessage) {
  const body = bodyPart(message)
  if (!body?.ok) throw new Error(body?.error)
  return body.value
}

t.test('RFC 5621 §3 a description is found among other parts', async (t) => {
  const mixed = withBody('multipart/mixed;boundary=b', multipart('b', picture, sdp()))
  t.equal(sessionDescription(mixed), SDP)
  const nested = multipart('in', picture, sdp())
  t.equal(
    sessionDescription(
      withBody(
        'Multipart/Mixed; boundary="out er"',
        `nobody reads this\r\n${multipart('out er', picture, [
          'Content-Type: multipart/related;boundary=in\r\n',
          nested,
        ])}nor this`,
      ),
    ),
    SDP,
  )
  t.equal(sessionDescription(withBody('application/sdp', SDP)), SDP)
  t.equal(sessionDescription(withBody('text/plain', SDP)), undefined)
})

t.test('RFC 2046 §5.1.4 of alternatives the last that can be read counts', async (t) => {
  const other = SDP.replace('s=-', 's=other')
  const body = multipart('b', sdp(), sdp(other), ['Content-Type: application/new\r\n', 'x'])
  t.equal(sessionDescription(withBody('multipart/alternative;boundary=b', body)), other)
})

t.test(
  'RFC 5621 §7 a description for another purpose, or one that is wrapped, is none',
  async (t) => {
    for (const more of [
      'Content-Disposition: early-session\r\n',
      'Content-Encoding: gzip\r\n',
      'Content-Transfer-Encoding: base64\r\n',
    ]) {
      const body = multipart('b', sdp('x', more), sdp())
      t.equal(sessionDescription(withBody('multipart/mixed;boundary=b', body)), SDP, more)
    }
  },
)

t.test(
  'RFC 2046 §5.1.1 parts as they stand: UTF-8, no headers, lines that look alike',
  async (t) => {
    const body = multipart(
      'b',
      ['Content-Type: text/plain\r\nContent-ID: <1@x>\r\n', 'né\r\n--bc\r\n--b x'],
      ['', 'plain'],
    )
    const whole = partsOf(withBody('multipart/mixed;boundary=b', body))
    t.match(whole.parts, [
      { text: 'né\r\n--bc\r\n--b x', contentId: '1@x', type: { type: 'text/plain' } },
      { text: 'plain', type: { type: 'text/plain' } },
    ])
    t.equal(find(whole, 'text/plain')?.contentId, '1@x')
  },
)

t.test('RFC 4475 §3.1.1.11 binary parts come as their octets', async (t) => {
  const octets = readFileSync(join(import.meta.dirname, 'torture', 'mpart01.dat'))
  const message = parseMessage(octets)
  if (!message.ok) throw new Error(message.error)
  const { parts } = partsOf(message.value)
  t.ok(parts.length >= 2)
  t.ok(octets.toString('latin1').includes(parts.at(-1)?.octets ?? '?'))
})

t.test('SECURITY row 15 parts and depth are bounded; what does not end is refused', async (t) => {
  const type = 'multipart/mixed;boundary=b'
  const many = (count: number) => multipart('b', ...Array.from({ length: count }, () => picture))
  t.ok(bodyPart(withBody(type, many(MULTIPART_LIMITS.parts)))?.ok)
  t.notOk(bodyPart(withBody(type, many(MULTIPART_LIMITS.parts + 1)))?.ok)
  let deep = SDP
  let of = 'application/sdp'
  for (let depth = 0; depth <= MULTIPART_LIMITS.depth; depth++) {
    deep = multipart(`b${depth}`, [`Content-Type: ${of}\r\n`, deep])
    of = `multipart/mixed;boundary=b${depth}`
  }
  t.match(bodyPart(withBody(of, deep)), { ok: false, error: /deeper/ })
  for (const [wrong, body] of [
    ['multipart/mixed', many(1)],
    ['multipart/mixed;boundary=""', many(1)],
    [`multipart/mixed;boundary=${'b'.repeat(71)}`, many(1)],
    [type, '--b\r\nX: y\r\n\r\nnever ends'],
    [type, ''.padEnd(10)],
    [type, '--b\r\nno header\r\n\r\n--b--'],
    ['nonsense', 'x'],
  ] as const) {
    t.notOk(bodyPart(withBody(wrong, body))?.ok, `${wrong} ${body.slice(0, 20)}`)
  }
})

t.test('RFC 5621 §8.1 a part that must be understood is not overlooked', async (t) => {
  const isup = (handling: string) =>
    [`Content-Type: application/isup\r\nContent-Disposition: signal${handling}\r\n`, 'x'] as const
  const isSdp = (type: string) => type === 'application/sdp'
  const of = (kind: string, ...parts: readonly (readonly [string, string])[]) =>
    insists(partsOf(withBody(`multipart/${kind};boundary=b`, multipart('b', ...parts))), isSdp)
  t.equal(of('mixed', sdp(), isup(';handling=required')), true)
  t.equal(of('mixed', sdp(), isup(';handling=optional')), false)
  t.equal(of('mixed', sdp(), picture), false)
  t.equal(of('alternative', sdp(), isup(';handling=required')), false)
})
