import t from 'tap'
import { Cause } from '../../firmware/calls/cause.ts'
import { connect } from '../../firmware/calls/connect.ts'
import { SmallExchange } from './fakes.ts'

/** Two parties that talk. */
async function aTalk() {
  const office = new SmallExchange({
    name: 'ring',
    run: async (call) => {
      const outcome = await connect(call, [office.destination('102')])
      if (outcome === undefined) return Cause.subscriberAbsent
      return typeof outcome === 'number' ? outcome : call.left(outcome)
    },
  })
  const { call, caller } = await office.call('ring', null)
  const callee = office.phone('102')
  callee.becomes('answered')
  await office.settle()
  return { office, call, caller, callee }
}

const listening = (office: SmallExchange) =>
  office.gateway.of('detect').filter(({ what }) => what === 'voice')

/** What the gateway tells of the one who listens to that leg. */
function tells(office: SmallExchange, leg: string, speaks: boolean, which = -1): void {
  const asked = listening(office).filter(({ termination }) => termination === leg)
  const { attachment = '' } = asked.at(which) ?? {}
  const told = { termination: leg, attachment, side: 'from', speaks } as const
  office.table.gatewayEvent({ event: 1, kind: 'voice', ...told })
}

t.test('nobody is listened to until somebody looks', async (t) => {
  const { office } = await aTalk()
  t.strictSame(listening(office), [])
})

t.test('who looks sees who speaks, as it changes', async (t) => {
  const { office, call, caller, callee } = await aTalk()
  t.strictSame(office.table.speakers.of(call), [])
  t.match(listening(office), [
    { termination: caller.id, side: 'from' },
    { termination: callee.id, side: 'from' },
  ])
  tells(office, caller.id, true)
  t.strictSame(office.table.speakers.of(call), [caller.id])
  tells(office, callee.id, true)
  tells(office, caller.id, false)
  t.strictSame(office.table.speakers.of(call), [callee.id])
  t.equal(listening(office).length, 2, 'each is asked for once')
})

t.test('when nobody looks any more nobody listens, and a new look is a new one', async (t) => {
  const { office, call, caller } = await aTalk()
  office.table.speakers.of(call)
  await office.clock.advance(4000)
  office.table.speakers.of(call)
  await office.clock.advance(4000)
  t.strictSame(office.gateway.of('stop'), [], 'it was asked again in time')
  tells(office, caller.id, true)
  await office.clock.advance(2000)
  const asked = listening(office).map(({ attachment }) => attachment)
  t.strictSame(
    office.gateway.of('stop').map(({ attachment }) => attachment),
    asked,
  )
  t.strictSame(office.table.speakers.of(call), [], 'what was heard before says nothing')
  t.equal(new Set(listening(office).map(({ attachment }) => attachment)).size, 4)
})

t.test('a detector that another process has left behind is stopped when it tells', async (t) => {
  const { office, call, caller } = await aTalk()
  office.table.speakers.of(call)
  await office.killed()
  tells(office, caller.id, true)
  const [{ attachment = '' } = {}] = listening(office)
  t.match(office.gateway.of('stop'), [{ attachment }])
})

t.test('a call that ends takes its listeners with it', async (t) => {
  const { office, call, caller } = await aTalk()
  office.table.speakers.of(call)
  caller.hangsUp()
  await office.settle()
  await office.clock.advance(10_000)
  t.equal(office.table.call(call.id), undefined)
  t.strictSame(office.gateway.of('stop'), [], 'the terminations are gone, and they with them')
})
