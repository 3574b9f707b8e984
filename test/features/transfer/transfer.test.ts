import t from 'tap'
import { Cause } from '../../../firmware/calls/cause.ts'
import type { ScriptedLeg } from '../../calls/fakes.ts'
import { TransferringOffice } from './transferring-office.ts'

/** 101 called 102, and they talk. */
async function aTalk() {
  const office = new TransferringOffice()
  const call = await office.calls('101', '102')
  await office.answers('102')
  const [caller, called] = [office.caller(call), office.rung('102')]
  called.device = '102'
  called.call.changed(called)
  return { office, call, caller, called }
}

t.test(
  'RFC 5589 §6.1 a blind transfer: the other party hears ringing, then the target',
  async (t) => {
    const { office, call, caller, called } = await aTalk()
    await office.refers(called, '103')
    t.notOk(office.hear(caller, called), 'the two are parted')
    office.rung('103').becomes('alerting')
    await office.exchange.settle()
    t.strictSame(office.tones(caller), ['440+480'])
    t.strictSame(called.told, ['refer 100', 'refer 180'])
    await office.answers('103')
    t.strictSame(office.tones(caller), [])
    t.ok(office.hear(caller, office.rung('103')))
    t.strictSame(called.told.slice(2), ['refer 200', 'release 16'])
    t.equal(caller.phase, 'answered')
    const transferred = office.exchange.events.filter(({ kind }) => kind === 'transferred')
    t.match(transferred, [{ call, leg: caller.id, other: office.rung('103').id, by: called.id }])
    await office.hangsUp(office.rung('103'))
    t.equal(caller.phase, 'released')
    t.strictSame(office.exchange.errors, [])
  },
)

t.test('RFC 5589 §6.1 the caller may transfer as well as the called', async (t) => {
  const { office, caller, called } = await aTalk()
  await office.refers(caller, '103')
  await office.answers('103')
  const third = office.rung('103')
  t.ok(office.hear(called, third))
  t.equal(caller.phase, 'released')
  await office.hangsUp(called)
  t.equal(third.phase, 'released')
})

for (const [what, digits, status] of [
  ['busy', '109', 486],
  ['no number of ours', '199', 404],
] as const) {
  t.test(`RFC 5589 §6.2 the target is ${what}: the transferor has the call back`, async (t) => {
    const { office, caller, called } = await aTalk()
    await office.refers(called, digits)
    t.strictSame(called.told, ['refer 100', `refer ${status}`])
    t.ok(office.hear(caller, called))
    await office.later(10)
    t.equal(caller.phase, 'answered')
    await office.refers(called, '103')
    await office.answers('103')
    t.ok(office.hear(caller, office.rung('103')), 'and may try again')
  })
}

t.test('RFC 5589 §6.2 nobody answers: the transferor has the call back', async (t) => {
  const { office, caller, called } = await aTalk()
  await office.refers(called, '103')
  await office.later(25)
  t.strictSame(called.told, ['refer 100', 'refer 480'])
  t.notOk(office.isRung('103'))
  t.ok(office.hear(caller, called))
})

t.test('a transferor who hangs up early is not waited for', async (t) => {
  const { office, caller, called } = await aTalk()
  await office.refers(called, '103')
  await office.hangsUp(called)
  await office.answers('103')
  const third = office.rung('103')
  t.ok(office.hear(caller, third))
  await office.hangsUp(caller)
  t.equal(third.phase, 'released')
})

t.test('REFER and BYE in the same moment is a transfer', async (t) => {
  const { office, caller, called } = await aTalk()
  called.refers({ dialled: office.exchange.table.calls[0]?.dialled ?? caller.party })
  called.hangsUp()
  await office.exchange.settle()
  t.equal(caller.phase, 'answered')
  t.ok(office.isRung('102'))
})

for (const when of ['before', 'just after', 'long after'] as const) {
  t.test(`who hangs up ${when} the transfer has failed`, async (t) => {
    const { office, caller, called } = await aTalk()
    await office.refers(called, when === 'before' ? '103' : '109')
    if (when === 'long after') await office.later(5)
    await office.hangsUp(called)
    if (when === 'before') await office.later(25)
    if (when === 'long after') {
      t.equal(caller.phase, 'released', 'has ended the call')
      return
    }
    t.ok(office.isRung('102'), 'is called back, and the party is not lost')
    await office.answers('102')
    t.ok(office.hear(caller, office.rung('102')))
  })
}

