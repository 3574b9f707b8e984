import { EVENT_CLASSES, SEVERITIES } from '../records/event-kinds.ts'
import { entity, type Of } from './entity.ts'
import { choice, flag, list, text, whole } from './fields.ts'
import { rolesOf } from './permissions.ts'

const rules = {
  label: 'event notification',
  section: 'notification',
  singleton: true,
  change: rolesOf('PERM-182'),
  restart: 'none',
} as const

/** An address as mail servers take it: no quotes, no blanks, nothing that could end a line. */
export const MAIL_ADDRESS = {
  max: 254,
  pattern: /^[^\s@\p{Cc}"<>,;()]+@[^\s@\p{Cc}"<>,;()]+$/u,
  says: 'an e-mail address',
  remedy: 'Write it as name@example.com, or nothing.',
} as const

/** Which system events are sent by e-mail, to whom and how many, NOTIF rows. The mail server is `mail`. */
export const EventNotification = entity('event-notification', rules, {
  enabled: flag('Send events by e-mail', {
    spec: 'NOTIF-1',
    help: 'Needs a mail server and at least one recipient.',
  }),
  recipients: list('Recipients', text('Recipient', { ...MAIL_ADDRESS, required: true }), {
    max: 20,
    spec: 'NOTIF-12',
  }),
  severityFilter: flag('Only events of these severities', { default: true, spec: 'NOTIF-3' }),
  severities: list('Severities by e-mail', choice('Severity', SEVERITIES, {}), {
    max: SEVERITIES.length,
    default: ['emergency', 'alert', 'critical', 'error', 'warning'],
    spec: 'NOTIF-3',
  }),
  classes: list('Kinds of event by e-mail', choice('Kind of event', EVENT_CLASSES, {}), {
    max: EVENT_CLASSES.length,
    help: 'All where none is chosen.',
  }),
  textFilter: flag('Only events with one of these texts', { spec: 'NOTIF-4' }),
  texts: list('Texts', text('Text', { max: 128, required: true }), {
    max: 50,
    spec: 'NOTIF-11',
    help: 'Found anywhere in an event, whatever case.',
  }),
  mailsPerDay: whole('Most e-mails a day', {
    min: 1,
    max: 1000,
    default: 10,
    spec: 'NOTIF-6',
    help: 'Counted from the start of the server. What comes beyond is counted, and told in the next e-mail that may be sent.',
  }),
  gatherMinutes: whole('Gather events for', {
    min: 0,
    max: 1440,
    default: 5,
    unit: 'minutes',
    spec: 'NOTIF-7',
    help: 'An e-mail is sent so long after the first event in it, or when it is full.',
  }),
  eventsPerMail: whole('Most events in an e-mail', {
    min: 1,
    max: 1000,
    default: 100,
    spec: 'NOTIF-8',
  }),
  subject: text('E-mail subject', { max: 128, default: 'System events', spec: 'NOTIF-9' }),
  header: text('E-mail header', {
    max: 512,
    spec: 'NOTIF-9',
    help: 'Stands above the events.',
  }),
})
export type EventNotification = Of<typeof EventNotification>
