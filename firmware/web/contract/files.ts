/**
 * The configuration as files. `GET /export?format=yaml|json&sections=users,handsets` (all unless told) and `GET /export/{section}` (CSV)
 * answer a file; header `x-configuration` is the hash of the whole configuration, secrets apart. Such a file holds no secret: an import keeps those of objects
 * that are there and has new ones made for new objects, unless the file gives one. `POST /export` (`SealedExport`) answers the file with a
 * section `secrets` more, sealed under a passphrase.
 *
 * `POST /import` (an office, YAML or JSON) and `POST /import/{section}` (CSV) take the file's octets as `application/octet-stream` and
 * answer `Imported`, or are refused with every problem and its place, and then nothing is written. `dry=yes` writes nothing either way.
 * `mode=add` overwrites nothing (IMEX-10 to 14), `mode=update` (unless told) makes what is there agree with the file. `prune=yes` deletes what the
 * file does not name. A file with section `secrets` is refused with code `passphrase` until it comes as JSON, `{file, passphrase}`. Roles are given only with `administrators=yes`, and by server administrators.
 */
export interface Imported {
  /** The one just made, or the last. */
  readonly revision: number
  /** How many objects changed, or would. */
  readonly changes: number
  /** What changed, or would, in words; not more than anybody reads. */
  readonly lines: readonly string[]
  /** What was renamed or left out. */
  readonly notes: readonly string[]
  /** Of the configuration now: `x-configuration` of an export. */
  readonly hash: string
}

/** What `POST /export` takes. */
export interface SealedExport {
  /** At least twelve characters. */
  readonly passphrase: string
  /** `yaml` unless told. */
  readonly format?: 'yaml' | 'json'
  /** Separated by commas; all unless told. */
  readonly sections?: string
}