t.test('nobody answers the call back either: the party is released with the cause', async (t) => {
  const { office, caller, called } = await aTalk()
  await office.refers(called, '103')
  await office.hangsUp(called)
  await office.later(25)
  await office.later(25)
  t.equal(caller.phase, 'released')
  t.equal(caller.cause, Cause.noAnswer)
})

t.test('the party does not wait: all is over', async (t) => {
  const { office, caller, called } = await aTalk()
  await office.refers(called, '103')
  await office.hangsUp(caller)
  t.notOk(office.isRung('103'))
  t.strictSame(called.told, ['refer 100', 'refer 487', 'release 16'])
})

// ---- attended ----

/** 101 called 102; 102, who has it on hold, called 103. */
async function twoCalls(state: 'talking' | 'ringing', target = '103') {
  const talk = await aTalk()
  const { office } = talk
  const second = await office.calls('102', target)
  const rung = target === '110' ? '105' : target
  if (state === 'talking') await office.answers(rung)
  else office.rung(rung).becomes('alerting')
  await office.exchange.settle()
  return { ...talk, second, consulting: office.caller(second), third: office.rung(rung) }
}

t.test('RFC 5589 §7.3 an attended transfer joins the two remote parties', async (t) => {
  const { office, call, second, caller, called, consulting, third } = await twoCalls('talking')
  await office.refers(called, '103', consulting.id)
  t.ok(office.hear(caller, third))
  t.strictSame(called.told, ['refer 100', 'refer 200', 'release 16'])
  t.strictSame(consulting.told.at(-1), 'release 16')
  t.equal(third.phase, 'answered')
  t.equal(office.exchange.table.call(second), undefined, 'one call is left')
  t.equal(office.exchange.table.callWith(third.id)?.id, call)
  const context = office.exchange.gateway.of('drop-context')
  t.strictSame(context, [{ op: 'drop-context', context: second }])
  await office.hangsUp(third)
  t.equal(caller.phase, 'released')
  t.strictSame(office.exchange.errors, [])
})

t.test('RFC 5589 §7.3 in the other order: REFER comes in the second call', async (t) => {
  const { office, call, second, caller, called, consulting, third } = await twoCalls('talking')
  await office.refers(consulting, '101', called.id)
  t.ok(office.hear(caller, third))
  t.equal(office.exchange.table.call(call), undefined)
  t.equal(office.exchange.table.callWith(caller.id)?.id, second)
  await office.hangsUp(caller)
  t.equal(third.phase, 'released')
})

t.test('RFC 5589 §7.6 a semi-attended transfer: the target rings on for the party', async (t) => {
  const { office, call, caller, called, consulting, third } = await twoCalls('ringing')
  await office.refers(called, '103', consulting.id)
  t.strictSame(office.tones(caller), ['440+480'])
  t.match(consulting.told.at(-1), /release/)
  t.equal(third.phase, 'alerting')
  third.becomes('answered')
  await office.exchange.settle()
  t.strictSame(office.tones(caller), [])
  t.ok(office.hear(caller, third))
  t.strictSame(called.told, ['refer 100', 'refer 180', 'refer 200', 'release 16'])
  t.equal(office.exchange.table.callWith(third.id)?.id, call)
})

t.test(
  'a semi-attended transfer keeps its time, and the route of the extension goes on',
  async (t) => {
    const { office, caller, called, consulting, third } = await twoCalls('ringing', '110')
    await office.later(20)
    await office.refers(called, '110', consulting.id)
    await office.later(5)
    t.equal(third.phase, 'released', '24 s since the call was made')
    t.ok(office.isRung('106'), 'the next try')
    await office.answers('106')
    t.ok(office.hear(caller, office.rung('106')))
  },
)

t.test('SECURITY row 10 two outside parties are not left with each other', async (t) => {
  const { office, caller, called, consulting, third } = await twoCalls('talking')
  office.joining = 'refused'
  await office.refers(called, '103', consulting.id)
  t.strictSame(called.told, ['refer 100', 'refer 403'])
  t.ok(office.hear(caller, called))
  t.ok(office.hear(consulting, third))
})

for (const how of ['blind', 'attended'] as const) {
  t.test(`SADV-4, CH-78 the line of an outside party does a transfer itself: ${how}`, async (t) => {
    const { office, caller, called, consulting, third } = await twoCalls('talking')
    office.joining = 'refused'
    office.handingOver = () => '<sip:3@p.example>'
    await office.refers(called, '103', how === 'attended' ? consulting.id : undefined)
    t.ok(caller.told.includes('hand over <sip:3@p.example>'))
    await office.exchange.killed()
    const [again, transferor] = [office.leg(caller.id), office.leg(called.id)]
    t.equal(transferor.phase, 'answered', 'nobody knows yet')
    again.handedOver = 200
    again.call.changed(again)
    await office.exchange.settle()
    t.strictSame(transferor.told.slice(-2), ['refer 200', 'release 16'])
    t.equal(again.phase, 'released', 'its line has it')
    const other = office.exchange.table.leg(third.id)
    t.equal(other?.phase, how === 'attended' ? undefined : 'answered')
  })
}

