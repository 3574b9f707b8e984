import t from 'tap'
import {
  causeOfReason,
  causeOfStatus,
  reasonHeader,
  statusOfCause,
} from '../../firmware/calls/cause.ts'
import { keyOfInfo } from '../../firmware/calls/info-digit.ts'

t.test(
  'RFC 3398 §7.2.4.1 and §8.2.6.1 busy, no such number and no answer keep their meaning through both tables',
  async (t) => {
    for (const cause of [1, 17, 22, 28]) t.equal(causeOfStatus(statusOfCause(cause)), cause)
    t.equal(statusOfCause(17), 486)
    t.equal(statusOfCause(1), 404)
    t.equal(statusOfCause(19), 480)
    t.equal(statusOfCause(causeOfStatus(480)), 480, 'RFC 3665 §3.11')
  },
)

t.test('RFC 3326 a Q.850 cause in a Reason header is truer than the status', async (t) => {
  t.equal(causeOfStatus(480, 'Q.850;cause=19;text="no answer"'), 19)
  t.equal(causeOfStatus(480, 'SIP;cause=600, Q.850 ; text="x" ; cause = 21'), 21)
  t.equal(causeOfReason('Q.850;cause=0'), undefined)
  t.equal(causeOfReason('Q.850;cause=999'), undefined)
  t.equal(causeOfReason('XQ.850;cause=17'), undefined)
  t.equal(causeOfReason(reasonHeader(34)[1]), 34)
})

t.test('keys in INFO: both old types, and nothing else', async (t) => {
  t.equal(keyOfInfo('application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n'), '5')
  t.equal(keyOfInfo('application/dtmf-relay; charset=x', 'Signal= *\r\n'), '*')
  t.equal(keyOfInfo('application/dtmf-relay', 'Signal=11\r\n'), '#')
  t.equal(keyOfInfo('application/dtmf', '#'), '#')
  t.equal(keyOfInfo('text/plain', '5'), undefined)
  t.equal(keyOfInfo('application/dtmf-relay', 'Signal=55\r\n'), undefined)
})
