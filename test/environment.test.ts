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

t.test(
  'WEB-2 WEB-9 every port is of one service alone; those that nobody gave give way',
  async (t) => {
    const ports = (variables: Record<string, string>) =>
      readEnvironment({ STROWGER_BIND: '127.0.0.1', ...variables })
    const given = ports({ STROWGER_PORTAL_PORT: '9001', STROWGER_REMOTE_PORT: '9002' })
    t.match(given, { ok: true, value: { webPort: 8443, portalPort: 9001, remotePort: 9002 } })
    t.match(ports({}), { ok: true, value: { remotePort: 8043 } })
    t.match(ports({ STROWGER_WEB_PORT: '8043' }), { ok: true, value: { remotePort: 8044 } })
    const twice = ports({ STROWGER_PORTAL_PORT: '8443' })
    t.match(twice, { ok: false, error: [/STROWGER_PORTAL_PORT: port 8443 is STROWGER_WEB_PORT's/] })
    const alike = ports({ STROWGER_PORTAL_PORT: '9001', STROWGER_REMOTE_PORT: '9001' })
    t.match(alike, { ok: false, error: [/STROWGER_REMOTE_PORT: port 9001/] })
    t.match(ports({ STROWGER_REMOTE_PORT: 'x' }), {
      ok: false,
      error: [/STROWGER_REMOTE_PORT: 'x'/],
    })
  },
)
