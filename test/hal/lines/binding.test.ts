import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openLines } from '../../../hal/ffi/lines.ts'
import { Card } from './a-card.ts'

const FXS = 0
const FXO = 2
const options = { lines: 'none', audioPath: '', lifelineAfterMs: 2000, stepped: true }
const timing = {
  disconnectMs: 350,
  flashMinMs: 300,
  flashMaxMs: 1000,
  gainFromDb: 0,
  gainToDb: 0,
}
const ignore = () => {}

t.test('a missing library is an error that names make', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lines-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const library = join(folder, 'libhal.so')
  t.throws(() => openLines({ ...options, library }, ignore), { message: /libhal\.so.*'make'/ })
})

t.test('cards that nobody knows are refused with a sentence that shows the forms', async (t) => {
  const open = (lines: string) => () => openLines({ ...options, lines }, ignore)
  t.throws(open('board:9'), { code: 'ENODEV', message: /"board:9".*Valid: none, sim:fxs=.*';'$/ })
  t.throws(open('sim:fxs=two'), { code: 'EINVAL', message: /"sim:fxs=two" is not a valid form/ })
  t.throws(open('x'.repeat(300)), { code: 'EINVAL', message: /cards is longer than 255/ })
  t.throws(() => openLines({ ...options, audioPath: '/proc/nowhere/audio' }, ignore), {
    code: 'ENOENT',
    message: /The audio file \/proc\/nowhere\/audio cannot be made/,
  })
})

t.test('lines are named by kind, and their audio is a file of ours alone', async (t) => {
  const { library, audioPath } = new Card(t, 'sim:fxs=1,fxo=1;sim:fxs=1')
  t.strictSame(library.lines, [
    { name: 'fxs-1', kind: 'fxs', driver: 'sim', canReversal: false },
    { name: 'fxo-1', kind: 'fxo', driver: 'sim', canReversal: true },
    { name: 'fxs-2', kind: 'fxs', driver: 'sim', canReversal: false },
  ])
  t.equal(statSync(audioPath).mode & 0o777, 0o600)
})

t.test('what the contract forbids is a LinesError with the name of the errno', async (t) => {
  const { library } = new Card(t)
  t.throws(() => library.hook(FXS, 'off'), { code: 'ENOTSUP', message: 'hal_hook: ENOTSUP' })
  t.throws(() => library.hook(9, 'off'), { code: 'ENOENT' })
  t.throws(() => library.hook(FXO, 'flash'), { code: 'EBUSY' })
  t.throws(() => library.set(FXS, { ...timing, flashMinMs: 2000 }), { code: 'EINVAL' })
  t.throws(() => library.ring(FXS, [1, 2, 3, 4, 5, 6, 7, 8, 9]), { code: 'EINVAL' })
  t.throws(() => library.ring(FXS, [70_000]), { code: 'EINVAL' })
  t.throws(() => library.caller(FXS, '1'.repeat(21), ''), { code: 'EINVAL' })
  const table = { numbers: ['911'], sent: '911', lines: [FXO], preDialMs: 500 }
  t.throws(() => library.emergency({ ...table, lines: [FXS] }), { code: 'EINVAL' })
  t.throws(() => library.emergency({ ...table, lines: [255] }), { code: 'EINVAL' })
  t.throws(() => library.emergency({ ...table, numbers: ['1'.repeat(16)] }), { code: 'EINVAL' })
  t.throws(() => library.emergency({ ...table, numbers: Array(9).fill('911') }), { code: 'EINVAL' })
  library.emergency(table)
  t.throws(() => library.sim.lift(9), { code: 'ENODEV' })
  t.throws(() => library.sim.lift(FXO), { code: 'ENOTSUP' })
})

t.test('closing puts lines on hook; what comes after it is refused', async (t) => {
  const { library } = new Card(t)
  library.hook(FXO, 'off')
  library.close()
  library.close()
  t.throws(() => library.state(FXO), { code: 'EBADF' })
  t.throws(() => library.sim.lift(FXS), { code: 'EBADF' })
})

