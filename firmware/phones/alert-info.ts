import type { RingType } from '../model/extension.ts'
import { RING_TYPES } from '../model/extension.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { formatAlertInfo } from '../sip/message/headers/alerting.ts'

/** A host that is nobody's: telephones look at the rest, and fetch nothing. */
const NOWHERE = 'http://127.0.0.1'

/**
 * Which ring a telephone is to use (RING-3, DFEA-71). Names that most telephones have a ring for: `alert-internal` and `alert-external` for the
 * usual one, so that people tell calls of the office from others; `Bellcore-dr2` to `Bellcore-dr8` for the other ring types in their order
 * (GR-506 has the first five, telephones go on counting).
 */
export function alertInfoOf(
  ringType: RingType,
  caller: PartyNumber,
): readonly [name: string, value: string] {
  const usual = caller.screening === 'own' ? 'alert-internal' : 'alert-external'
  const info = ringType === 'single' ? usual : `Bellcore-dr${RING_TYPES.indexOf(ringType) + 1}`
  return ['Alert-Info', formatAlertInfo(NOWHERE, info)]
}
