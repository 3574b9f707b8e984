import { asMessage, type Message } from '../words/message.ts'
import { message } from '../words/say.ts'
import type { CountedName, ProfileName } from './capacity-table.ts'

/** What a limit counts, in words. */
export function capacityWords(name: CountedName | 'externalCalls'): Message {
  return message(`capacity.of.${name}`)
}

/** A profile's name as people see it: those of models are names already. */
export function profileWords(profile: ProfileName): Message {
  return asMessage(/^\d/.test(profile) ? profile : `choice.${profile}`)
}
