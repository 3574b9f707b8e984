import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { Overload } from '../../../firmware/sip/defence/overload.ts'
import { OverloadWatch } from '../../../firmware/sip/defence/overload-watch.ts'
import { aDefence, ask, flowFrom, INSIDE, OUTSIDE } from './a-defence.ts'

t.test(
  'README decision 9 newcomers are refused while messages wait, others never, and it ends by itself',
  async (t) => {
    const overload = new Overload()
    const { defence } = aDefence({ overload })
    const refused = (count: number) => {
      let all = 0
      for (let n = 0; n < count; n++) {
        const flow = flowFrom(`198.51.${n >> 8}.${n & 255}`)
        if (typeof defence.admits(ask('INVITE'), flow, () => false) === 'object') all++
      }
      return all
    }
    t.equal(refused(100), 0)
    for (let n = 0; n < 10; n++) overload.note(600)
    t.ok(overload.shed > 0.3 && overload.shed < 1)
    const some = refused(100)
    t.ok(some > 30 && some < 90, `${some}`)
    for (let n = 0; n < 10; n++) overload.note(600)
    t.equal(overload.shed, 1)
    t.equal(refused(100), 100)
    defence.devices.set('handset', [flowFrom(OUTSIDE)])
    t.equal(
      defence.admits(ask('INVITE'), flowFrom(OUTSIDE), () => false),
      'take',
      'a device',
    )
    t.equal(
      defence.admits(ask('REGISTER'), flowFrom(OUTSIDE), () => false),
      'take',
      'its refresh',
    )
    t.equal(
      defence.admits(ask('INVITE', '911'), flowFrom(INSIDE), () => false),
      'take',
      'emergency',
    )
    t.equal(
      defence.admits(ask('BYE'), flowFrom('198.51.100.1'), () => true),
      'take',
      'a dialog',
    )
    t.equal(
      defence.admits(ask('ACK'), flowFrom('198.51.100.1'), () => false),
      'take',
      'no answer to it',
    )
    for (let n = 0; n < 40; n++) overload.note(0)
    t.equal(overload.shed, 0)
    t.equal(refused(100), 0)
  },
)

t.test(
  'RFC 3261 §21.5.4 when to come again differs, so that all do not come at once',
  async (t) => {
    const overload = new Overload()
    for (let n = 0; n < 30; n++) overload.note(1000)
    const seconds = new Set(Array.from({ length: 200 }, () => overload.refusal()))
    t.ok(seconds.size > 5)
    for (const wait of seconds) t.ok(wait !== undefined && wait >= 5 && wait <= 15)
  },
)

t.test('one late turn is no overload', async (t) => {
  const overload = new Overload()
  overload.note(800)
  t.equal(overload.shed, 0)
  for (let n = 0; n < 20; n++) overload.note(n % 10 === 0 ? 400 : 0)
  t.equal(overload.shed, 0)
})

t.test('a queue in the kernel counts as the time that it takes to work it off', async (t) => {
  const clock = new VirtualClock()
  const overload = new Overload()
  let received = 0
  let queued = 0
  let looks = 0
  const watch = new OverloadWatch({
    clock,
    overload,
    received: () => received,
    queued: () => {
      looks++
      return queued
    },
  })
  watch.start()
  await clock.advance(1000)
  t.equal(looks, 0, 'nobody looks while little comes')
  const second = async () => {
    for (let n = 0; n < 10; n++) {
      received += 100 // 1 a millisecond
      await clock.advance(100)
    }
  }
  await second()
  t.equal(overload.shed, 0)
  queued = 1280 * 1000 // a second of work
  await second()
  t.ok(overload.shed > 0.3)
  queued = 0
  await second()
  await second()
  await second()
  t.equal(overload.shed, 0)
  watch.stop()
  t.equal(clock.waiting, 0)
})
