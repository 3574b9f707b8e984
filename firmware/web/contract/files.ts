/**
 * The configuration as files. `GET /export?format=yaml|json&sections=users,handsets` (all unless told) and `GET /export/{section}` (CSV)
 * answer a file; header `x-configuration` is the hash of the whole configuration. No file holds a secret: an import keeps those of objects that
 * are there and has new ones made for new objects, unless the file gives one.
 *
 * `POST /import` (an office, YAML or JSON) and `POST /import/{section}` (CSV) take the file's octets as `application/octet-stream` and
 * answer `Imported`, or are refused with every problem and its place, and then nothing is written. `dry=yes` writes nothing either way.
 * `mode=add` overwrites nothing (IMEX-10 to 14), `mode=update` (unless told) makes what is there agree with the file. `prune=yes` deletes what the
 * file does not name. Roles are given only with `administrators=yes`, and by server administrators.
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
