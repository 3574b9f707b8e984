import t, { type Test } from 'tap'
import { ok, refuse } from '../../../firmware/result.ts'
import type { ShownEvent, ShownPower } from '../../../firmware/web/contract.ts'
import type { Ask } from '../../../firmware/web/server/parts.ts'
import { anApi } from './an-api.ts'

/** An API whose supervisor, host and exchange are this test's. */
async function aPowerApi(t: Test, able: readonly string[] = []) {
  const asked: { verb: string; args: unknown }[] = []
  const world = { plan: null as unknown, exchange: true }
  const ask: Ask = async (program, verb, args = {}) => {
    if (program === 'host') return ok(able)
    if (program === 'exchange') {
      if (!world.exchange) return refuse({ code: 'not-running', text: 'Nobody listens.' })
      return ok([{ program: 'extension' }, { program: 'emergency' }])
    }
    if (verb === 'power') return ok({ plan: world.plan, ready: true })
    asked.push({ verb, args })
    if (verb === 'power-cancel') return ok({ plan: world.plan })
    world.plan = { ...(args as object), plannedAt: 1, state: 'waits' }
    return ok(world.plan)
  }
  return { ...(await anApi(t, { ask })), asked, world }
}

t.test(
  'RST-2 RST-16: what a restart would end, and who is signed in, are told before',
  async (t) => {
    const { admin, as, world } = await aPowerApi(t)
    await as('eve') // no administrator
    t.match((await admin.get<ShownPower>('power')).body, {
      machine: false,
      calls: 2,
      emergencies: 1,
      ready: true,
      administrators: [{ login: 'admin', from: '192.0.2.7', sinceMinutes: 0 }],
    })
    world.exchange = false
    t.notHas((await admin.get<ShownPower>('power')).body, 'calls')
  },
)

t.test(
  'RST-10 RST-11: planned and called off through the supervisor, and both are events',
  async (t) => {
    const { admin, asked, world, clock } = await aPowerApi(t, ['power'])
    const at = clock.now() + 3_600_000
    t.equal((await admin.ask('POST', 'power', { action: 'off', when: 'at', at })).status, 200)
    t.match(asked, [
      {
        verb: 'power-plan',
        args: { action: 'off', when: 'at', at, by: 'admin', from: /192\.0\.2\.7/ },
      },
    ])
    t.equal((await admin.ask('DELETE', 'power')).status, 200)
    const { body } = await admin.get<ShownEvent[]>('events?class=operation')
    t.match(body, [
      { text: 'A shutdown was called off.', severity: 'notice' },
      { text: /^A shutdown was planned for \d{4}-.*Z\.$/, severity: 'warning' },
    ])
    world.plan = null
    t.equal((await admin.ask('DELETE', 'power')).status, 404)
  },
)

t.test(
  'a machine that is no appliance is neither restarted nor switched off; its processes are',
  async (t) => {
    const { admin, asked } = await aPowerApi(t)
    for (const action of ['restart', 'off']) {
      const { status, body } = await admin.ask<{ text: string }>('POST', 'power', {
        action,
        when: 'now',
      })
      t.match([status, body.text], [422, /is not the appliance/])
    }
    for (const wrong of [{}, { action: 'off' }, { action: 'explode', when: 'now' }, []]) {
      t.equal((await admin.ask('POST', 'power', wrong)).status, 400)
    }
    t.strictSame(asked, [])
    t.equal((await admin.ask('POST', 'power', { action: 'restart-all', when: 'now' })).status, 200)
    t.equal(asked.length, 1)
  },
)

t.test('spec 33 PERM-213: every administrative role may, nobody else', async (t) => {
  const { as } = await aPowerApi(t)
  const wanted = { action: 'restart-all', when: 'calls-ended' }
  const support = await as('tess', 'support-technician')
  t.equal((await support.ask('POST', 'power', wanted)).status, 200)
  const person = await as('pat')
  t.equal((await person.ask('POST', 'power', wanted)).status, 403)
  t.equal((await person.get('power')).status, 403)
})
