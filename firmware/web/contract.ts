/**
 * What the pages and the API agree on: paths below `/api/v1`, and the shapes of what they answer. The pages use nothing but this.
 *
 * A request that changes something carries the header `x-csrf` with the session's token. Errors are `ApiError` with a status from
 * 400 on. Configuration is REST over the model: `GET/POST /config/{section}`, `GET/PATCH/DELETE /config/{section}/{id}` (section as
 * office files name it: `users`, `handsets`; a singleton's id is its section), `POST /config` for several changes in one revision.
 *
 * A session ends when nobody does anything for the time that is set (`web`, `idleSeconds`). Watching is not activity: the WebSocket does not
 * count, nor does a request with a header `x-by-itself`, which a page sends where nobody asked for it (a chart that moves on).
 */

/** Of any request that was refused. */
export interface ApiError {
  /**
   * Stable: `bad-request`, `wrong`, `totp` (right so far, a one-time code is asked for), `wait`, `weak`, `claimed` (already), `signed-out`,
   * `csrf` (get the session again, then try again), `forbidden`, `not-found`, `changed-meanwhile`, `refused`, `too-large`, `too-many`,
   * `unavailable`.
   */
  readonly code: string
  /** In the language of who asks; the pages have their own words by `code` where they know better. */
  readonly text: string
  /** What is wrong with which field, where a form is. */
  readonly problems?: readonly FieldProblem[]
  readonly waitSeconds?: number
}

export interface FieldProblem {
  /** Which object, in words, where a request has several: `extension 101`. */
  readonly object?: string
  /** Path: `route.attempts[0].destinations[1].rings`; empty when it is about the whole object. */
  readonly field: string
  readonly what: string
  readonly remedy: string
}

// `too-many` at sign-in: as many sessions as are set are open (`web`, `mostSessions`); a server administrator always gets in.
// ---- session: GET /session, POST /session/{claim,sign-in,sign-out,password,totp,totp/confirm}, DELETE /session/totp ----

export type SessionState = 'preparing' | 'unclaimed' | 'signed-out' | 'password-due' | 'signed-in'

export interface Session {
  readonly state: SessionState
  /** Of the unit: name of its site. */
  readonly site: string
  readonly version: string
  /** Simulated line cards: the page that operates them is offered. */
  readonly simulated: boolean
  readonly user?: {
    readonly id: string
    readonly login: string
    readonly name: string
    readonly roles: readonly string[]
    readonly language: 'en' | 'es' | 'fr'
    readonly totp: boolean
  }
  /**
   * There for somebody who administrates nothing and is not at the portal's own port: their pages are `https://<this host>:<port>/portal`,
   * where the same session holds.
   */
  readonly portalPort?: number
  /** For `x-csrf`. There from the first answer on. */
  readonly csrf: string
}

export interface ClaimRequest {
  readonly code: string
  readonly password: string
}

export interface SignInRequest {
  readonly login: string
  readonly password: string
  /** Asked for with `code: 'totp'` when the account has one. */
  readonly totp?: string
}

/** `POST /session/password`. Answers the new `Session`; the user's other sessions end. */
export interface PasswordRequest {
  readonly current: string
  readonly next: string
}

/** `POST /session/totp` and `DELETE /session/totp`, which answers the new `Session`. */
export interface TotpRequest {
  readonly password: string
}

/** Of `POST /session/totp`: good for ten minutes, until confirmed by a first code. */
export interface TotpBegun {
  /** Base32, to be typed into an app. */
  readonly secret: string
  /** `otpauth://totp/…`, to be shown as a QR code. */
  readonly uri: string
}

/** `POST /session/totp/confirm`. Answers the new `Session`. */
export interface TotpConfirmRequest {
  readonly code: string
}

// ---- configuration ----

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
  /** Real identities of what was created, by the ids that the request used. */
  readonly ids: Readonly<Record<string, string>>
}

/** `POST /config/{section}/{id}/secret/{field}`: shown once, and noted in the history of events. */
export interface Revealed {
  readonly value: string
}

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

/** `GET /history?before=revision&limit=50`; `POST /history/{revision}/undo` answers `Changed`. */
export interface HistoryEntry {
  readonly revision: number
  readonly at: number
  readonly by: string
  readonly from: string
  /** In words, one line an object and one more a field. */
  readonly lines: readonly string[]
  /** False when later changes stand on it. */
  readonly canUndo: boolean
}

/**
 * `GET /events?limit=50&before=ms&q=text&from=ms&to=ms`, newest first: what was done that changed no setting: a secret shown, a process
 * restarted. `before` leaves out that moment and what came after; `q` is found in text, by and from.
 */
export interface ShownEvent {
  readonly at: number
  readonly by: string
  readonly from: string
  readonly text: string
}

