import type { SecureTransport } from '../../gateway/transport.ts'
import type { Flow } from '../../sip/contract.ts'
import type { EncryptionSettings } from '../protection/policy.ts'
import { insistingOn, protectionOf } from '../protection/policy.ts'
import type { Ours } from '../protection/read.ts'
import { LegSecrets } from '../protection/secrets.ts'

/** Which protection a leg may agree on, and its secrets. A device that takes the leg from another learns none of the other's. */
export class LegProtection {
  readonly #settings: EncryptionSettings | undefined
  #secrets: LegSecrets
  #next: LegSecrets | undefined
  /** What is in use is still the device's before. */
  #isOthers = false

  /** Of a party that has refused what can be declined. */
  #insists: boolean

  /** @param seed of an earlier process's secrets */
  constructor(
    settings: EncryptionSettings | undefined,
    seed: string | undefined,
    insists: boolean = false,
  ) {
    this.#settings = settings
    this.#insists = insists
    this.#secrets = new LegSecrets(seed)
  }

  get seed(): string | undefined {
    return this.#secrets.seed
  }

  /** @param inUse how packets travel now */
  ours(flow: Flow | undefined, inUse: SecureTransport | undefined): Ours {
    return {
      protection:
        (this.#insists && insistingOn(this.#settings, flow?.transport)) ||
        protectionOf(this.#settings, flow?.transport),
      secrets: this.#secrets,
      inUse: this.#isOthers ? undefined : inUse,
    }
  }

  get insists(): boolean {
    return this.#insists
  }

  /** From now on only protected audio is offered. False: it was before, or must not be. */
  insist(flow: Flow): boolean {
    if (this.#insists || !insistingOn(this.#settings, flow.transport)) return false
    this.#insists = true
    return true
  }

  /** For a device that wants to take the leg. */
  forNext(flow: Flow): Ours {
    this.#next = new LegSecrets()
    return { protection: protectionOf(this.#settings, flow.transport), secrets: this.#next }
  }

  /** It has taken it; `agreed` says when a description of its own is in use. */
  taken(): void {
    this.#secrets = this.#next ?? new LegSecrets()
    this.#next = undefined
    this.#isOthers = true
    this.#insists = false
  }

  agreed(): void {
    this.#isOthers = false
  }
}
