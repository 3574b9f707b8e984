/** How a SIP trunk is now (live topic `trunks`, as the exchange's verb of that name answers it). Its settings are section `sipTrunks`. */
export interface ShownTrunk {
  readonly id: string
  readonly description: string
  readonly kind: 'provider' | 'gateway'
  /**
   * `up`: calls can be made. `unregistered`: its provider does not take our registration, or the gateway has not registered here.
   * `unreachable`: nothing is heard of it. `trying`: not known yet. `off`: out of service.
   */
  readonly state: 'up' | 'trying' | 'unregistered' | 'unreachable' | 'off'
  /** Since when it is so; UTC, ms. */
  readonly since: number
  /** Why it is not up, in the words of the provider or the network; empty otherwise. */
  readonly why: string
  /** Where calls go, as `udp 192.0.2.10:5060`; empty while nobody knows. */
  readonly where: string
  readonly calls: number
  readonly maxCalls: number
  /** The last call that the trunk itself has refused or not answered. */
  readonly lastFailure?: { readonly at: number; readonly why: string }
}
