/** As the exchange's verb `phones` answers it (phones/live-phone.ts). */
export interface ShownPhone {
  readonly handset: string
  readonly sipUser: string
  readonly extension: string
  readonly name: string
  readonly line?: 'on hook' | 'off hook' | 'rings' | 'absent'
  readonly contacts: readonly {
    readonly contact: string
    readonly address: string
    readonly transport: string
    readonly userAgent: string
    readonly stale: boolean
    readonly registeredAt: number
  }[]
}
