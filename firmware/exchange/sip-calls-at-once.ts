import { capacity } from '../entitlements/capacity-table.ts'
import { Capacity } from '../model/capacity.ts'
import { FxoLine } from '../model/fxo-line.ts'
import { ServerSettings } from '../model/server-settings.ts'
import type { Reader } from '../store/reader.ts'

/**
 * How many calls SIP trunks may have, all together: what is set (VOIP-4), and no more than the capacity profile leaves beside the analog
 * lines that are configured, each of which counts as a call (PLAT-40). Emergency calls do not ask.
 */
export function sipCallsAtOnce(office: Pick<Reader, 'all' | 'only'>): number {
  const { sipTrunkCalls } = office.only(ServerSettings)
  const bears = capacity(office.only(Capacity).profile, 'externalCalls')
  if (!bears) return sipTrunkCalls
  return Math.min(sipTrunkCalls, Math.max(0, bears.most - office.all(FxoLine).length))
}
