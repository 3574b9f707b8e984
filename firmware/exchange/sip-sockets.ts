import type { Environment } from '../environment.ts'
import type { Program } from '../program.ts'
import { readServedCredential, servedCredentialPath } from '../served-credential.ts'
import type { Listen } from '../sip/contract.ts'
import { PolledCredential } from '../sip/transport/polled-credential.ts'

/** Every address of STROWGER_BIND with the ports for UDP, TCP and TLS. */
export function sipListens({ bind, sipPort, sipsPort }: Environment): readonly Listen[] {
  return bind.map((address) => ({ address, udp: [sipPort], tcp: [sipPort], tls: [sipsPort] }))
}

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
