/** Lines of the syslog protocol (RFC 5424) and their frames (RFC 5425 §4.3, RFC 6587 §3.4.1). */
import { type EventKind, SEVERITIES } from '../records/event-kinds.ts'

/** What a line says. */
export interface SyslogEvent extends EventKind {
  readonly number: number
  /** UTC, ms. */
  readonly at: number
  readonly by: string
  readonly from: string
  readonly text: string
}

export interface SyslogOrigin {
  /** `local0` to `local7`. */
  readonly facility: string
  readonly hostName: string
  readonly version: string
}

const LOCAL0 = 16 // RFC 5424 table 1
const LONGEST = 2048 // octets: what every receiver should take, §6.1
const LAST_SEQUENCE = 2 ** 31 - 1 // §7.3.1
const MARK = '\u{feff}'

/** One event as SYSLOG-MSG; longer ones are cut between characters. */
export function syslogMessage(event: SyslogEvent, origin: SyslogOrigin): Buffer {
  const facility = LOCAL0 + Number(origin.facility.slice('local'.length))
  const priority = facility * 8 + SEVERITIES.indexOf(event.severity)
  const host = printable(origin.hostName, 255) || '-'
  const sequence = ((event.number - 1) % LAST_SEQUENCE) + 1
  const data = [
    element('meta', { sequenceId: String(sequence) }),
    element('origin', { software: 'strowger', swVersion: origin.version.slice(0, 32) }),
  ].join('')
  const time = new Date(event.at).toISOString()
  const head = `<${priority}>1 ${time} ${host} strowger - ${event.class} ${data} `
  return cut(Buffer.from(`${head}${body(event)}`))
}

/** As TCP and TLS carry it: its length before it. */
export function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `), message])
}

/** Nothing in it begins another line, §6.4; the mark tells that it is UTF-8 where it is more than ASCII. */
function body({ by, from, text }: SyslogEvent): string {
  const said = `${text} (${by}, ${from})`.replace(/\p{Cc}+/gu, ' ')
  return /^[\x20-\x7e]*$/.test(said) ? said : MARK + said
}

function element(id: string, values: Readonly<Record<string, string>>): string {
  const parameters = Object.entries(values).map(
    ([name, value]) => `${name}="${value.replace(/["\\\]]/g, '\\$&')}"`,
  )
  return `[${id} ${parameters.join(' ')}]`
}

/** PRINTUSASCII, §6. */
function printable(text: string, most: number): string {
  return text.replace(/[^\x21-\x7e]+/g, '-').slice(0, most)
}

function cut(octets: Buffer): Buffer {
  if (octets.length <= LONGEST) return octets
  let end = LONGEST
  while (((octets[end] ?? 0) & 0xc0) === 0x80) end-- // the first octet that is left out begins a character
  return octets.subarray(0, end)
}
