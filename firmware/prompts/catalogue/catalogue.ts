import type { Declared, ValuesOf } from '../messages.ts'
import { ATTENDANT } from './attendant.ts'
import { CALLS } from './calls.ts'
import { COMMON } from './common.ts'
import { CONFERENCE } from './conference.ts'
import { DEPOSIT } from './deposit.ts'
import { ERRORS } from './errors.ts'
import { MAILBOX } from './mailbox.ts'
import { QUEUE } from './queue.ts'
import { SETTINGS } from './settings.ts'

/** Everything that callers and users may be told. */
export const CATALOGUE = {
  ...COMMON,
  ...ERRORS,
  ...ATTENDANT,
  ...QUEUE,
  ...CONFERENCE,
  ...CALLS,
  ...MAILBOX,
  ...DEPOSIT,
  ...SETTINGS,
}
export type MessageId = keyof typeof CATALOGUE

/** A message with its values, in no language yet. */
export interface Message {
  readonly id: MessageId
  readonly values: Readonly<Record<string, unknown>>
}

type Rest<V> = keyof V extends never ? [] : [values: V]

/** A message of the catalogue: `message('queue.position', { position: 3 })`. */
export function message<Id extends MessageId>(
  id: Id,
  ...[values]: Rest<ValuesOf<(typeof CATALOGUE)[Id]>>
): Message {
  return { id, values: values ?? {} }
}

/** The declaration of a message. */
export function declared(id: MessageId): Declared {
  return CATALOGUE[id]
}
