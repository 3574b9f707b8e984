import t from 'tap'
import { readEnvironment } from '../firmware/environment.ts'

const read = (lines: string | undefined) =>
  readEnvironment({ STROWGER_BIND: '127.0.0.1', STROWGER_LINES: lines })

t.test('STROWGER_LINES names cards; two simulated telephones and lines unless set', async (t) => {
  t.match(read(undefined), { ok: true, value: { lines: 'sim:fxs=2,fxo=2' } })
  for (const lines of ['none', 'sim:fxs=1', 'sim:fxs=2,fxo=2;dahdi:span=1;sim:fxs=1'])
    t.match(read(lines), { ok: true, value: { lines } })
})

t.test('STROWGER_LINES that cannot be read is refused with the forms that can', async (t) => {
  for (const lines of [
    'sim:',
    'sim:fxs',
    'sim fxs=2',
    'SIM:fxs=2',
    ';',
    'sim:fxs=2,',
    'x'.repeat(256),
  ]) {
    const environment = read(lines)
    t.notOk(environment.ok, lines)
    t.match(environment, { error: [/STROWGER_LINES: .*'none', or cards as 'sim:fxs=2,fxo=2'/] })
  }
})
