/** `GET /model`: every section as forms need it, in the language of who asks; made from the declarations, nothing by hand. */
export interface ModelSection {
  readonly section: string
  readonly entity: string
  readonly label: string
  readonly singleton: boolean
  /** Field whose value names an object for people. */
  readonly key: string | undefined
  readonly mayChange: boolean
  readonly fields: readonly ModelField[]
}

export interface ModelField {
  readonly name: string
  readonly kind: string
  readonly label: string
  readonly help?: string
  readonly unit?: string | undefined
  readonly default?: unknown
  readonly required: boolean
  readonly fixed: boolean
  readonly mayChange: boolean
  /** Of a list of choices: those that this person may put in and take out, where not all. */
  readonly mayEnter?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly choices?: readonly string[]
  /** Choices in words, in the same order. */
  readonly choiceWords?: readonly string[]
  /** Of a reference: the section it points to. */
  readonly section?: string
  readonly fields?: readonly ModelField[]
  readonly item?: ModelField
  readonly spec?: string
  /** Completes "'x' is not …". */
  readonly says?: string
  /** What to do about a wrong value. */
  readonly remedy?: string
  /** A regular expression (flag u) over the whole value. */
  readonly pattern?: string
  /** What stands in the text, where it is one of a known list: `time-zone` (IANA), `country` (ISO 3166-1). */
  readonly format?: string
  /** `null` clears it. */
  readonly clearable?: boolean
  /** The unit makes one when it is left out. */
  readonly generated?: string
  /** Field of the same object whose value is the default. */
  readonly sameAs?: string
  /** kind group: exactly one of these is given. */
  readonly oneOf?: readonly string[]
  /** What must start again before a changed value acts. */
  readonly restart?: string
  readonly unique?: boolean
}
