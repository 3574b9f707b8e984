import t from 'tap'
import { Cause } from '../../firmware/calls/cause.ts'
import { connect } from '../../firmware/calls/connect.ts'
import type { Program } from '../../firmware/calls/program.ts'
import { SmallExchange } from './fakes.ts'

/** An exchange whose program `ring` rings these phones, then talks until one side leaves. */
function officeWith(...keys: string[]): SmallExchange {
  const exchange = new SmallExchange({
    name: 'ring',
    run: async (call) => {
      const outcome = await connect(
        call,
        keys.map((key) => exchange.destination(key)),
      )
      if (outcome === undefined) return Cause.subscriberAbsent
      return typeof outcome === 'number' ? outcome : call.left(outcome)
    },
  } satisfies Program<never>)
  return exchange
}

t.test('ROUTE-2 all destinations of an attempt ring at the same time', async (t) => {
  const office = officeWith('102', '103')
  const { caller } = await office.call('ring', null)
  office.phone('102').becomes('alerting')
  t.equal(office.phone('103').phase, 'calling')
  t.strictSame(caller.told, ['alert'])
})

t.test('ROUTE-4 the first to answer gets the call and the others stop ringing', async (t) => {
  const office = officeWith('102', '103')
  const { call, caller } = await office.call('ring', null)
  office.phone('102').becomes('alerting')
  office.phone('103').becomes('answered')
  await office.settle()
  t.strictSame(caller.told, ['alert', 'answer'])
  t.strictSame(office.phone('102').told, [`release ${Cause.answeredElsewhere}`])
  t.equal(call.partnerOf(call.origin), office.phone('103'))
  const hears = office.gateway
    .of('topology')
    .filter(({ from, to }) => [from, to].includes(office.phone('103').id))
  t.notOk(hears.some((pair) => !pair.hears && [pair.from, pair.to].includes(caller.id)))
})

t.test('the caller hangs up while it rings: every phone stops, the call is recorded', async (t) => {
  const office = officeWith('102')
  const { caller } = await office.call('ring', null)
  office.phone('102').becomes('alerting')
  caller.hangsUp()
  await office.settle()
  t.strictSame(office.phone('102').told, [`release ${Cause.normalClearing}`])
  t.strictSame(office.kinds(), [
    'began',
    'program',
    'leg',
    'ringing',
    'ringing',
    'left',
    'left',
    'released',
  ])
  t.equal(office.table.calls.length, 0)
  await office.journalled()
  t.equal(office.store.values.size, 0, 'the journal forgets it')
  t.equal(office.clock.waiting, 0, 'no timer is left')
})

t.test('nobody answers: the caller gets cause 19 when the last ring is over', async (t) => {
  const office = officeWith('102')
  const { caller } = await office.call('ring', null)
  office.phone('102').becomes('alerting')
  await office.clock.advance(23_999)
  t.equal(caller.phase, 'alerting')
  await office.clock.advance(2)
  t.equal(caller.cause, Cause.noAnswer)
  t.strictSame(office.phone('102').told, [`release ${Cause.noAnswer}`])
})

t.test('one busy phone of two does not end the ringing; two do', async (t) => {
  const office = officeWith('102', '103')
  const { caller } = await office.call('ring', null)
  office.phone('102').hangsUp(Cause.userBusy)
  await office.settle()
  t.equal(caller.phase, 'offered')
  office.phone('103').hangsUp(Cause.noAnswer)
  await office.settle()
  t.equal(caller.cause, Cause.userBusy, 'busy tells more than no answer')
})

t.test('a line that takes keys by signalling gets each once, however it came', async (t) => {
  const office = officeWith('102')
  const { call, caller } = await office.call('ring', null)
  const phone = office.phone('102')
  phone.becomes('answered')
  await office.settle()
  call.digit(caller, '4', 'media')
  call.digit(caller, '5', 'signalling')
  t.strictSame(
    office.gateway.of('digits').map(({ digits }) => digits),
    ['5'],
  )
  Object.assign(phone, { sendKey: (digit: string) => phone.told.push(`key ${digit}`) > 0 })
  call.digit(caller, '6', 'media')
  call.digit(caller, '7', 'signalling')
  t.strictSame(phone.told, ['key 6', 'key 7'])
  t.equal(office.gateway.of('digits').length, 1)
})

t.test('nobody is registered: cause 20 at once', async (t) => {
  const office = officeWith()
  const { caller } = await office.call('ring', null)
  t.equal(caller.cause, Cause.subscriberAbsent)
})

t.test(
  'early audio of the only phone reaches the caller, that of one of two does not',
  async (t) => {
    const office = officeWith('102', '103')
    const { caller } = await office.call('ring', null)
    const early = office.phone('102')
    early.earlyMedia = true
    early.becomes('alerting')
    t.strictSame(caller.told, ['alert'], 'two branches: the caller hears ringback')
    office.phone('103').hangsUp(Cause.userBusy)
    await office.settle()
    t.strictSame(caller.told, ['alert', 'progress'])
  },
)

t.test('the exchange is killed while it rings: the phone goes on, its answer joins', async (t) => {
  const office = officeWith('102')
  const { call, caller } = await office.call('ring', null)
  office.phone('102').becomes('alerting')
  await office.clock.advance(10_000)
  await office.killed()
  const again = office.table.call(call.id)
  t.equal(again?.legs.length, 2, 'no second leg was dialled')
  const phone = office.phone(`${call.id}.2`)
  phone.becomes('answered')
  await office.settle()
  t.equal(again?.partnerOf(again.origin), phone)
  t.strictSame(office.phone(caller.id).told, ['answer'])
})

t.test('the exchange is killed while it rings: the ring time is not begun anew', async (t) => {
  const office = officeWith('102')
  const { caller } = await office.call('ring', null)
  office.phone('102').becomes('alerting')
  await office.clock.advance(20_000)
  await office.killed()
  await office.clock.advance(4_001)
  t.equal(office.phone(caller.id).cause, Cause.noAnswer)
})

t.test('the exchange is killed while they talk: either side can still hang up', async (t) => {
  for (const leaver of [1, 2]) {
    const office = officeWith('102')
    const { call } = await office.call('ring', null)
    office.phone('102').becomes('answered')
    await office.settle()
    await office.killed()
    t.equal(office.table.calls.length, 1)
    office.phone(`${call.id}.${leaver}`).hangsUp()
    await office.settle()
    t.equal(office.phone(`${call.id}.${3 - leaver}`).phase, 'released')
    t.equal(office.table.calls.length, 0)
    t.strictSame(
      office.events.map(({ sequence }) => sequence),
      office.events.map((_, index) => index + 1),
      'no event is missing, none came twice',
    )
    t.ok(office.kinds().includes('adopted'))
    t.equal(office.kinds().at(-1), 'released')
  }
})

t.test(
  'killed between hanging up and recording: the next process ends what the first began',
  async (t) => {
    const office = officeWith('102')
    office.recordMs = 1000
    const { caller } = await office.call('ring', null)
    office.phone('102').becomes('answered')
    await office.settle()
    caller.hangsUp()
    await office.killed()
    t.equal(office.table.calls.length, 0, 'it is over')
    t.equal(office.table.ended, 1, 'not yet recorded')
    t.ok(office.store.values.has('call/1-1-1'), 'and the journal has it')
    await office.clock.advance(1000)
    await office.journalled()
    t.equal(office.table.ended, 0)
    t.strictSame([...office.store.values.keys()], [])
    t.equal(office.kinds().at(-1), 'released')
  },
)
