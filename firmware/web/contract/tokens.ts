// `GET`, `POST /tokens`; `DELETE /tokens/{id}`. A request with `authorization: Bearer …` needs no cookie and no x-csrf.

/**
 * What a token may do, at most what its owner may at that time: `read` is every GET, `configure` changes of configuration and undo,
 * `operate` everything else that acts (restarts, simulated lines). No token reaches sessions, people's ways in, tokens or certificates.
 */
export type TokenScope = 'read' | 'configure' | 'operate'
export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly scopes: readonly TokenScope[]
  /** Login of whom it acts for: who made it. */
  readonly owner: string
  readonly createdAt: number
  readonly expiresAt?: number
  readonly lastUsedAt?: number
  readonly lastUsedFrom?: string
}
export interface NewToken {
  readonly name: string
  readonly scopes: readonly TokenScope[]
  /** 1 to 3650; left out: it does not expire. */
  readonly days?: number
}
/** Answer of `POST /tokens`: the only time that the token is shown. */
export interface MadeToken extends ApiToken {
  readonly token: string
}
