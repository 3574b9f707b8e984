import type { FastifyInstance } from 'fastify'
import type { Parts } from '../server/parts.ts'
import { banEndpoints } from './bans.ts'
import { browserPhoneEndpoints } from './browser-phone/browser-phone.ts'
import { callEndpoints } from './calls.ts'
import { ChangeSets } from './change-sets/change-sets.ts'
import { changeSetEndpoints } from './change-sets/endpoints.ts'
import { configEndpoints, tellChanged } from './config.ts'
import { entitlementEndpoints } from './entitlements/endpoints.ts'
import { exportEndpoints } from './files/exports.ts'
import { importEndpoints } from './files/imports.ts'
import { foundEndpoints } from './found.ts'
import { historyEndpoints } from './history.ts'
import { holdMusicEndpoints } from './hold-music/endpoints.ts'
import { liveEndpoints } from './live/live.ts'
import { meEndpoints } from './me/me.ts'
import { measureEndpoints } from './measures/measures.ts'
import { metricsEndpoint } from './metrics.ts'
import { modelEndpoint } from './model.ts'
import { openApiEndpoint } from './openapi.ts'
import { templateEndpoint } from './people/template-endpoint.ts'
import { photoEndpoints } from './photos/endpoints.ts'
import { powerEndpoints } from './power/power.ts'
import { reportEndpoints } from './report/endpoints.ts'
import { resetEndpoints } from './resets.ts'
import { restoreEndpoints } from './restore.ts'
import { revealEndpoint } from './reveal.ts'
import { searchEndpoint } from './search.ts'
import { snapshotEndpoints } from './snapshots.ts'
import { systemEndpoints } from './system.ts'
import { eventEndpoints } from './system-events/events.ts'
import { forwardingEndpoints } from './system-events/forwarding.ts'
import { traceEndpoints } from './traces.ts'
import { usesEndpoint } from './uses.ts'

/** Everything below `/api/v1` but the session. The app has the guard and `@fastify/websocket` already. */
export function apiEndpoints(app: FastifyInstance, parts: Parts): void {
  const sets = new ChangeSets(parts, (before, changed) => tellChanged(parts, before, changed))
  app.addHook('onReady', () => sets.start())
  app.addHook('onClose', () => sets.stop())
  configEndpoints(app, parts, sets)
  changeSetEndpoints(app, parts, sets)
  revealEndpoint(app, parts)
  modelEndpoint(app)
  openApiEndpoint(app)
  historyEndpoints(app, parts)
  restoreEndpoints(app, parts)
  reportEndpoints(app, parts)
  resetEndpoints(app, parts)
  snapshotEndpoints(app, parts)
  entitlementEndpoints(app, parts)
  exportEndpoints(app, parts)
  importEndpoints(app, parts)
  photoEndpoints(app, parts)
  holdMusicEndpoints(app, parts)
  templateEndpoint(app, parts)
  usesEndpoint(app, parts)
  searchEndpoint(app, parts)
  liveEndpoints(app, parts)
  foundEndpoints(app, parts)
  banEndpoints(app, parts)
  callEndpoints(app, parts)
  traceEndpoints(app, parts)
  metricsEndpoint(app, parts)
  measureEndpoints(app, parts)
  systemEndpoints(app, parts)
  eventEndpoints(app, parts)
  forwardingEndpoints(app, parts)
  powerEndpoints(app, parts)
  meEndpoints(app, parts)
  browserPhoneEndpoints(app, parts)
}
