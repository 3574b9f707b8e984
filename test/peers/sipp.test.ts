import type { Test } from 'tap'
import { test } from 'tap'
import { RtpPhone } from './rtp-phone.ts'
import { statusOf } from './sip-text.ts'
import { credentials, Sipp, sipp } from './sipp.ts'

const LOCALHOST = '127.0.0.1'

const pairs = [
  { caller: 'call', called: 'answer' },
  { caller: 'call-until-bye', called: 'answer-and-hang-up' },
  { caller: 'call-with-hold', called: 'answer-and-be-held' },
]

for (const { caller, called } of pairs) {
  test(`sipp plays ${caller} with ${called}`, async (t) => {
    const far = await Sipp.start({ scenario: called, calls: 5, pauseMs: 100 })
    const remote = { address: LOCALHOST, port: far.port }
    const rows = [['rose', credentials('rose', 'secret'), 'bob']]
    const near = await sipp({ scenario: caller, remote, rows, calls: 5, pauseMs: 100 })
    t.match(near, { successful: 5, failed: 0, errors: '' })
    t.ok(near.cpuSeconds < 10, `${near.cpuSeconds} s`)
    t.match(await far.finished(), { successful: 5, failed: 0, errors: '' })
  })
}

test('RFC 2617 §3.2.2 sipp accepts the digests of sipp and of the scripted phone, not a wrong one', async (t) => {
  const rows = [['rose', 'secret']]
  const registrar = await Sipp.start({ scenario: 'challenge', rows, calls: 3 })
  const server = { address: LOCALHOST, port: registrar.port }
  const sippPhone = await sipp({
    scenario: 'register',
    remote: server,
    rows: [['rose', credentials('rose', 'secret')]],
    keys: { contact_port: '5555', expires: '60' },
    calls: 1,
  })
  t.match(sippPhone, { successful: 1, failed: 0 })
  for (const [password, status] of [
    ['secret', 200],
    ['wrong', 403],
  ] as const) {
    const phone = await RtpPhone.open({ user: 'rose', password, server })
    t.teardown(() => phone.close())
    t.equal(statusOf(await phone.register()), status)
  }
  t.match(await registrar.finished(), { successful: 3, failed: 0 })
})

test('sipp plays a busy phone', async (t) => {
  const { far, call } = await callTo(t, 'busy')
  t.equal(statusOf(await call.status(200)), 486)
  t.match(await far.finished(), { successful: 1, failed: 0 })
})

test('sipp rings until the caller gives up', async (t) => {
  const { far, call } = await callTo(t, 'ring')
  await call.status(180)
  t.equal(statusOf(await call.cancel()), 200)
  t.equal(statusOf(await call.status(200)), 487)
  t.match(await far.finished(), { successful: 1, failed: 0 })
})

async function callTo(t: Test, scenario: string) {
  const far = await Sipp.start({ scenario, calls: 1 })
  const server = { address: LOCALHOST, port: far.port }
  const phone = await RtpPhone.open({ user: 'rose', server })
  t.teardown(() => phone.close())
  return { far, call: await phone.call('bob') }
}

test('a scenario that fails is counted, and sipp ends in time', async (t) => {
  const far = await Sipp.start({ scenario: 'busy', calls: 1 })
  const near = await sipp({
    scenario: 'call',
    remote: { address: LOCALHOST, port: far.port },
    rows: [['rose', credentials('rose', 'secret'), 'bob']],
    calls: 1,
    limitSeconds: 5,
  })
  t.match(near, { successful: 0, failed: 1, errors: /486 Busy Here/ })
  await far.stop()
})
