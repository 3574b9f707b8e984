import type { Message } from './message.ts'

/** What objects are called in messages, by the labels of their declarations, and parts of a file. Longer ones first. */
const KINDS = [
  'business information',
  'event notification',
  'audit PIN settings',
  'analog handset',
  'public contact',
  'sign-in provider',
  'password rules',
  'user template',
  'syslog server',
  'web settings',
  'feature key',
  'mail server',
  'hold music',
  'SIP trunk',
  'dial plan',
  'capacity',
  'audit PIN',
  'extension',
  'revision',
  'settings',
  'CO line',
  'handset',
  'section',
  'set-up',
  'file',
  'site',
  'user',
]

/** `extension 101`, as it stands in problems and in the history, for any language. */
export function objectNamed(object: string): Message {
  const kind = KINDS.find((one) => object === one || object.startsWith(`${one} `))
  if (kind === undefined) return { id: object }
  const name = object.slice(kind.length + 1)
  return { id: 'object', values: { kind: { id: kind }, name } }
}
