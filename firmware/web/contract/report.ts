/**
 * `GET /report?at=revision` (now unless told): the whole configuration in words, without secrets (CFGREP rows). `GET /report/xlsx`, `GET /report/pdf`
 * answer it as a file. `GET /report/changes?from=revision&to=revision`: what differs between two moments, in words.
 */
export interface ConfigReport {
  readonly site: string
  readonly revision: number
  readonly at: number
  readonly hash: string
  readonly tables: readonly {
    readonly section: string
    readonly title: string
    /** Empty for a group of settings, whose rows are setting and value. */
    readonly columns: readonly string[]
    readonly rows: readonly (readonly string[])[]
  }[]
}
