/** Of the whole unit, sampled every 10 s. `GET /measures?hours=1` (1 to 24) answers `Measured`, `GET /measures/now` the latest. */
export interface Measure {
  readonly at: number
  readonly calls: number
  /** Of our processes, all cores together, 0 to 100. */
  readonly cpuPercent: number
  /** Proportional memory (PSS) of our processes where the kernel tells, else RSS; octets. */
  readonly memory: number
  /** By process. */
  readonly processes: Readonly<
    Record<string, { readonly cpuPercent: number; readonly memory: number }>
  >
}

/** Columns of equal length, oldest first: a step each, the highest of its samples; null where nothing was measured. */
export interface Measured {
  readonly from: number
  readonly stepMs: number
  readonly calls: readonly (number | null)[]
  readonly cpuPercent: readonly (number | null)[]
  readonly memory: readonly (number | null)[]
}
