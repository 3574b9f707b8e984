import t from 'tap'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import { aServer } from '../an-office.ts'
import { baresipTransfer } from './baresip-transfer.ts'
import { bodyFlows } from './bodies.ts'
import { flowsOffice, PROVIDERS } from './flows-office.ts'
import { offerFlows, raceFlows } from './offers.ts'
import { registrationFlows } from './registrations.ts'
import { serviceFlows } from './services.ts'
import { sessionFlows } from './sessions.ts'
import { Stage } from './stage.ts'
import { transferFlows } from './transfers.ts'

t.setTimeout(600_000)
const providers = {
  north: { address: PROVIDERS.north, port: await freePort(PROVIDERS.north) },
  south: { address: PROVIDERS.south, port: await freePort(PROVIDERS.south) },
}
const server = await aServer(t, { office: flowsOffice(providers), limitMs: 60_000 })
const stage = new Stage({ server, providers })

await t.test('RFC 3665 §2 registration', (t) => registrationFlows(t, stage))
await t.test('RFC 3665 §3 sessions', (t) => sessionFlows(t, stage))
await t.test('offers and answers', (t) => offerFlows(t, stage))
await t.test('races', (t) => raceFlows(t, stage))
await t.test('RFC 5359 services', (t) => serviceFlows(t, stage))
await t.test('RFC 5589 transfers', (t) => transferFlows(t, stage))
await t.test('bodies', (t) => bodyFlows(t, stage))
await t.test('transfers by baresip', (t) => baresipTransfer(t, stage))
