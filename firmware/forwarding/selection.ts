import type { EventNotification } from '../model/event-notification.ts'
import type { SyslogServer } from '../model/syslog-server.ts'
import { SEVERITIES } from '../records/event-kinds.ts'
import type { AdminEvent } from '../store/admin-events.ts'
import { message, say } from '../words/say.ts'

type MailChoice = Pick<
  EventNotification,
  'severityFilter' | 'severities' | 'classes' | 'textFilter' | 'texts'
>

/** An event passes every filter that is on (NOTIF-5); what is about entitlements passes them all (NOTIF-13). */
export function isWantedByMail(event: AdminEvent, choice: MailChoice): boolean {
  if (event.class === 'entitlement') return true
  if (choice.severityFilter && !choice.severities.includes(event.severity)) return false
  if (choice.classes.length > 0 && !choice.classes.includes(event.class)) return false
  return !choice.textFilter || choice.texts.some((text) => has(event, text))
}

/** Of the chosen severities and kinds; all where none is chosen. */
export function isWantedBySyslog(
  event: AdminEvent,
  { severities, classes }: Pick<SyslogServer, 'severities' | 'classes'>,
): boolean {
  if (severities.length > 0 && !severities.includes(event.severity)) return false
  return classes.length === 0 || classes.includes(event.class)
}

function has({ text, by, from }: AdminEvent, wanted: string): boolean {
  return `${text}\n${by}\n${from}`.toLowerCase().includes(wanted.toLowerCase())
}

/** What an e-mail says: the header, what was left out, then a line an event with the time at the site. Plain text: strangers choose names. */
export function mailOf(
  events: readonly AdminEvent[],
  leftOut: number,
  { subject, header }: Pick<EventNotification, 'subject' | 'header'>,
  timeZone: string,
): { readonly subject: string; readonly text: string } {
  const worst = Math.min(...events.map(({ severity }) => SEVERITIES.indexOf(severity)))
  const lines = [
    ...(header === '' ? [] : [header, '']),
    ...(leftOut > 0 ? [say('en', message('forwarding.left-out', { count: leftOut })), ''] : []),
    ...events.map((event) => lineOf(event, timeZone)),
  ]
  const count = events.length > 1 ? `, ${events.length}` : ''
  return { subject: `${subject} (${SEVERITIES[worst]}${count})`, text: `${lines.join('\n')}\n` }
}

function lineOf({ at, severity, text, by, from }: AdminEvent, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-CA', {
    dateStyle: 'short',
    timeStyle: 'long',
    hourCycle: 'h23',
    timeZone,
  }).format(at)
  return `${time}  ${severity}  ${text} (${by}, ${from})`.replace(/\p{Cc}+/gu, ' ')
}
