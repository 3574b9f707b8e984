/** A restart or shutdown that was planned. */
export interface ShownPlan {
  readonly action: 'restart-all' | 'restart' | 'off'
  readonly when: 'now' | 'calls-ended' | 'at'
  /** UTC, ms: when it begins, where that is known. */
  readonly at?: number
  readonly by: string
  readonly from: string
  readonly plannedAt: number
  /** `emergency`: its time has come, and it waits for the end of an emergency call. */
  readonly state: 'waits' | 'emergency' | 'begun' | 'failed'
  readonly why?: string
}

/** `GET /power`; `POST /power` plans, `DELETE /power` calls it off, which it can be until it begins. */
export interface ShownPower {
  /** Whether this unit can restart or switch off its machine: only the appliance can. */
  readonly machine: boolean
  /** Calls that would end; absent where the exchange does not answer. */
  readonly calls?: number
  readonly emergencies?: number
  readonly plan?: ShownPlan
  /** All processes do their jobs. */
  readonly ready: boolean
  /** RST-16: administrators who are signed in. */
  readonly administrators: readonly {
    readonly login: string
    readonly name: string
    readonly from: string
    readonly sinceMinutes: number
  }[]
}

/** `POST /power`. `at`: UTC, ms, within a week. */
export interface PowerChange {
  readonly action: ShownPlan['action']
  readonly when: ShownPlan['when']
  readonly at?: number
}
