/** Calls at once of a capacity profile, with a provider: ordinary calls are refused beyond it, an emergency call never is. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { test } from 'tap'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aDirectory } from '../store/a-store.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(300_000)
const PROVIDER = '127.0.0.2'
const place = { address: PROVIDER, port: await freePort(PROVIDER) }
const LINES = Array.from({ length: 12 }, (_, n) => `  - { port: fxo-${n + 1} }`)
const server = await aServer(t, {
  office: `${office(1)}
sipTrunks:
  - { description: East, server: ${PROVIDER}, serverPort: ${place.port}, healthSeconds: 0, emergency: true }
fxoLines:
${LINES.join('\n')}
`,
})

test('PLAT-12, PLAT-40, spec decision 2: beyond the profile a call hears that all lines are busy, an emergency call goes out', async (t) => {
  const far = await RtpPhone.open({ user: 'east', server: server.sip, ...place })
  t.teardown(() => far.close())
  const near = await aPhone(t, server, numberOf(0))
  const before = await near.call('95855550100')
  const back = await far.incoming()
  back.ring()
  t.equal(statusOf(await before.status(180)), 180, 'the open profile has room')
  await before.cancel()
  await back.over()

  const file = join(aDirectory(t), 'smaller.yaml')
  writeFileSync(file, "capacity: { profile: '320' }\n")
  const applied = await server.cli('apply', file)
  t.equal(applied.code, 0, applied.stderr)
  const known = far.calls.length
  const refused = await near.call('95855550100')
  t.equal(statusOf(await refused.status(200)), 503, 'cause 34: no circuit')
  t.equal(far.calls.length, known, 'the provider hears nothing of it')

  const help = await near.call('911')
  const heard = await far.incoming()
  heard.ring()
  t.equal(statusOf(await help.status(180)), 180)
  await help.cancel()
  await heard.over()

  const ran = await server.cli('export')
  t.match(ran.stdout, /port: ['"]?fxo-12/, 'PLAT-39 the lines that were there stay')
})
