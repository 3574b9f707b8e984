import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { TraceRecorder } from '../../../firmware/exchange/trace/trace-recorder.ts'
import { flow, message } from './a-trace.ts'

const KB = 1024
const small = { calls: 64 * KB, phones: 16 * KB, strangers: 16 * KB }

t.test('a call has the messages of its dialogs in the order of their coming', async (t) => {
  const clock = new VirtualClock()
  const trace = new TraceRecorder(clock)
  const invite = message('INVITE sip:202@192.0.2.1 SIP/2.0', 'one', 'v=0\r\n')
  trace.note('in', flow(1), 'one', invite)
  trace.note('out', flow(1), 'one', message('SIP/2.0 100 Trying', 'one'))
  trace.tie('one', '1-1-1')
  trace.tie('two', '1-1-1')
  trace.note('out', flow(2), 'two', message('INVITE sip:202@192.0.2.10:2 SIP/2.0', 'two'))
  trace.note('in', flow(2), 'two', message('SIP/2.0 180 Ringing', 'two'))
  trace.noteLine('1-1-1', 'in', 'fxs-1', 'off hook')
  await clock.advance(5)
  trace.note('out', flow(1), 'one', message('SIP/2.0 180 Ringing', 'one'))
  t.strictSame(
    trace.of('1-1-1')?.map(({ from, to, text }) => `${from} ${to} ${text}`),
    [
      '192.0.2.10:1 exchange INVITE (SDP)',
      'exchange 192.0.2.10:1 100 Trying',
      'exchange 192.0.2.10:2 INVITE',
      '192.0.2.10:2 exchange 180 Ringing',
      'fxs-1 exchange off hook',
      'exchange 192.0.2.10:1 180 Ringing',
    ],
  )
  t.equal(trace.messagesOf('1-1-1')?.[0]?.text, invite, 'the octets themselves')
  t.equal(trace.of('1-1-2'), undefined)
})

t.test('registrations are found by handset, those of strangers by nobody', async (t) => {
  const trace = new TraceRecorder(new VirtualClock(), small)
  for (const callId of ['phone', 'scanner']) {
    trace.note('in', flow(1), callId, message('REGISTER sip:x SIP/2.0', callId))
    trace.note('out', flow(1), callId, message('SIP/2.0 401 Unauthorized', callId))
  }
  for (let n = 0; n < 3; n++) trace.tiePhone('phone', 'handset-1') // at every refresh
  trace.note('in', flow(1), 'phone', message('REGISTER sip:x SIP/2.0', 'phone'))
  t.equal(trace.messagesOfPhone('handset-1').length, 3)
  t.equal(trace.messagesOfStrangers().length, 2)
  t.strictSame(trace.messagesOfPhone('handset-2'), [])
})

t.test('SECURITY row 7 a scanner pushes out no call and no telephone', async (t) => {
  const trace = new TraceRecorder(new VirtualClock(), small)
  trace.note('in', flow(1), 'call', message('INVITE sip:202@x SIP/2.0', 'call'))
  trace.tie('call', '1-1-1')
  trace.tiePhone('phone', 'handset-1')
  trace.note('in', flow(1), 'phone', message('REGISTER sip:x SIP/2.0', 'phone'))
  for (let n = 0; n < 2000; n++) {
    trace.note('in', flow(2), `scan-${n}`, message('INVITE sip:9011@x SIP/2.0', `scan-${n}`))
    trace.note('in', flow(2), '', 'INVITE \u0000 SIP/2.0\r\n\r\n')
  }
  t.equal(trace.of('1-1-1')?.length, 1)
  t.equal(trace.messagesOfPhone('handset-1').length, 1)
  const strangers = trace.messagesOfStrangers()
  t.ok(strangers.length > 10, 'some of the last are there')
  t.ok(trace.octets < 96 * KB)
})

t.test('the oldest calls go when there is no room, whole and without a trace', async (t) => {
  const trace = new TraceRecorder(new VirtualClock(), small)
  for (let n = 0; n < 500; n++) {
    trace.tie(`call-${n}`, `1-1-${n}`)
    trace.note('in', flow(1), `call-${n}`, message('INVITE sip:1@x SIP/2.0', `call-${n}`, 'v=0'))
  }
  t.equal(trace.of('1-1-0'), undefined)
  t.equal(trace.of('1-1-499')?.length, 1)
  t.ok(trace.octets <= 64 * KB)
})

t.test('of a dialog that never ends the first messages and the last are kept', async (t) => {
  const trace = new TraceRecorder(new VirtualClock())
  trace.tie('long', '1-1-1')
  for (let n = 0; n < 1000; n++) trace.note('in', flow(1), 'long', `INFO ${n}\r\n\r\n`)
  const texts = trace.messagesOf('1-1-1')?.map(({ text }) => text) ?? []
  t.equal(texts.length, 120)
  t.equal(texts[0], 'INFO 0\r\n\r\n')
  t.equal(texts.at(-1), 'INFO 999\r\n\r\n')
  trace.tiePhone('phone', 'handset')
  for (let n = 0; n < 1000; n++) trace.note('in', flow(1), 'phone', `REGISTER ${n}\r\n\r\n`)
  const registrations = trace.messagesOfPhone('handset')
  t.equal(registrations.length, 24)
  t.equal(registrations.at(-1)?.text, 'REGISTER 999\r\n\r\n')
})

t.test(
  'a message larger than all room is not kept, and nothing else suffers for ever',
  async (t) => {
    const trace = new TraceRecorder(new VirtualClock(), small)
    trace.note('in', flow(1), 'huge', `MESSAGE x${'x'.repeat(60_000)}\r\n\r\n`)
    t.strictSame(trace.messagesOfStrangers(), [])
    trace.note('in', flow(1), 'next', 'MESSAGE x\r\n\r\n')
    t.equal(trace.messagesOfStrangers().length, 1)
  },
)
