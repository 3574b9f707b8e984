import { EVENT_CLASSES, SEVERITIES } from '../records/event-kinds.ts'
import { entity, type Of } from './entity.ts'
import { choice, flag, list, port, text, whole } from './fields.ts'
import { AUTHORITIES, soundAuthorities } from './mail-server.ts'
import { rolesOf } from './permissions.ts'

const rules = {
  label: 'syslog server',
  section: 'syslog',
  singleton: true,
  change: rolesOf('PERM-219'),
  restart: 'none',
  check: soundAuthorities,
} as const

const FACILITIES = [
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const

/** Where system events are sent as they happen, in RFC 5424's form: TOOL-10, EVT-8. */
export const SyslogServer = entity('syslog-server', rules, {
  enabled: flag('Send events to a syslog server', { spec: 'TOOL-10' }),
  server: text('Syslog server', {
    max: 253,
    pattern: /^[A-Za-z0-9.:_-]{1,253}$/,
    says: 'a host name or an IP address',
    remedy: 'Write it as logs.example.com or 192.0.2.10.',
    spec: 'TOOL-10',
  }),
  port: port('Syslog server port', {
    default: 514,
    spec: 'TOOL-10',
    help: 'Usually 514 for UDP and TCP, 6514 for TLS.',
  }),
  transport: choice('Syslog transport', ['udp', 'tcp', 'tls'], {
    default: 'udp',
    help: 'UDP tells nobody when something is lost. With TLS the certificate of the server is checked.',
  }),
  facility: choice('Facility', FACILITIES, { default: 'local0' }),
  severities: list('Severities to syslog', choice('Severity', SEVERITIES, {}), {
    max: SEVERITIES.length,
    help: 'All where none is chosen.',
  }),
  classes: list('Kinds of event to syslog', choice('Kind of event', EVENT_CLASSES, {}), {
    max: EVENT_CLASSES.length,
    help: 'All where none is chosen.',
  }),
  perMinute: whole('Most events a minute', {
    min: 1,
    max: 6000,
    default: 600,
    help: 'What comes beyond waits a minute; where more waits than is kept, one line tells how many were left out.',
  }),
  authorities: text('Certificate authorities of the syslog server', AUTHORITIES),
})
export type SyslogServer = Of<typeof SyslogServer>
