/** `GET /config/{section}?sort=field&filter.field=text&q=text&offset=0&limit=100`; ETag is the revision. */
export interface Listing {
  readonly items: readonly ConfigObject[]
  readonly total: number
  readonly revision: number
}

/** An object as stored, without secrets; `PATCH` takes any of its fields, `If-Match` its `_revision`. */
export interface ConfigObject {
  readonly id: string
  /** Revision that changed it last. */
  readonly _revision: number
  readonly [field: string]: unknown
}

/** `POST /config`: all or nothing, one revision. `id` of a `create` may be used as a reference by later ones: `new:1`. */
export interface ConfigChange {
  readonly changes: readonly (
    | {
        readonly do: 'create'
        readonly section: string
        readonly id: string
        readonly values: Values
      }
    | {
        readonly do: 'update'
        readonly section: string
        readonly id: string
        readonly values: Values
        /** As `If-Match`. */
        readonly _revision?: number
      }
    | {
        readonly do: 'remove'
        readonly section: string
        readonly id: string
        readonly _revision?: number
      }
  )[]
}
export type Values = Readonly<Record<string, unknown>>

/** Of every accepted change: what the toast's Undo needs. */
export interface Changed {
  readonly revision: number
  /** Id of the change set that took it: nothing has changed yet. */
  readonly collected?: string
  /** Real identities of what was created, by the ids that the request used. */
  readonly ids: Readonly<Record<string, string>>
}

/** `POST /config/{section}/{id}/secret/{field}`: shown once, and noted in the history of events. */
export interface Revealed {
  readonly value: string
}

/** `GET /config/{section}/{id}/uses`: what refers to an object. */
export interface Use {
  readonly section: string
  readonly id: string
  /** What one of its kind is called: `extension`. */
  readonly label: string
  /** By which people know it; empty for settings. */
  readonly name: string
  /** The object cannot be deleted while this is so; otherwise the reference goes with it. */
  readonly blocks: boolean
}
