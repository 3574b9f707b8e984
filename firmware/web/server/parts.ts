import type { SignIn } from '../../access/sign-in.ts'
import type { ApiTokens } from '../../access/tokens.ts'
import type { Unit } from '../../access/unit.ts'
import type { Bus } from '../../bus/bus.ts'
import type { CommandProblem } from '../../bus/command-error.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Environment } from '../../environment.ts'
import type { Forwarder } from '../../forwarding/forwarder.ts'
import type { Log } from '../../log.ts'
import type { Result } from '../../result.ts'
import type { ShownCertificate } from '../../shown-certificate.ts'
import type { Store } from '../../store/store.ts'
import type { ClientCertificates } from './client-certificates.ts'
import type { DoorName } from './door-of.ts'
import type { ShownDoor } from './doors.ts'
import type { ServerCertificate } from './server-certificate.ts'
import type { Sessions } from './sessions.ts'

/** Asks another process over its command socket; never throws (bus/command.ts has the codes). */
export type Ask = (
  program: string,
  verb: string,
  args?: unknown,
  signal?: AbortSignal,
) => Promise<Result<unknown, CommandProblem>>

/** What endpoints are made of. */
export interface Parts {
  readonly environment: Pick<Environment, 'bind' | 'data' | 'lines' | 'run' | 'sipPort' | 'webPort'>
  readonly clock: Clock
  readonly log: Log
  readonly bus: Bus
  readonly ask: Ask
  readonly unit: Unit
  readonly sessions: Sessions
  readonly tokens: ApiTokens
  readonly certificate: CertificateOffer
  /** The one in use and its replacement. @throws Refusal `unavailable` where a test has none */
  serverCertificate(): ServerCertificate
  /** @throws Refusal `unavailable` where a test has none */
  clients(): ClientCertificates
  /** @throws Refusal `unavailable` where a test has none */
  forwarder(): Forwarder
  /** As they are now. */
  doors(): Readonly<Record<DoorName, ShownDoor>>
  /** Fires when the process stops: streams end then. */
  readonly stopping: AbortSignal
  /** The unit's store, open. @throws Refusal `unavailable` while there is none */
  store(): Store
  /** @throws Refusal `unavailable` */
  signIn(): SignIn
}

/** What the pages may know of the certificate in use. */
export interface CertificateOffer extends ShownCertificate {
  /** The CA's certificate, for people to install. */
  readonly caPem: string
  /** Browsers trust the certificate in use without having installed anything. */
  readonly publiclyTrusted?: boolean
}
