import t from 'tap'
import {
  readAnswer,
  readOffer,
  writeAnswer,
  writeOffer,
} from '../../firmware/calls/offer-answer.ts'

const local = { address: '127.0.0.1', port: 20000, sessionId: '77', version: 1 }

const offer = (...lines: string[]) =>
  ['v=0', 'o=- 1 1 IN IP4 10.0.0.9', 's=-', 'c=IN IP4 10.0.0.9', 't=0 0', ...lines, ''].join('\r\n')

t.test('RFC 3264 §6.1 the first codec of the offer that we have is taken', async (t) => {
  const read = readOffer(
    offer('m=audio 4000 RTP/AVP 18 8 0 101', 'a=rtpmap:101 telephone-event/8000'),
  )
  t.match(read, {
    ok: true,
    value: {
      stream: {
        codec: 'PCMA',
        payloadType: 8,
        eventPayloadType: 101,
        remote: { address: '10.0.0.9', port: 4000 },
        send: true,
        receive: true,
      },
    },
  })
})

t.test('the codec that the other leg has is preferred: nobody transcodes', async (t) => {
  t.match(readOffer(offer('m=audio 4000 RTP/AVP 0 8'), 'PCMA'), {
    value: { stream: { codec: 'PCMA' } },
  })
  t.match(readOffer(offer('m=audio 4000 RTP/AVP 0'), 'PCMA'), {
    value: { stream: { codec: 'PCMU' } },
  })
})

t.test(
  'RFC 3551 a dynamic payload type named PCMU is PCMU; a static one needs no name',
  async (t) => {
    const named = readOffer(offer('m=audio 4000 RTP/AVP 97', 'a=rtpmap:97 pcmu/8000'))
    t.match(named, { value: { stream: { codec: 'PCMU', payloadType: 97 } } })
    t.match(readOffer(offer('m=audio 4000 RTP/AVP 97', 'a=rtpmap:97 PCMU/16000')), {
      ok: false,
      error: 488,
    })
  },
)

t.test('nothing in common is 488, what is no SDP is 400', async (t) => {
  t.match(readOffer(offer('m=audio 4000 RTP/AVP 18')), { ok: false, error: 488 })
  t.match(readOffer(offer('m=video 4000 RTP/AVP 0')), { ok: false, error: 488 })
  t.match(readOffer(offer('m=audio 4000 RTP/SAVP 0')), { ok: false, error: 488 })
  t.match(readOffer('hello'), { ok: false, error: 400 })
})

t.test('a host name where an address should be is refused', async (t) => {
  t.match(readOffer(offer('m=audio 4000 RTP/AVP 0', 'c=IN IP4 phone.example.com')), { error: 488 })
})

t.test('RFC 3264 §6 each offered stream is answered in its place, video with port 0', async (t) => {
  const read = readOffer(
    offer('m=video 5000 RTP/AVP 99', 'a=rtpmap:99 H264/90000', 'm=audio 4000 RTP/AVP 0'),
  )
  t.ok(read.ok)
  if (!read.ok) return
  const lines = writeAnswer(local, read.value).split('\r\n')
  t.strictSame(
    lines.filter((line) => line.startsWith('m=')),
    ['m=video 0 RTP/AVP 99', 'm=audio 20000 RTP/AVP 0'],
  )
})

t.test(
  'RFC 3264 §8.4 hold: sendonly is answered recvonly, inactive and the zero address inactive',
  async (t) => {
    for (const [line, direction, send, receive] of [
      ['a=sendonly', 'a=recvonly', false, true],
      ['a=inactive', 'a=inactive', false, false],
      ['a=recvonly', 'a=sendonly', true, false],
      ['c=IN IP4 0.0.0.0', 'a=inactive', false, false],
    ] as const) {
      const read = readOffer(offer('m=audio 4000 RTP/AVP 0', line))
      if (!read.ok) return t.fail('the offer was refused')
      t.match(read.value.stream, { send, receive }, line)
      t.match(writeAnswer(local, read.value), direction)
    }
    return undefined
  },
)

t.test('our own offer, answered by ourselves', async (t) => {
  const text = writeOffer(local, { codecs: ['PCMU', 'PCMA'], eventPayloadType: 101 })
  const read = readOffer(text)
  t.ok(read.ok)
  if (!read.ok) return
  const answer = writeAnswer({ ...local, port: 30000 }, read.value)
  t.match(readAnswer(answer), {
    codec: 'PCMU',
    eventPayloadType: 101,
    remote: { port: 30000 },
  })
})

t.test('an answer that takes nothing is no stream', async (t) => {
  t.equal(readAnswer(offer('m=audio 0 RTP/AVP 0')), undefined)
  t.equal(readAnswer('garbage'), undefined)
})
