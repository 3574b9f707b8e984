import { spawnSync } from 'node:child_process'
import t from 'tap'
import { readFeatureKey } from '../../firmware/entitlements/feature-key.ts'
import { issuers } from '../../firmware/entitlements/issuers.ts'

const UNIT = '01890a5d-ac96-774b-bcce-b302099a8057'
const issue = (...args: string[]) =>
  spawnSync(
    process.execPath,
    ['scripts/issue-key.ts', '--issuer', 'test/fixtures/entitlements/issuer.pem', ...args],
    {
      encoding: 'utf8',
    },
  )

t.test('an issued key says what was asked for, and a unit of this build takes it', async (t) => {
  const made = issue(
    '--unit',
    UNIT,
    '--series',
    'A',
    '--number',
    '3',
    '--expires',
    '2027-12-31',
    'users=60',
    'acd',
  )
  t.equal(made.status, 0, made.stderr)
  t.match(readFeatureKey(made.stdout, issuers), {
    ok: true,
    value: {
      unit: UNIT,
      series: 'A',
      number: 3,
      expires: Date.UTC(2027, 11, 31, 23, 59, 59),
      grants: [{ feature: 'users', count: 60 }, { feature: 'acd' }],
    },
  })
})

t.test('what nobody could use is not signed', async (t) => {
  t.match(issue('--unit', UNIT), { status: 2, stderr: /Give --issuer/ })
  t.match(issue('--unit', UNIT, 'flying'), {
    status: 2,
    stderr: /no feature 'flying'. Known are users/,
  })
  t.match(issue('--unit', UNIT, 'users=many'), { status: 2, stderr: /no number of users/ })
  t.match(issue('--unit', UNIT, '--expires', 'soon', 'users'), { status: 2, stderr: /no date/ })
})
