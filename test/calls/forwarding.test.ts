import t from 'tap'
import { Cause } from '../../firmware/calls/cause.ts'
import { connect } from '../../firmware/calls/connect.ts'
import type { Forwarding } from '../../firmware/calls/forwarding.ts'
import type { Program } from '../../firmware/calls/program.ts'
import { SmallExchange } from './fakes.ts'

/** Rings 102 and 103; who sends a call on leads to the numbers dialled, one try each: `104,105` is two. */
function anOffice(isFinal: (cause: Cause) => boolean = () => false) {
  const asked: (readonly [n: number, alone: boolean])[] = []
  const forwarding: Forwarding = ({ forward }, n, alone) => {
    asked.push([n, alone])
    const key = forward?.dialled.raw.split(',')[n]
    return !key ? undefined : { destinations: [exchange.destination(key)], isFinal }
  }
  const exchange: SmallExchange = new SmallExchange({
    name: 'ring',
    run: async (call) => {
      const to = ['102', '103'].map((key) => exchange.destination(key))
      const outcome = await connect(call, to, { forwarding })
      return typeof outcome === 'object' ? call.left(outcome) : Cause.noAnswer
    },
  } satisfies Program<never>)
  return { exchange, asked }
}

t.test(
  'RFC 3261 §21.3 who sends a call on is rung for elsewhere, and the others ring on',
  async (t) => {
    const { exchange, asked } = anOffice()
    const { call, caller } = await exchange.call('ring', null)
    exchange.phone('103').becomes('alerting')
    exchange.phone('102').sendsOn('104')
    await exchange.settle()
    t.equal(exchange.phone('103').phase, 'alerting')
    exchange.phone('104').becomes('answered')
    await exchange.settle()
    t.equal(call.partnerOf(caller), exchange.phone('104'))
    t.strictSame(exchange.phone('103').told, [`release ${Cause.answeredElsewhere}`])
    t.strictSame(asked[0], [0, false])
    const diverted = exchange.events.filter(({ kind }) => kind === 'diverted')
    t.match(diverted, [{ party: { digits: '102' }, name: 'unconditional' }])
  },
)

t.test('who is rung for it has its whole time, and no more', async (t) => {
  const { exchange } = anOffice()
  const { caller } = await exchange.call('ring', null)
  exchange.phone('103').hangsUp(Cause.userBusy)
  await exchange.clock.advance(20_000)
  exchange.phone('102').sendsOn('104')
  await exchange.settle()
  await exchange.clock.advance(20_000)
  t.equal(exchange.phone('104').phase, 'calling')
  await exchange.clock.advance(5_000)
  await exchange.settle()
  t.equal(exchange.phone('104').phase, 'released')
  t.equal(caller.phase, 'released')
})

t.test('OUT-10 one line after the other is tried, until somebody there has refused', async (t) => {
  const { exchange } = anOffice((cause) => cause === Cause.userBusy)
  const { caller } = await exchange.call('ring', null)
  exchange.phone('103').hangsUp(Cause.userBusy)
  exchange.phone('102').sendsOn('104,105,106')
  await exchange.settle()
  exchange.phone('104').hangsUp(Cause.noCircuit)
  await exchange.settle()
  exchange.phone('105').hangsUp(Cause.userBusy)
  await exchange.settle()
  t.throws(() => exchange.phone('106'))
  t.equal(caller.phase, 'released')
})

t.test('a call that may not be sent on there ends as if nobody had answered', async (t) => {
  const { exchange } = anOffice()
  const { caller } = await exchange.call('ring', null)
  exchange.phone('102').sendsOn('')
  await exchange.settle()
  t.equal(caller.phase, 'offered')
  exchange.phone('103').hangsUp(Cause.userBusy)
  await exchange.settle()
  t.equal(caller.phase, 'released')
})

t.test('DESIGN §5 the exchange is killed meanwhile: nobody is rung twice', async (t) => {
  const { exchange } = anOffice()
  const { call } = await exchange.call('ring', null)
  exchange.phone('102').sendsOn('104')
  await exchange.settle()
  await exchange.killed()
  const after = exchange.table.call(call.id)
  t.equal(after?.legs.length, 4)
  const rung = after?.legs.find(({ party }) => party.digits === '104')
  Object.assign(rung ?? {}, { phase: 'answered' })
  if (rung) after?.changed(rung)
  await exchange.settle()
  t.equal(after?.partnerOf(after.origin)?.party.digits, '104')
})
