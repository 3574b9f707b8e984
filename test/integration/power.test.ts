import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(180_000)
const server = await aServer(t, { office: office(3) })
const [ann, bob, cat] = [numberOf(0), numberOf(1), numberOf(2)]

test('the whole server killed keeps configuration, registrations and records', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  const first = await caller.call(bob)
  ;(await called.incoming()).answer()
  await first.answered()
  await first.bye()
  const before = await until('the record', async () => {
    const [record] = await server.records(1)
    return record?.endedAt !== undefined && record
  })
  const configuration = (await server.cli('export')).stdout

  await server.killAll9()
  await server.startAgain()

  t.equal((await server.cli('export')).stdout, configuration)
  t.strictSame((await server.records(1))[0], before)
  const second = await caller.call(bob) // neither has registered anew
  ;(await called.incoming()).answer()
  await second.answered()
  t.equal(statusOf(await second.bye()), 200)
})

test('a call that was on when the server was killed is closed in its record', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, cat)
  const call = await caller.call(cat)
  const back = await called.incoming()
  back.answer()
  await call.answered()
  await until('the call', async () => (await server.records(1))[0]?.answeredAt !== undefined)
  await server.killAll9()
  await server.startAgain()
  await until(
    'its end',
    async () => {
      const [record] = await server.records(1)
      return record?.dialled === cat && record.endedAt !== undefined
    },
    60_000,
  )
  t.pass('its record is complete')
})

test('what a command has acknowledged is there after a kill', async (t) => {
  for (let round = 1; round <= 3; round++) {
    const old = await server.secretOf(ann)
    const { code } = await server.cli('secret', 'handset', ann, '--new')
    t.equal(code, 0)
    await server.killAll9()
    await server.startAgain()
    t.not(await server.secretOf(ann), old)
  }
})
