import { ApiTokens } from '../access/tokens.ts'
import { Unit } from '../access/unit.ts'
import { command } from '../bus/command.ts'
import { EntitlementWatch } from '../entitlements/watch.ts'
import { addressesNow } from '../environment.ts'
import { Forwarder } from '../forwarding/forwarder.ts'
import { runProgram } from '../program.ts'
import { commandSocket } from '../run-directory.ts'
import type { ShownCertificate } from '../shown-certificate.ts'
import { apiEndpoints } from './api/endpoints.ts'
import { keepDiary } from './api/system-events/keep-diary.ts'
import { createApp } from './server/app.ts'
import { Certificates } from './server/certificates.ts'
import { ClientCertificates } from './server/client-certificates.ts'
import { Doors } from './server/doors.ts'
import { keptSessions } from './server/kept-sessions.ts'
import { ownNames } from './server/names.ts'
import { ownEndpoints } from './server/own-endpoints.ts'
import { pages } from './server/pages.ts'
import type { Ask } from './server/parts.ts'
import { partsOf } from './server/parts-of.ts'
import { ServerCertificate } from './server/server-certificate.ts'
import { Sessions } from './server/sessions.ts'
import { shownDoors } from './server/shown-doors.ts'
import { sessionLimits, webSettings } from './server/web-settings.ts'

const ASK_MS = 5000

await runProgram('web', async (program) => {
  const { environment, clock, log, bus, stopping } = program
  const ask: Ask = (process, verb, args = {}, signal) =>
    command(commandSocket(environment.run, process), verb, args, {
      timeoutMs: ASK_MS,
      clock,
      signal,
    })
  const unit = new Unit(environment.data, clock)
  program.onStop(() => unit.close())
  const sessions = new Sessions(clock, keptSessions(environment.run, log), () =>
    sessionLimits(unit),
  )
  sessions.start()
  program.onStop(() => sessions.stop())
  const tokens = new ApiTokens({ environment, clock, log })
  tokens.start()
  program.onStop(() => tokens.stop())
  const certificates = new Certificates({
    environment,
    clock,
    log,
    names: () => ownNames(addressesNow()),
  })
  await certificates.start()
  program.onStop(() => certificates.stop())
  const served = new ServerCertificate({
    environment,
    clock,
    log,
    certificates,
    conditions: program,
  })
  served.start()
  program.onStop(() => served.stop())
  const clients = new ClientCertificates({ environment, clock, log })
  clients.start()
  program.onStop(() => clients.stop())
  const store = () => unit.store
  const forwarder = new Forwarder({ store, clock, log, conditions: program })
  forwarder.start()
  program.onStop(() => forwarder.stop())
  keepDiary({ store, clock, bus, signal: stopping })
  let opened: Doors | undefined
  const parts = partsOf({
    environment,
    clock,
    log,
    bus,
    ask,
    unit,
    sessions,
    tokens,
    stopping,
    serverCertificate: () => served,
    clients: () => clients,
    forwarder: () => forwarder,
    doors: () => shownDoors(opened, environment),
    get certificate() {
      return served.offer
    },
  })
  const watch = new EntitlementWatch({ clock, store: () => unit.store, conditions: program })
  watch.start()
  program.onStop(() => watch.stop())
  const app = await createApp(parts, [ownEndpoints, apiEndpoints, pages()])
  program.onStop(() => app.close())
  const doors = new Doors({
    app,
    clock,
    log,
    conditions: program,
    leaves: served,
    clients,
    ports: {
      admin: environment.webPort,
      portal: environment.portalPort,
      remote: environment.remotePort,
    },
    addresses: addressesNow,
    settings: () => {
      if (!unit.store) void unit.state() // opens it once there is one
      return webSettings(unit)
    },
  })
  opened = doors
  await doors.start()
  program.onStop(() => doors.close())
  program.verbs({
    certificate: (): ShownCertificate => {
      const { names, notAfter, caFingerprint } = served.offer
      return { names, notAfter, caFingerprint }
    },
    doors: () => shownDoors(doors, environment),
  })
  program.ready()
})
