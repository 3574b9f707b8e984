import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { ANSWERS, aLinesServer } from './lines-office.ts'

t.setTimeout(200_000)

test('a line whose office does not tell that the far end has hung up is freed by its silence, and shown', async (t) => {
  const lines = await aLinesServer(t, { fxs: 1, fxo: 1, line: 'silenceMinutes: 1' })
  const [phone, office] = [lines.phone(1), lines.office(1)]
  await office.set({ farEnd: [] })
  await phone.dials(`9${ANSWERS}`)
  await phone.hears(lines.toneOf(office))
  await office.end()
  const freed = async () => (await lines.line('fxo-1')).hook === 'on'
  await until('a free line', freed, 120_000)
  const { effect, remedy } = await lines.condition('exchange/no-disconnect-fxo-1')
  t.match(effect, /fxo-1/)
  t.match(remedy, /disconnect supervision/)
  await phone.hears(480, 620)
  t.match(await lines.record(), { cause: 102 })
  await lines.allIdle()

  await office.set()
  await phone.dials(`9${ANSWERS}`)
  await lines.reached('talking', ANSWERS)
  await office.end()
  await lines.cleared('exchange/no-disconnect-fxo-1')
  await lines.allIdle()
})
