import type { Program } from '../program.ts'
import { readServedCredential, servedCredentialPath } from '../served-credential.ts'
import { PolledCredential } from '../sip/transport/polled-credential.ts'

/** The certificate that the web process keeps for the unit, followed until `stop`; there is none before that has started once. */
export function unitCredential({ environment, clock, log }: Program): PolledCredential {
  const { data } = environment
  return new PolledCredential(
    servedCredentialPath(data),
    clock,
    () => readServedCredential(data),
    (error) =>
      log.warn({ error }, 'the certificate cannot be read: SIP goes on with the one before'),
  )
}
