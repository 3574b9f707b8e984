import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type FeatureKey, writeFeatureKey } from '../../firmware/entitlements/feature-key.ts'

export const DAY = 86_400_000
export const ISSUED = Date.UTC(2026, 0, 1)

const fixture = (name: string) =>
  createPrivateKey(readFileSync(new URL(`../fixtures/entitlements/${name}.pem`, import.meta.url)))

/** Whom this build trusts, and somebody else. */
export const issuer = fixture('issuer')
export const stranger = fixture('stranger')

/** A key for more people, for this unit. */
export function issue(unit: string, key: Partial<FeatureKey> = {}, by = issuer): string {
  const usual = { series: 'PEOPLE', number: 1, issued: ISSUED }
  return writeFeatureKey({ unit, ...usual, grants: [{ feature: 'users', count: 20 }], ...key }, by)
}
