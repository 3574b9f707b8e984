import { choice, flag } from './fields.ts'

/** How the audio of a SIP telephone or trunk is protected; the same for both. */
export const encryptionFields = {
  encryption: choice('Encrypted audio', ['off', 'optional', 'required'], {
    default: 'optional',
    help: 'Optional: taken when the other side wants it, and offered so that it can be declined. Required: no call without, but for emergencies. Browsers always encrypt.',
  }),
  encryptionOffer: choice('Encryption is offered as', ['avp', 'savp', 'dtls'], {
    default: 'avp',
    help: 'What a phone or provider asks for stands in its manual. Where encryption is required, no ordinary offer is made.',
  }),
  keysInClear: flag('Keys without TLS', {
    help: 'On: keys are also told over UDP and TCP, where anybody on the way can read them. Off: over TLS only; elsewhere DTLS is used.',
  }),
} as const