t.test('SADV-4 the line refuses, or says nothing: the transferor has the party back', async (t) => {
  for (const status of [603, undefined]) {
    const { office, caller, called } = await aTalk()
    office.handingOver = () => '<sip:3@p.example>'
    await office.refers(called, '103')
    caller.handedOver = status
    caller.call.changed(caller)
    await office.exchange.settle()
    if (status === undefined) await office.later(181)
    t.equal(called.told.at(-1), status === undefined ? 'refer 504' : 'refer 403')
    t.ok(office.hear(caller, called))
    t.equal(caller.handedOver, undefined, 'it may be tried again')
  }
})

t.test('the other call has ended meanwhile: all is as it was', async (t) => {
  const { office, caller, called, consulting, third } = await twoCalls('talking')
  await office.hangsUp(third)
  await office.refers(called, '103', consulting.id)
  t.strictSame(called.told, ['refer 100', 'refer 501'])
  t.ok(office.hear(caller, called))
})

// ---- an exchange that is killed ----

type Scene = (office: TransferringOffice) => readonly (() => Promise<void> | void)[]

const scenes: Record<string, { readonly ends: 'joined' | 'back'; readonly scene: Scene }> = {
  blind: {
    ends: 'joined',
    scene: (office) => [
      () => office.refers(office.leg('1-1-1.2'), '103'),
      () => office.rung('103').becomes('alerting'),
      () => office.answers('103'),
    ],
  },
  'blind, who hangs up early': {
    ends: 'joined',
    scene: (office) => [
      () => office.refers(office.leg('1-1-1.2'), '103'),
      () => office.hangsUp(office.leg('1-1-1.2')),
      () => office.rung('103').becomes('alerting'),
      () => office.answers('103'),
    ],
  },
  'blind to nobody': {
    ends: 'back',
    scene: (office) => [
      () => office.refers(office.leg('1-1-1.2'), '103'),
      () => office.rung('103').becomes('alerting'),
      () => office.later(25),
    ],
  },
  attended: {
    ends: 'joined',
    scene: (office) => [
      () => void office.calls('102', '103'),
      () => office.answers('103'),
      () => office.refers(office.leg('1-1-1.2'), '103', callerOf(office, '103').id),
    ],
  },
  'semi-attended': {
    ends: 'joined',
    scene: (office) => [
      () => void office.calls('102', '103'),
      () => office.rung('103').becomes('alerting'),
      () => office.refers(office.leg('1-1-1.2'), '103', callerOf(office, '103').id),
      () => office.answers('103'),
    ],
  },
}

function callerOf(office: TransferringOffice, called: string): ScriptedLeg {
  const call = office.exchange.table.callWith(office.rung(called).id)
  return office.caller(call?.id ?? '')
}

for (const [name, { ends, scene }] of Object.entries(scenes)) {
  t.test(`DESIGN §5 killed after each step of a transfer: ${name}`, async (t) => {
    const length = scene(new TransferringOffice()).length
    for (let kills = 0; kills < 2 ** length; kills++) {
      const { office } = await aTalk()
      const steps = scene(office)
      for (const [index, step] of steps.entries()) {
        await step()
        await office.exchange.settle()
        if (kills & (1 << index)) await office.exchange.killed()
      }
      await office.later(5)
      const caller = office.leg('1-1-1.1')
      const after = `killed ${kills.toString(2)}`
      const other = office.rung(ends === 'joined' ? '103' : '102')
      t.equal(caller.phase, 'answered', after)
      t.ok(office.hear(caller, other), after)
      t.equal(office.exchange.table.calls.length, 1, after)
      const transfers = office.exchange.events.filter(
        (event) => event.kind === 'transferred' && event.by,
      )
      t.equal(transfers.length, ends === 'joined' ? 1 : 0, after)
      await office.hangsUp(caller)
      t.equal(other.phase, 'released', after)
      t.strictSame(office.exchange.table.calls, [], after)
      await office.exchange.journalled()
      t.strictSame([...office.exchange.store.values.keys()], [], `${after}: the journal is empty`)
      t.strictSame(office.exchange.errors, [], after)
    }
  })
}
