import t from 'tap'
import { Framer } from '../../../firmware/sip/transport/framer.ts'

function message(callId: string, body = '') {
  return [
    'OPTIONS sip:b@x SIP/2.0',
    'Via: SIP/2.0/TCP h;branch=z9hG4bK1',
    'From: <sip:a@x>;tag=1',
    'To: <sip:b@x>',
    `Call-ID: ${callId}`,
    'CSeq: 1 OPTIONS',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

function names(frames: ReturnType<Framer['push']>): string[] {
  return frames.map((frame) => {
    if (frame === 'pong') return 'pong'
    return frame.problem ? `bad ${frame.problem.status}` : frame.message.callId
  })
}

t.test('RFC 3261 §18.3 several messages in one read, keep-alives between them', async (t) => {
  const framer = new Framer()
  const stream = `\r\n${message('a', 'hi')}\r\n\r\n${message('b')}${message('c', 'x'.repeat(3000))}\r\n\r\n`
  t.strictSame(names(framer.push(stream)), ['a', 'pong', 'b', 'c', 'pong'])
  t.equal(framer.pending, 0)
})

t.test('RFC 3261 §18.3 a message octet by octet', async (t) => {
  const framer = new Framer()
  const stream = `\r\n\r\n${message('a', 'hi there')}${message('b')}`
  const seen = [...stream].flatMap((octet) => names(framer.push(octet)))
  t.strictSame(seen, ['pong', 'a', 'b'])
})

t.test('RFC 3261 §18.3 a stream cut anywhere is read the same', async (t) => {
  const stream = `${message('a', 'hi')}\r\n\r\n${message('b', 'there')}`
  for (let cut = 0; cut <= stream.length; cut++) {
    const framer = new Framer()
    const seen = [
      ...names(framer.push(stream.slice(0, cut))),
      ...names(framer.push(stream.slice(cut))),
    ]
    t.strictSame(seen, ['a', 'pong', 'b'], `cut at ${cut}`)
  }
})

t.test(
  'SECURITY row 8 a message that does not end, or says that it is too long, ends the stream',
  async (t) => {
    const framer = new Framer()
    let seen: string[] = []
    for (let n = 0; n < 70 && !seen.length; n++) seen = names(framer.push('x'.repeat(1000)))
    t.strictSame(seen, ['bad 513'])
    t.strictSame(names(new Framer().push(message('a').replace('Length: 0', 'Length: 65535'))), [
      'bad 513',
    ])
    t.strictSame(names(new Framer().push(message('a').replace('Content-Length: 0\r\n', ''))), [
      'bad 400',
    ])
    const broken = new Framer().push(`${message('a').replace('From:', 'F\r:')}${message('b')}`)
    t.strictSame(names(broken), ['bad 400'], 'nothing behind it is believed')
  },
)

t.test(
  'a malformed message whose length is sound does not take the next one with it',
  async (t) => {
    const stream = `${message('a').replace('CSeq: 1', 'CSeq: x')}${message('b')}`
    t.strictSame(names(new Framer().push(stream)), ['bad 400', 'b'])
  },
)
