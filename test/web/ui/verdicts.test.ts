import t from 'tap'
import type { ShownLine } from '../../../firmware/web/contract.ts'
import { isCertificateName } from '../../../firmware/web/ui/src/access/client-rules.ts'
import { browserName } from '../../../firmware/web/ui/src/account/browser-name.ts'
import { validity } from '../../../firmware/web/ui/src/certificate/validity.ts'
import { emergencyReadiness } from '../../../firmware/web/ui/src/home/emergency.ts'
import type { DialPlan, FxoLine } from '../../../firmware/web/ui/src/model.ts'

const plan: DialPlan = { id: 'p', _revision: 1, emergencyNumber: '911', emergencyDirect: true }
const stored = (port: string, inService = true): FxoLine => ({
  id: port,
  _revision: 1,
  port,
  inService,
})
const live = (line: string, more: Partial<ShownLine> = {}): ShownLine => ({
  line,
  kind: 'fxo',
  driver: 'sim',
  hook: 'on',
  ringing: false,
  battery: true,
  audio: true,
  lifeline: 'off',
  served: true,
  levelFrom: -99,
  levelTo: -99,
  ...more,
})

t.test(
  'UX emergency readiness: a line with current carries the call; none is bad, a gap says so',
  async (t) => {
    const both = [stored('fxo-1'), stored('fxo-2')]
    const good = emergencyReadiness(plan, both, [live('fxo-1'), live('fxo-2')])
    t.match(good, { tone: 'good', ready: 2, lines: 2, number: '911' })
    t.match(emergencyReadiness(plan, both, [live('fxo-1'), live('fxo-2', { battery: false })]), {
      tone: 'warn',
      ready: 1,
    })
    t.match(emergencyReadiness({ ...plan, emergencyDirect: false }, both, [live('fxo-1')]), {
      tone: 'warn',
      direct: false,
    })
    t.match(emergencyReadiness(plan, both, [live('fxo-1')], true), { tone: 'simulated' })
    t.match(emergencyReadiness(plan, [stored('fxo-1', false)], [live('fxo-1')]), { tone: 'bad' })
    t.match(emergencyReadiness(plan, [], [live('fxs-1', { kind: 'fxs' })]), {
      tone: 'bad',
      lines: 0,
    })
  },
)

t.test('WEB-24 a certificate is good, ends soon, or is over', async (t) => {
  const day = 86_400_000
  t.strictSame(validity(100 * day, 0), { tone: 'good', days: 100 })
  t.match(validity(29.5 * day, 0), { tone: 'warn', days: 29 })
  t.match(validity(5, 5), { tone: 'bad' })
})

t.test(
  'WEB-44 names of client certificates have letters, digits, spaces and . _ - and apostrophe',
  async (t) => {
    for (const name of ['', 'Matt', "O'Neil Jr. - 2_x"]) t.ok(isCertificateName(name), name)
    for (const name of ['Zoë', 'a/b', '<img>', 'a\nb']) t.notOk(isCertificateName(name), name)
  },
)

t.test('a browser is called as people call it', async (t) => {
  const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
  t.equal(browserName(`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome}`), 'Chrome, Windows')
  t.equal(browserName(`Mozilla/5.0 (Windows NT 10.0) ${chrome} Edg/142.0`), 'Edge, Windows')
  t.equal(browserName('Mozilla/5.0 (Linux; Android 15) Chrome/142 Safari'), 'Chrome, Android')
  t.equal(browserName('curl/8.5'), 'curl/8.5')
})
