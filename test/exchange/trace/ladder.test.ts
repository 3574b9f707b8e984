import t from 'tap'
import { rungOf } from '../../../firmware/exchange/trace/ladder.ts'
import { flow } from './a-trace.ts'

/** The arrow's text of a message with these lines. */
function shown(first: string, headers: readonly string[] = [], body = ''): string {
  const text = [first, 'Call-ID: one', ...headers, '', body].join('\r\n')
  return rungOf({ order: 1, at: 0, direction: 'in', way: flow(1), text }).text
}

t.test('UX the ladder shows where a call is transferred, and how that goes', async (t) => {
  const refer = (to: string) => shown('REFER sip:a@x SIP/2.0', [to])
  t.equal(refer('Refer-To: <sip:203@192.0.2.1>'), 'REFER → 203')
  t.equal(refer('r: "Cal" <sip:203@192.0.2.1;user=phone>'), 'REFER → 203')
  t.equal(
    refer('Refer-To: <sip:203@192.0.2.1?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>'),
    'REFER → 203 (Replaces)',
  )
  t.equal(refer('Subject: x'), 'REFER')
  const frag = 'SIP/2.0 486 Busy Here\r\n'
  t.equal(shown('NOTIFY sip:a@x SIP/2.0', ['Event: refer'], frag), 'NOTIFY (486)')
})

t.test('UX the ladder shows whom a call is sent on to, and that one is taken over', async (t) => {
  const moved = ['Contact: <sip:203@192.0.2.1>']
  t.equal(shown('SIP/2.0 302 Moved Temporarily', moved), '302 Moved Temporarily → 203')
  t.equal(shown('SIP/2.0 200 OK', moved), '200 OK')
  const replaces = ['Replaces: a;to-tag=b;from-tag=c']
  t.equal(shown('INVITE sip:203@x SIP/2.0', replaces, 'v=0\r\n'), 'INVITE Replaces (SDP)')
  t.equal(shown('INVITE sip:203@x SIP/2.0', [], 'v=0\r\n'), 'INVITE (SDP)')
})

t.test('SECURITY row 16 nothing odd of a stranger comes into a ladder', async (t) => {
  const odd = 'Refer-To: <sip:<b>\u001b[31m@x>'
  t.equal(shown('REFER sip:a@x SIP/2.0', [odd]), 'REFER')
  const long = shown('REFER sip:a@x SIP/2.0', [`Refer-To: <sip:${'9'.repeat(5000)}@x>`])
  t.ok(long.length < 64, long)
})
