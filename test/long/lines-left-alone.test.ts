import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { ANSWERS, aLinesServer, analogNumber, QUICK } from '../integration/lines-office.ts'

const LIMIT_MS = 120_000 // both take a minute

t.setTimeout(600_000)

test('whatever is left alone for a minute is shown; a silent line is freed, a telephone mended', async (t) => {
  const lines = await aLinesServer(t, { fxs: 3, fxo: 1, line: `${QUICK}, silenceMinutes: 1` })
  const [one, two, three, office] = [
    lines.phone(1),
    lines.phone(2),
    lines.phone(3),
    lines.office(1),
  ]

  async function silentLine(): Promise<void> {
    await office.set({ farEnd: [] })
    await lines.out(one, ANSWERS)
    await one.hears(lines.toneOf(office))
    await office.end() // and nobody says so
    const freed = async () => (await lines.line('fxo-1')).hook === 'on'
    await until('a free line', freed, LIMIT_MS)
    await one.hears(480, 620)
    const { effect, remedy } = await lines.condition('exchange/no-disconnect-fxo-1')
    t.match(effect, /fxo-1/)
    t.match(remedy, /disconnect supervision/)
    t.match(await lines.record(`9${ANSWERS}`), { cause: 102 })
  }

  async function stuckTelephone(): Promise<void> {
    await two.fault('stuck')
    await two.hears(350, 440)
    await three.dials(analogNumber(1))
    await three.hears(480, 620)
    await three.hangUp()
    await two.hears(480, 620)
    await until('the howler', async () => (await two.hearing()).levelDbm0 > -8, LIMIT_MS)
    await two.hears(1400, 2450)
    const { effect, remedy } = await lines.condition('exchange/off-hook-fxs-2', LIMIT_MS)
    t.match(effect, /fxs-2/)
    t.match(remedy, /Hang it up/)
    await two.hearsNothing()
    await two.fault('none')
    await two.hangUp()
    await lines.cleared('exchange/off-hook-fxs-2')
  }

  await Promise.all([silentLine(), stuckTelephone()])
  await lines.allIdle()

  await two.says(1000)
  await one.dials(analogNumber(1))
  await two.answers()
  await one.hears(1000)
  await lines.allIdle()

  await office.set()
  await lines.out(one, ANSWERS)
  await office.end()
  await lines.cleared('exchange/no-disconnect-fxo-1') // it was told this time
  await lines.allIdle()
})
