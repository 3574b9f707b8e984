import t from 'tap'
import { freePort } from '../../peers/sipp.ts'
import { aServer } from '../an-office.ts'
import { flowsOffice, PROVIDERS } from './flows-office.ts'
import { sessionFlows } from './sessions.ts'
import { Stage } from './stage.ts'

t.setTimeout(240_000)
const providers = {
  north: { address: PROVIDERS.north, port: await freePort(PROVIDERS.north) },
  south: { address: PROVIDERS.south, port: await freePort(PROVIDERS.south) },
}
const server = await aServer(t, { office: flowsOffice(providers), limitMs: 60_000 })
const stage = new Stage({ server, providers })

await t.test('RFC 3665 §3', (t) => sessionFlows(t, stage))
