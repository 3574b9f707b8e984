import t, { test } from 'tap'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { header, statusOf } from '../peers/sip-text.ts'
import { aBaresip, aPhone } from './an-office.ts'
import { ANSWERS, aLinesServer, ann, farTone, NEVER } from './lines-office.ts'

const LOSS_DB = 1
const BUSY = '2025550102'

t.setTimeout(600_000)
const lines = await aLinesServer(t, {
  line: 'preDialMs: 700, dtmfOnMs: 70, dtmfGapMs: 90',
  withoutCallerId: 1,
})
const { server } = lines
const [one, two] = [lines.phone(1), lines.phone(2)]
const [first, second, third] = [lines.office(1), lines.office(2), lines.office(3)]
t.beforeEach(async () => {
  for (const office of lines.offices) await office.set()
})
t.afterEach(() => lines.allIdle())

test('CO-15 CO-16 CO-17 FC-22 a SIP telephone calls out: digits, timing, audio, BYE', async (t) => {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const out = await caller.call(`9${ANSWERS}`)
  const { dialled, preDialMs, digitOnMs, digitGapMs } = await third.is('talking')
  t.equal(dialled, ANSWERS, 'fxo-3: the last port goes first')
  t.ok(preDialMs >= 700 && preDialMs < 1700, `first digit after ${preDialMs} ms`)
  t.ok(Math.abs(digitOnMs - 70) <= 20, `${digitOnMs} ms on`)
  t.ok(Math.abs(digitGapMs - 90) <= 20, `${digitGapMs} ms off`)
  await out.answered()
  t.ok(Math.abs((await third.levelOf(440)) - -10) < LOSS_DB)
  await until(
    'the far party',
    () => Math.abs(heardTone(out.rtp.heard(), farTone(3)).level - -10) < LOSS_DB,
  )
  out.rtp.sendDigits('5') // for the menu at the far end
  await third.hears(770, 1336)
  t.equal(statusOf(await out.bye()), 200)
  await third.is('idle')
  t.match(await lines.record(), { dialled: `9${ANSWERS}`, cause: 16 })
})

test('CO-14 an analog telephone calls out; the far end hangs up by CPC', async (t) => {
  for (const office of lines.offices) await office.set({ farEnd: ['cpc'] })
  await one.says(600)
  await one.dials(`9${ANSWERS}`)
  const office = await lines.reached('talking', ANSWERS)
  await office.hears(600)
  await one.hears(lines.toneOf(office))
  await office.end()
  await lines.freed(office)
  await one.hears(480, 620)
  t.match(await lines.record(), { dialled: `9${ANSWERS}`, cause: 16 })
})

test('a far party that is busy: its tone is heard, then the line is freed', async (t) => {
  const caller = await aBaresip(t, server, ann)
  await caller.dial(`9${BUSY}`)
  const office = await lines.reached('busy', BUSY)
  await caller.closed()
  await lines.freed(office)
  t.match(await lines.record(), { cause: 17 })
  await one.dials(`9${BUSY}`)
  await lines.reached('busy', BUSY)
  await one.hears(480, 620)
})

test('a far end that hangs up is known by busy tone where the line has no CPC', async (t) => {
  const caller = await aPhone(t, server, ann)
  for (const office of lines.offices) await office.set({ farEnd: ['busy-tone'] })
  const out = await caller.call(`9${ANSWERS}`)
  const office = await lines.reached('talking', ANSWERS)
  await out.answered()
  await office.end()
  await out.over()
  await lines.freed(office)
})

test('CO-8 CO-19 an outside call rings with caller ID; the analog telephone answers and hangs up', async (t) => {
  await second.says(1000)
  await one.says(600)
  await second.ring('2025550123', 'JANE ROE')
  await one.rings()
  await until('caller ID', async () => (await one.hearing()).callerName === 'JANE ROE')
  t.equal((await one.hearing()).callerNumber, '12025550123')
  await one.lift()
  await Promise.all([one.hears(1000), second.hears(600)])
  await one.hangUp()
  await until('the line on hook', async () => !(await second.hearing()).offHook)
  t.match(await lines.record(), { caller: { digits: '12025550123', name: 'JANE ROE' } })
})

test('an outside caller who gives up', async (t) => {
  await first.ring('2025550123')
  await one.rings()
  await first.end()
  await until('no bell', async () => !(await lines.line('fxs-1')).ringing)
  const record = await lines.record()
  t.equal(record.answeredAt, undefined)
  t.equal((await first.state()).state, 'idle')
})

test('two outside calls at once do not hear each other; a third caller hears that all lines are busy', async (t) => {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  await one.says(600)
  await first.says(1000)
  await first.ring('2025550123')
  await one.answers()
  await Promise.all([first.hears(600), one.hears(1000)])
  const out = await caller.call(`9${ANSWERS}`)
  const office = await lines.reached('talking', ANSWERS)
  await office.hears(440)
  for (const [end, strange] of [
    [one, 440],
    [one, lines.toneOf(office)],
    [office, 600],
  ] as const) {
    const { hz } = await end.hearing()
    t.notOk(
      hz.some((heard) => Math.abs(heard - strange) < 15),
      `${end.name} hears ${hz}`,
    )
  }
  const again = ANSWERS.slice(3) // 7 digits: and nothing more
  await two.dials(`9${again}#`)
  await lines.reached('talking', again)
  const refused = await (await caller.call(`9${ANSWERS}`)).status(300)
  t.match(header(refused, 'Reason'), /cause=34\b/, refused.start)
  await lines.phone(3).dials(`9${ANSWERS}`)
  await lines.phone(3).hears(480, 620)
  t.equal(statusOf(await out.bye()), 200)
})

test('CO-21 an outside caller is not joined with another outside line', async (t) => {
  await first.says(1000)
  await first.ring('2025550123')
  await one.answers()
  await one.hears(1000)
  await one.flash()
  await one.hears(350, 440)
  await one.keys(`9${ANSWERS}`)
  await one.hears(480, 620)
  for (const { line, hook } of await lines.lines())
    if (line !== 'fxo-1') t.equal(hook, line === 'fxs-1' ? 'off' : 'on', line)
  await one.hears(1000) // the caller is back
})

test('a caller who waits while the far end rings hears it, and gives up', async () => {
  await one.dials(`9${NEVER}`)
  const office = await lines.reached('far-ringing', NEVER)
  await one.hears(440, 480) // of the central office
  await one.hangUp()
  await lines.freed(office)
})
