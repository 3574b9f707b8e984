import type { Codec } from '../../calls/codec-formats.ts'
import { ALL, KNOWN } from '../../calls/codec-formats.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'

/** The codecs of ours that a trunk may use (SADV-1), in its order; all where it has no filter. */
export function codecsOf({ codecs }: Pick<SipTrunk, 'codecs'>): readonly Codec[] {
  if (codecs.length === 0) return ALL
  return codecs.flatMap((name) => KNOWN.find((codec) => codec === name) ?? [])
}
