import t, { test } from 'tap'
import { Instance } from '../../firmware/demo/instance.ts'
import { until } from '../../firmware/demo/wait.ts'
import { aPhone } from './an-office.ts'
import { ANSWERS, aLinesServer, ann, linesOffice } from './lines-office.ts'

t.setTimeout(600_000)
const lines = await aLinesServer(t, { fxs: 2, fxo: 2 })
const { server } = lines
const [one, two] = [lines.phone(1), lines.phone(2)]
await one.says(600)
await two.says(1000)
t.afterEach(async () => {
  for (const end of [one, two, ...lines.offices]) await end.fault('none')
  await lines.allIdle()
})

test('a line without dial tone: the call goes out over the next, a condition tells, and mends itself', async (t) => {
  await lines.office(2).fault('no-dial-tone')
  const used = await lines.out(one, ANSWERS)
  t.equal(used.name, 'fxo-1')
  await used.hears(600)
  const { effect, remedy } = await lines.condition('exchange/no-dial-tone-fxo-2')
  t.match(effect, /fxo-2/)
  t.match(remedy, /wall socket/)
  await one.hangUp()
  await lines.freed(used)
  await lines.office(2).fault('none')
  await until('fxo-2 in use', async () => {
    await lines.allIdle()
    await one.dials(`9${ANSWERS}`)
    return (await lines.reached('talking', ANSWERS)).name === 'fxo-2'
  })
  await lines.cleared('exchange/no-dial-tone-fxo-2')
})

test('glare: a call comes in while the line is seized; the call goes out over another', async () => {
  await lines.office(2).fault('glare')
  const used = await lines.out(one, ANSWERS)
  await used.hears(600)
  await one.hears(lines.toneOf(used))
})

test('a wire that is cut in a call: the call ends, the line is shown as dead, and is well when mended', async (t) => {
  const caller = await aPhone(t, server, ann)
  const out = await caller.call(`9${ANSWERS}`)
  const used = await lines.reached('talking', ANSWERS)
  await out.answered()
  await used.fault('cut')
  await out.over()
  const { remedy } = await lines.condition(`lines/${used.name}.battery`)
  t.match(remedy, /cord/)
  const other = await lines.out(one, ANSWERS)
  t.not(other.name, used.name)
  await one.hangUp()
  await used.fault('none')
  await lines.cleared(`lines/${used.name}.battery`)
})

test('the card stops delivering audio in a call: the call ends, a condition tells', async (t) => {
  const used = await lines.out(one, ANSWERS)
  await one.hears(lines.toneOf(used))
  await used.fault('audio-stops')
  await lines.condition(`lines/${used.name}.audio`)
  await one.hears(480, 620)
  await used.fault('none')
  await lines.cleared(`lines/${used.name}.audio`)
  await lines.allIdle()
  t.ok((await lines.line(used.name)).audio)
})

for (const wrong of ['dahdi', 'sim:fxs=two', 'sim:fxs=500']) {
  test(`STROWGER_LINES=${wrong}: the start ends with a message that shows how to write it`, async (t) => {
    const started = Instance.start({ env: { STROWGER_LINES: wrong }, office: linesOffice() })
    const error = await started.then(
      () => undefined,
      (failure: Error) => failure,
    )
    t.match(error?.message, /it ended: 1/)
    t.ok(error?.message.includes(`lines cannot start. STROWGER_LINES: "${wrong}" `))
    t.match(error?.message, /Valid: none, sim:fxs=2,fxo=2 /)
  })
}
