import t from 'tap'
import { CallMeasures } from '../../firmware/exchange/call-measures.ts'
import { SipTraffic } from '../../firmware/exchange/sip-traffic.ts'
import { openMetrics } from '../../firmware/metrics.ts'
import { METHODS } from '../../firmware/sip/capabilities.ts'
import { flow } from './trace/a-trace.ts'

t.test('messages are counted by what they are', async (t) => {
  const traffic = new SipTraffic()
  for (const method of METHODS) traffic.note('in', flow(1), `${method} sip:x SIP/2.0\r\n`)
  for (let n = 0; n < 3; n++) traffic.note('out', flow(1, 'tls'), 'SIP/2.0 401 Unauthorized\r\n')
  traffic.note('in', flow(1), 'SIP/2.0 200 OK\r\n')
  traffic.note('in', flow(1), 'DANCE sip:x SIP/2.0\r\n')
  traffic.note('in', flow(1), 'SIP/2.0 999 x\r\n')
  traffic.note('in', flow(1), '')
  const text = openMetrics(traffic.families())
  for (const method of METHODS) {
    t.match(
      text,
      `strowger_sip_requests_total{direction="in",transport="udp",method="${method}"} 1`,
    )
  }
  t.match(text, '{direction="in",transport="udp",method="other"} 2')
  t.match(text, 'strowger_sip_responses_total{direction="out",transport="tls",class="4xx"} 3')
  t.match(text, '{direction="in",transport="udp",class="2xx"} 1')
  t.notMatch(text, / 0$/m)
})

t.test('calls are counted by their end, and the wait until they ring', async (t) => {
  const measures = new CallMeasures()
  const happen = (
    call: string,
    ...kinds: readonly (readonly [number, 'began' | 'ringing' | 'answered' | 'released'])[]
  ) => measures.note(kinds.map(([at, kind]) => ({ call, at, kind })))
  happen('1', [0, 'began'], [80, 'ringing'], [5000, 'answered'], [9000, 'released'])
  happen('2', [0, 'began'], [3000, 'ringing'], [9000, 'released'])
  happen('3', [0, 'began'], [10, 'released'])
  happen('4', [0, 'began'])
  happen('gone', [5, 'released'])
  const text = openMetrics(measures.families())
  for (const line of [
    'strowger_calls_begun_total 4',
    'strowger_calls_ended_total{outcome="answered"} 1',
    'strowger_calls_ended_total{outcome="unanswered"} 2',
    'strowger_call_set_up_seconds_bucket{le="0.1"} 1',
    'strowger_call_set_up_seconds_bucket{le="4.0"} 2',
    'strowger_call_set_up_seconds_count 2',
    'strowger_call_set_up_seconds_sum 3.08',
  ]) {
    t.match(text, `${line}\n`)
  }
  t.match(text, /strowger_call_answer_ratio 0\.333/)
})
