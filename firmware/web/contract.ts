/**
 * What the pages and the API agree on: paths below `/api/v1`, and the shapes of what they answer. The pages use nothing but this.
 *
 * A request that changes something carries the header `x-csrf` with the session's token. Errors are `ApiError` with a status from
 * 400 on. Configuration is REST over the model: `GET/POST /config/{section}`, `GET/PATCH/DELETE /config/{section}/{id}` (section as
 * office files name it: `users`, `handsets`; a singleton's id is its section), `POST /config` for several changes in one revision.
 *
 * A session ends when nobody does anything for the time that is set (`web`, `idleSeconds`). Watching is not activity: the WebSocket does not
 * count, nor does a request with a header `x-by-itself`, which a page sends where nobody asked for it (a chart that moves on).
 *
 * One file an area, in `contract/`; a new area gets a file there and a line here.
 */
export type * from './contract/bans.ts'
export type * from './contract/browser-phone.ts'
export type * from './contract/calls.ts'
export type * from './contract/certificate.ts'
export type * from './contract/change-sets.ts'
export type * from './contract/client-certificates.ts'
export type * from './contract/config.ts'
export type * from './contract/entitlements.ts'
export type * from './contract/errors.ts'
export type * from './contract/events.ts'
export type * from './contract/explain.ts'
export type * from './contract/files.ts'
export type * from './contract/found.ts'
export type * from './contract/history.ts'
export type * from './contract/hold-music.ts'
export type * from './contract/lines.ts'
export type * from './contract/live.ts'
export type * from './contract/me.ts'
export type * from './contract/measures.ts'
export type * from './contract/model.ts'
export type * from './contract/people.ts'
export type * from './contract/phones.ts'
export type * from './contract/photos.ts'
export type * from './contract/power.ts'
export type * from './contract/report.ts'
export type * from './contract/resets.ts'
export type * from './contract/search.ts'
export type * from './contract/session.ts'
export type * from './contract/snapshots.ts'
export type * from './contract/system.ts'
export type * from './contract/tokens.ts'
export type * from './contract/trunks.ts'
