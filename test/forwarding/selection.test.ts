import t from 'tap'
import { isWantedByMail, isWantedBySyslog, mailOf } from '../../firmware/forwarding/selection.ts'
import { classOfCondition, kindOf } from '../../firmware/records/event-kinds.ts'
import type { AdminEvent } from '../../firmware/store/admin-events.ts'

const EVENT: AdminEvent = {
  at: Date.UTC(2026, 10, 23, 14, 5, 6),
  by: 'ada',
  from: 'console',
  text: 'Process media was restarted.',
  severity: 'warning',
  class: 'operation',
}
const ALL = {
  severityFilter: false,
  severities: [],
  classes: [],
  textFilter: false,
  texts: [],
} as const

t.test('NOTIF-3 NOTIF-4 NOTIF-5: an event passes every filter that is on', async (t) => {
  const wanted = (more: object) => isWantedByMail(EVENT, { ...ALL, ...more })
  t.ok(wanted({}), 'no filter: every event')
  t.notOk(wanted({ severityFilter: true }))
  const severities = ['warning']
  t.ok(wanted({ severityFilter: true, severities }))
  t.notOk(wanted({ textFilter: true, texts: ['exchange'] }))
  t.ok(wanted({ textFilter: true, texts: ['exchange', 'MEDIA'] }), 'whatever case')
  t.notOk(wanted({ severityFilter: true, severities, textFilter: true, texts: ['exchange'] }))
  t.notOk(wanted({ classes: ['access'] }))
  t.ok(isWantedBySyslog(EVENT, { severities: [], classes: ['operation'] }))
  t.notOk(isWantedBySyslog(EVENT, { severities: ['error'], classes: [] }))
})

t.test('NOTIF-13: what is about feature keys passes every filter', async (t) => {
  const event = { ...EVENT, ...kindOf('event.key-ended') }
  t.ok(isWantedByMail(event, { ...ALL, severityFilter: true, textFilter: true }))
  t.equal(classOfCondition('key-ends'), 'entitlement')
  t.equal(classOfCondition('disk-full'), 'condition')
  t.match(kindOf('event.nobody-sorted'), { severity: 'notice', class: 'operation' })
})

t.test(
  'NOTIF-9: subject and header are free; a line an event, at the time of the site',
  async (t) => {
    const words = { subject: 'Box', header: 'From the closet:' }
    const worse = { ...EVENT, severity: 'critical', text: 'evil\r\nBcc: x@y' } as const
    const mail = mailOf([EVENT, worse], 4, words, 'America/Toronto')
    t.equal(mail.subject, 'Box (critical, 2)')
    const lines = mail.text.split('\n')
    t.strictSame(lines.slice(0, 4), [
      'From the closet:',
      '',
      '4 events were left out: there were too many.',
      '',
    ])
    t.match(
      lines[4],
      /^2026-11-23,? 09:05:06 \S+ {2}warning {2}Process media was restarted\. \(ada, console\)$/,
    )
    t.match(lines[5], /critical {2}evil Bcc: x@y \(ada, console\)$/, 'no line of its own')
  },
)
