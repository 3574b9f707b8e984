import { randomBytes } from 'node:crypto'

/**
 * Just enough SIP to play a telephone with, written apart from `firmware/sip` so that it can catch its mistakes. It takes what a
 * well-behaved server sends: no folding, no compact forms, one value a line except where commas are split on demand.
 */
export interface SipText {
  /** The request line or status line. */
  readonly start: string
  readonly headers: readonly Header[]
  readonly body: string
}

export type Header = readonly [name: string, value: string]

export function parseSip(text: string): SipText | undefined {
  const split = text.indexOf('\r\n\r\n')
  if (split < 0) return undefined
  const [start = '', ...lines] = text.slice(0, split).split('\r\n')
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
  })
  return { start, headers, body: text.slice(split + 4) }
}

/** As it goes on the wire; Content-Length is added. */
export function formatSip({ start, headers, body }: SipText): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `${start}\r\n${lines}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** The first header of that name, or ''. */
export function header(message: SipText, name: string): string {
  return headersOf(message, name)[0]?.[1] ?? ''
}

export function headersOf(message: SipText, name: string): readonly Header[] {
  return message.headers.filter(([one]) => one.toLowerCase() === name.toLowerCase())
}

/** 0 for a request. */
export function statusOf(message: SipText): number {
  return Number(/^SIP\/2\.0 (\d{3})/.exec(message.start)?.[1] ?? 0)
}

/** The method of a request, and of a response that of its CSeq. */
export function methodOf(message: SipText): string {
  const response = statusOf(message) > 0
  return (response ? header(message, 'CSeq').split(' ')[1] : message.start.split(' ')[0]) ?? ''
}

export function branchOf(message: SipText): string {
  return parameter(header(message, 'Via'), 'branch')
}

/** Value of `;name=value`, or ''. */
export function parameter(value: string, name: string): string {
  return new RegExp(`;\\s*${name}=([^;>,\\s]+)`, 'i').exec(value)?.[1] ?? ''
}

/** What stands between < and >, or the whole when there are none. */
export function uriOf(value: string): string {
  return /<([^>]+)>/.exec(value)?.[1] ?? value.split(';')[0] ?? ''
}

export function token(): string {
  return randomBytes(8).toString('hex')
}
