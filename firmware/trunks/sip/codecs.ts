import type { Codec } from '../../calls/codec-formats.ts'
import { ALL, KNOWN } from '../../calls/codec-formats.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'

/**
 * The codecs of ours that a trunk may use (SADV-1), in its order; all where it has no filter. `built`: what not every media gateway has,
 * and this one has.
 */
export function codecsOf(
  { codecs }: Pick<SipTrunk, 'codecs'>,
  built: readonly Codec[],
): readonly Codec[] {
  if (codecs.length === 0) return ALL
  const ours = [...KNOWN, ...built]
  return codecs.flatMap((name) => ours.find((codec) => codec === name) ?? [])
}