/** `GET /search?q=text`: settings, people, numbers, pages by their names, helps and old names. */
export interface SearchHit {
  readonly kind: 'page' | 'setting' | 'person' | 'phone' | 'extension' | 'line'
  readonly title: string
  readonly detail: string
  /** Path of a page: `/people/…`. */
  readonly path: string
}

// ---- live: GET each by its name, and WebSocket /live ----

/**
 * WebSocket `/api/v1/live`: the page sends `{"watch": ["calls", "lines"]}` (replaces what it watched before), the server sends
 * `{"topic": "calls", "value": …}` at once and with every change. While nobody can tell, the last value stays and one message
 * `{"topic": "calls", "unavailable": "why, in words"}` says so. Every topic can also be had by `GET /{topic}`, which is then refused as
 * `unavailable`.
 */
export interface LiveTopics {
  readonly conditions: readonly ShownCondition[]
  readonly processes: readonly ShownProcess[]
  readonly calls: readonly ShownCall[]
  readonly phones: readonly ShownPhone[]
  readonly found: readonly FoundPhone[]
  readonly lines: readonly ShownLine[]
  /** The configuration's revision now. */
  readonly config: { readonly revision: number }
}
export type LiveTopic = keyof LiveTopics

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

/**
 * A telephone on the network that is not set up here (live topic `found`, newest first, at most 100; as the exchange's verb `found` answers it). Nothing is created until somebody adopts it:
 * the page creates the handset by `POST /config`, and the entry goes away by itself. `POST /found/{id}/dismiss` hides it until it changes.
 */
export interface FoundPhone {
  readonly id: string
  /**
   * `announced`: it asked the network for its configuration (SIP multicast, RFC 6080 §5.1.2 and the phones' common practice). `unknown-user`:
   * it registers as somebody whom nobody has. `wrong-password`: it registers as a handset of ours and fails.
   */
  readonly how: 'announced' | 'unknown-user' | 'wrong-password'
  /** Twelve hexadecimal digits in lower case, where it told. */
  readonly mac?: string
  /** What it calls itself, from User-Agent or Event parameters; a stranger's text. */
  readonly userAgent: string
  readonly vendor?: string
  readonly model?: string
  readonly version?: string
  readonly address: string
  readonly transport: string
  /** User that it tried to register. */
  readonly user?: string
  /** With `wrong-password`: id of that handset. */
  readonly handset?: string
  readonly tries: number
  readonly firstSeen: number
  readonly lastSeen: number
}

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

/** As the exchange's verb `calls` answers it (calls/live-call.ts). */
export interface ShownCall {
  readonly call: string
  readonly startedAt: number
  readonly dialled: string
  readonly program: string
  readonly legs: readonly {
    readonly leg: string
    readonly direction: 'in' | 'out'
    readonly digits: string
    readonly name: string
    readonly phase: string
    readonly held: boolean
  }[]
}

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

/** As the verb `lines` of the lines process answers it (gateway/shown-line.ts), levels in dBm0. */
export interface ShownLine {
  readonly line: string
  readonly kind: 'fxs' | 'fxo'
  readonly driver: string
  readonly hook: 'on' | 'off'
  readonly ringing: boolean
  readonly battery: boolean
  readonly audio: boolean
  readonly lifeline: 'off' | 'tone' | 'call'
  readonly served: boolean
  readonly levelFrom: number
  readonly levelTo: number
  readonly termination?: string
}

/** `GET /calls/{call}/messages`, `GET /phones/{handset}/messages`: as they were sent, but for answers to challenges and keys of media. */
export interface TracedMessage {
  /** Grows with every message of the exchange. */
  readonly order: number
  /** UTC, ms. */
  readonly at: number
  readonly direction: 'in' | 'out'
  /** `udp`, `tcp`, `tls`, `ws`, `wss`, or `line` for what happened on an analog line. */
  readonly transport: string
  /** Address and port, or the name of a line. */
  readonly remote: string
  readonly local: string
  readonly text: string
}

/** `GET /calls/{call}/ladder`. */
export interface Rung {
  readonly at: number
  readonly from: string
  readonly to: string
  readonly text: string
}

/**
 * `GET /records?limit=100&before=1-2-3&q=text&from=ms&to=ms&outcome=answered|missed|failed`: records/call-record.ts, newest first. `q` is found in
 * numbers and names. A page reads at most 20,000 records back; header `x-searched-to` is the start of the oldest one looked at,
 * `x-searched-call` its number: with that as `before` a further search goes on.
 */
export interface ShownRecord {
  readonly call: string
  readonly startedAt: number
  readonly answeredAt?: number
  readonly endedAt?: number
  readonly dialled?: string
  readonly caller?: { readonly digits: string; readonly name?: string }
  readonly answeredBy?: { readonly digits: string; readonly name?: string }
  readonly cause?: number
  readonly causeText?: string
  readonly talkingSeconds?: number
}

