import t from 'tap'
import { ALL, KNOWN } from '../../firmware/calls/codec-formats.ts'
import {
  readAnswer,
  readOffer,
  writeAnswer,
  writeNextOffer,
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

t.test('our offer names codecs in our order, and events by both clocks with Opus', async (t) => {
  const lines = writeOffer(local, { codecs: ALL, eventPayloadType: 101 }).split('\r\n')
  t.ok(lines.includes('m=audio 20000 RTP/AVP 0 8 9 107 101 110'))
  t.ok(lines.includes('a=rtpmap:9 G722/8000'), 'RFC 3551 §4.5.2')
  t.ok(lines.includes('a=rtpmap:107 opus/48000/2'), 'RFC 7587 §7')
  t.ok(lines.includes('a=fmtp:107 maxplaybackrate=48000;stereo=0;useinbandfec=1'))
  t.ok(lines.includes('a=rtpmap:110 telephone-event/48000'))
})

t.test('no two formats of an offer have one number', async (t) => {
  for (const eventPayloadType of [96, 107, 110, 114, 127]) {
    const text = writeOffer(local, { codecs: KNOWN, eventPayloadType })
    const formats = /^m=audio \d+ RTP\/AVP (.*)$/m.exec(text)?.[1]?.trim().split(' ') ?? []
    t.equal(new Set(formats).size, KNOWN.length + 2)
    t.ok(formats.includes(String(eventPayloadType)))
  }
})

t.test('every codec is understood by itself and answered by its own number', async (t) => {
  for (const codec of KNOWN) {
    const read = readOffer(
      writeOffer(local, { codecs: [codec], eventPayloadType: 101 }),
      undefined,
      [codec],
    )
    if (!read.ok) return t.fail(`${codec} was refused`)
    t.match(read.value.stream, { codec })
    t.match(readAnswer(writeAnswer(local, read.value)), {
      codec,
      payloadType: read.value.stream.payloadType,
    })
  }
  return undefined
})

t.test('RFC 7587 §6.1 what the peer says of Opus is what we send', async (t) => {
  const read = readOffer(
    offer(
      'm=audio 4000 RTP/AVP 96 97 98',
      'a=rtpmap:96 opus/48000/2',
      'a=fmtp:96 useinbandfec=1; usedtx=1;maxplaybackrate=16000;maxaveragebitrate=20000',
      'a=rtpmap:97 telephone-event/8000',
      'a=rtpmap:98 telephone-event/48000',
      'a=ptime:60',
    ),
  )
  t.match(read, {
    value: {
      stream: {
        codec: 'opus',
        payloadType: 96,
        eventPayloadType: 98,
        eventClockKhz: undefined,
        opus: { fec: true, dtx: true, bandKhz: 16, bitrate: 20_000 },
        ptimeMs: 60,
      },
    },
  })
  if (!read.ok) return
  const answer = writeAnswer(local, read.value)
  t.match(answer, 'a=rtpmap:98 telephone-event/48000')
  t.match(answer, 'a=ptime:60')
})

t.test('SADV-1 G.729 is answered and understood only where it was built', async (t) => {
  const described = offer('m=audio 4000 RTP/AVP 18 0', 'a=fmtp:18 annexb=no')
  t.match(readOffer(described, undefined, KNOWN), { value: { stream: { codec: 'PCMU' } } })
  const read = readOffer(described, undefined, ['G729', ...KNOWN])
  t.match(read, { value: { stream: { codec: 'G729', payloadType: 18, opus: undefined } } })
  t.match(readAnswer(described), { codec: 'PCMU' })
  t.match(readAnswer(described, undefined, ['G729']), { codec: 'G729' })
})

t.test('RFC 4856 §2.1.9 annex B of G.729 is sent to who asks for it', async (t) => {
  const coding = (...lines: string[]) => {
    const read = readOffer(offer('m=audio 4000 RTP/AVP 18', ...lines), undefined, ['G729'])
    return read.ok ? read.value.stream.opus : read.error
  }
  t.strictSame(coding('a=fmtp:18 annexb=yes'), { dtx: true })
  t.equal(coding('a=fmtp:18 annexb=no'), undefined)
  t.equal(coding(), undefined)
})

t.test('telephone-event/8000 beside Opus counts by 8 kHz', async (t) => {
  const read = readOffer(
    offer(
      'm=audio 4000 RTP/AVP 96 101',
      'a=rtpmap:96 opus/48000/2',
      'a=rtpmap:101 telephone-event/8000',
    ),
  )
  t.match(read, { value: { stream: { eventPayloadType: 101, eventClockKhz: 8 } } })
  if (read.ok) t.match(writeAnswer(local, read.value), 'a=rtpmap:101 telephone-event/8000')
})

t.test('packets are as long as the peer wants and can take', async (t) => {
  for (const [lines, ptimeMs] of [
    [['a=ptime:10'], 10],
    [['a=ptime:50'], 40],
    [['a=maxptime:10'], 10],
    [['a=ptime:60', 'a=maxptime:40'], 40],
    [[], 20],
  ] as const) {
    const read = readOffer(offer('m=audio 4000 RTP/AVP 0', ...lines))
    t.match(read, { value: { stream: { ptimeMs } } })
  }
})

t.test('RFC 3264 §8.3.2 what is in use keeps its number in our next offer', async (t) => {
  const read = readOffer(
    offer(
      'm=audio 4000 RTP/AVP 110 107',
      'a=rtpmap:110 opus/48000/2',
      'a=rtpmap:107 telephone-event/48000',
    ),
  )
  if (!read.ok) return t.fail('the offer was refused')
  const answer = writeAnswer(local, read.value)
  const next = writeNextOffer(
    local,
    { codecs: ALL, eventPayloadType: 101 },
    answer,
    read.value.stream,
  )
  t.match(next, /^m=audio 20000 RTP\/AVP 110 0 8 9 101 107\r$/m)
  return t.match(next, 'a=rtpmap:107 telephone-event/48000')
})

t.test('a codec that is not allowed there is not taken', async (t) => {
  t.match(readOffer(offer('m=audio 4000 RTP/AVP 9 0'), undefined, ['PCMU']), {
    value: { stream: { codec: 'PCMU' } },
  })
})

t.test(
  'RFC 3389 §4 comfort noise is taken where it is offered beside a codec of 8 kHz',
  async (t) => {
    const offer = (formats: string) =>
      [
        'v=0',
        'o=- 1 1 IN IP4 192.0.2.9',
        's=-',
        'c=IN IP4 192.0.2.9',
        't=0 0',
        `m=audio 4000 RTP/AVP ${formats}`,
        'a=rtpmap:107 opus/48000/2',
        'a=rtpmap:101 telephone-event/8000',
        '',
      ].join('\r\n')
    const local = { address: '192.0.2.1', port: 5000, sessionId: '1', version: 1 }
    const understood = readOffer(offer('0 13 101'))
    const answer = understood.ok ? writeAnswer(local, understood.value) : ''
    t.ok(understood.ok && understood.value.stream.comfortNoise)
    t.match(answer, /m=audio 5000 RTP\/AVP 0 13 101\r\n/)
    t.match(answer, /a=rtpmap:13 CN\/8000\r\n/)
    for (const without of ['0 101', '107 13 101']) {
      const read = readOffer(offer(without))
      t.ok(read.ok && read.value.stream.comfortNoise === undefined, without)
    }
  },
)
