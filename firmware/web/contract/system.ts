export interface ShownCondition {
  readonly id: string
  readonly severity: 'notice' | 'warning' | 'critical'
  readonly subject: string
  readonly since: number
  readonly effect: string
  readonly remedy: string
  readonly link: string
}

export interface ShownProcess {
  readonly name: string
  readonly state: string
  readonly ready: boolean
  readonly pid: number | null
  readonly since: number
  readonly restarts: number
  readonly lastExit?: string
}

/** `GET /system`: versions, certificate, storage. `POST /system/restart/{process}`. */
export interface SystemFacts {
  readonly version: string
  readonly node: string
  readonly startedAt: number
  readonly addresses: readonly string[]
  readonly storage: { readonly freeBytes: number; readonly totalBytes: number }
  readonly certificate: {
    readonly names: readonly string[]
    readonly notAfter: number
    /** SHA-256 of the unit's CA, as the console shows it. */
    readonly caFingerprint: string
  }
}