/**
 * `GET /me`: what is one's own, for anybody who has signed in, with a role or without. `PATCH /me` with `{language}` answers the new one.
 */
export interface Me {
  readonly user: {
    readonly id: string
    readonly login: string
    readonly name: string
    readonly language: 'en' | 'es' | 'fr'
  }
  /** The first of one's own extensions. */
  readonly extension?: {
    readonly number: string
    /** What a call to it does, in order: these telephones, by what people call them, ring so often. Then it ends. */
    readonly rings: readonly { readonly phones: readonly string[]; readonly times: number }[]
  }
  readonly phones: readonly ShownPhone[]
  /** Why nobody can tell how the telephones are, in words: `phones` says then only which there are. */
  readonly phonesUnavailable?: string
  /** Calls of one's own extensions, newest first, at most 20, among the latest 5,000 of the unit. */
  readonly recent: readonly ShownRecord[]
}

/** Of `PATCH /me`. */
export interface MyChanges {
  readonly language: 'en' | 'es' | 'fr'
}

/** `GET /explain?digits=…`: what dialling this would do, one sentence a step. */
export interface Explained {
  readonly explanation: readonly string[]
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

// ---- people's ways in: by administrators. What it answers is shown once ----

/** `POST /people/{id}/password`: a new password that the person must change at the next sign-in; their sessions end. */
export interface GivenPassword {
  readonly login: string
  readonly password: string
}
// `DELETE /people/{id}/totp` takes the one-time codes of somebody away who has lost the telephone. `GET /people/{id}/access`:
export interface PersonAccess {
  readonly login: string
  readonly hasPassword: boolean
  readonly mustChange: boolean
  readonly totp: boolean
  readonly sessions: readonly ShownSession[]
}
/** `GET /session/all` lists one's own; `DELETE /session/all/{id}` ends one of them. */
export interface ShownSession {
  readonly id: string
  readonly from: string
  readonly userAgent: string
  readonly since: number
  readonly seen: number
  readonly current: boolean
}

// ---- tokens for programs: GET, POST /tokens; DELETE /tokens/{id}. A request with `authorization: Bearer …` needs no cookie and no x-csrf ----

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

// ---- certificate: GET /certificate (WEB-20 to 29). None of this ends a connection ----

export interface ShownServerCertificate {
  /** `unit`: a leaf of the unit's own authority. `installed`: given by an administrator. */
  readonly source: 'unit' | 'installed'
  readonly subject: string
  readonly issuer: string
  readonly names: readonly string[]
  readonly notBefore: number
  readonly notAfter: number
  /** SHA-256, hexadecimal pairs with colons. */
  readonly fingerprint: string
  readonly caFingerprint: string
  /** A request was made and waits for its certificate (its key is kept). */
  readonly requested?: { readonly at: number; readonly commonName: string }
}
/** `POST /certificate/request`: makes a key and answers `{pem}`; `DELETE` forgets it. */
export interface CertificateRequest {
  readonly commonName: string
  readonly organization?: string | undefined
  readonly unit?: string | undefined
  readonly city?: string | undefined
  readonly state?: string | undefined
  /** Two letters. */
  readonly country?: string | undefined
  readonly email?: string | undefined
  readonly includeAddresses: boolean
  /** `ec` (P-256) unless told; `rsa` (2048 bits) where the authority or old telephones want it. */
  readonly keyType?: 'ec' | 'rsa' | undefined
}
/** `PUT /certificate`: the certificate, its chain behind it; with a key, or for the key of the request that waits. `DELETE /certificate`: back to the unit's. */
export interface CertificateInstall {
  readonly certificate: string
  readonly key?: string | undefined
  readonly keyPassword?: string | undefined
}

// ---- client certificates for remote administration on 8043: GET, POST, DELETE /client-certificates; DELETE /client-certificates/{id} (WEB-40 to 54) ----

export interface ClientCertificates {
  /** Issuer's name, where any exists. */
  readonly issuer?: string
  /** Port that asks for them, and whether it is open. */
  readonly port: number
  readonly open: boolean
  readonly items: readonly ClientCertificate[]
}
export interface ClientCertificate {
  readonly id: string
  readonly commonName: string
  readonly createdAt: number
  readonly notAfter: number
  readonly lastUsedAt?: number
  readonly fingerprint: string
}
export interface NewClientCertificate {
  readonly name: string
  readonly reason: string
  /** At least 12 characters; protects the file and is not kept. */
  readonly password: string
}
// `GET /client-certificates/{id}/file`: application/x-pkcs12, as made.

/** `POST /sim` with a `SimCommand` (gateway/sim-command.ts); `GET /sim` lists the far ends of simulated lines. */
export type SimAnswer = unknown
