import t, { test } from 'tap'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const [ann, bob] = [numberOf(0), numberOf(1)]

test('a clean stop hangs up on both sides, and everything stored is sound', async (t) => {
  const server = await aServer(t, { office: office(2) })
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.answer()
  await out.answered()
  await server.stopOnly()
  await Promise.all([out.over(), back.over()])
  const { code, stdout } = await server.cli('check', '--json')
  t.equal(code, 0, stdout)
  await server.startAgain()
  const [record] = await server.records(1)
  t.match(record, { dialled: bob, cause: 38 })
  t.equal(record?.adopted, 0, 'the call was over before the stop')
})

test('a call to a number that nobody has is refused with 404 and its cause', async (t) => {
  const server = await aServer(t, { office: office(1) })
  const caller = await aPhone(t, server, ann)
  const answer = await (await caller.call('299')).status(200)
  t.equal(statusOf(answer), 404)
})
