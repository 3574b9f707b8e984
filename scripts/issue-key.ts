/**
 * Makes a feature key, for whoever sells boxes, and for trying:
 *
 *   node scripts/issue-key.ts --issuer issuer.pem --unit ID [--series S] [--number N] [--expires 2027-12-31] users=60 acd …
 *
 * The issuer is a private Ed25519 key (`openssl genpkey -algorithm ed25519`), whose public half stands in firmware/entitlements/issuers.ts. The unit's
 * number stands on its page System, Entitlements. A higher number of the same series replaces a lower one.
 */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { systemClock } from '../firmware/clock/system-clock.ts'
import { writeFeatureKey } from '../firmware/entitlements/feature-key.ts'
import { FEATURES } from '../firmware/entitlements/features.ts'

const text = { type: 'string' } as const
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { issuer: text, unit: text, series: text, number: text, expires: text },
})
const { issuer, unit, series = 'KEY', number = '1', expires } = values
if (!issuer || !unit || positionals.length === 0) fail('Give --issuer, --unit and features.')

const end = expires === undefined ? undefined : Date.parse(`${expires}T23:59:59Z`)
if (Number.isNaN(end)) fail(`'${expires}' is no date as 2027-12-31.`)

process.stdout.write(
  `${writeFeatureKey(
    {
      unit: unit ?? '',
      series,
      number: Number(number),
      issued: Math.floor(systemClock.now() / 1000) * 1000,
      ...(end !== undefined && { expires: end }),
      grants: positionals.map(grantOf),
    },
    createPrivateKey(readFileSync(issuer ?? '')),
  )}\n`,
)

function grantOf(given: string): { feature: string; count?: number } {
  const [feature = '', count] = given.split('=')
  if (!FEATURES.some(({ name }) => name === feature)) {
    fail(
      `There is no feature '${feature}'. Known are ${FEATURES.map(({ name }) => name).join(', ')}.`,
    )
  }
  if (count === undefined) return { feature }
  if (!/^[1-9]\d{0,5}$/.test(count)) fail(`'${count}' is no number of ${feature}.`)
  return { feature, count: Number(count) }
}

function fail(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