t.test('a telephone is rung, shows who calls, and is answered', async (t) => {
  const card = new Card(t)
  const { library } = card
  library.set(FXS, timing)
  library.caller(FXS, '2025550100', 'ALICE BLUE')
  library.ring(FXS, [2000, 4000])
  await card.pass(7000)
  const heard = library.sim.hear(FXS)
  t.match(heard, { callerNumber: '2025550100', callerName: 'ALICE BLUE', rings: 2, ringing: true })
  t.strictSame(heard.lastRingMs.slice(0, 2), [2000, 4000])
  t.strictSame(card.news(), [])
  library.sim.lift(FXS)
  await card.pass(100)
  t.strictSame(card.news(), ['off-hook'])
  t.match(library.state(FXS), { hook: 'off', ringing: false })
  library.serve(FXS, true, false)
  library.sim.flash(FXS, 600)
  await card.pass(1000)
  t.match(card.events, [{ kind: 'flash', line: FXS, durationMs: 600 }])
  card.news()
  library.sim.dial(FXS, '4', 'pulse')
  await card.pass(900)
  t.match(card.events, [{ kind: 'digit', line: FXS, digit: '4' }])
})

t.test('a call from outside tells its caller between the rings, and its end', async (t) => {
  const card = new Card(t)
  const { library } = card
  library.sim.set(FXO, {
    farEnd: ['cpc'],
    cpcMs: 600,
    dialToneAfterMs: 200,
    answerReversal: false,
  })
  library.sim.ring(FXO, '2025550111', 'BOB')
  await card.pass(7000)
  t.match(card.events, [
    { kind: 'ring', line: FXO },
    { kind: 'caller', line: FXO, number: '2025550111', name: 'BOB' },
  ])
  card.news()
  library.hook(FXO, 'off')
  await card.pass(1000)
  t.strictSame(card.news(), ['ring-over'])
  library.sim.end(FXO)
  await card.pass(1500)
  t.match(card.events, [{ kind: 'disconnect', line: FXO, durationMs: 350 }])
})

t.test('the lifeline is seen, and reaches emergency', async (t) => {
  const card = new Card(t)
  const { library } = card
  library.emergency({ numbers: ['911', '9911'], sent: '911', lines: [FXO], preDialMs: 500 })
  library.sim.lift(FXS)
  await card.pass(2500)
  t.match(card.events, [{ kind: 'off-hook' }, { kind: 'lifeline', state: 'tone', peer: undefined }])
  t.strictSame([...library.sim.hear(FXS).hz].sort(), [350, 440])
  card.news()
  library.sim.dial(FXS, '911', 'dtmf')
  await card.pass(10_000)
  t.match(card.events, [{ kind: 'lifeline', line: FXS, state: 'call', peer: FXO }])
  t.match(library.sim.office(FXO), { state: 'talking', dialled: '911', digitOnMs: 100 })
  t.match(library.state(FXS), { lifeline: 'call', served: false })
  t.ok(library.sim.hear(FXS).hz.includes(1004))
})

t.test('rules, faults and voices of the simulation arrive', async (t) => {
  const card = new Card(t)
  const { library } = card
  library.sim.rule(FXO, { number: '5550199', outcome: 'busy' })
  library.sim.say(FXS, { voice: 'tone', hz: 700, levelDbm0: -15 })
  library.sim.lift(FXS)
  await card.pass(500)
  t.ok(Math.abs(library.state(FXS).levelFrom + 15) < 1)
  library.sim.fault(FXO, 'cut')
  await card.pass(2500)
  t.ok(card.news().includes('battery-lost'))
  t.equal(library.state(FXO).battery, false)
})

t.test('a real-time instance reports by itself', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lines-'))
  const lines = 'sim:fxs=1'
  const audioPath = join(folder, 'line-audio')
  const off = await new Promise((resolve) => {
    const library = openLines({ ...options, lines, audioPath, stepped: false }, resolve)
    t.teardown(() => {
      library.close()
      rmSync(folder, { recursive: true })
    })
    t.throws(() => library.step(1), { code: 'EINVAL' })
    library.sim.lift(0)
  })
  t.match(off, { kind: 'off-hook', line: 0 })
})
