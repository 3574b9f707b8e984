import { valuesOf } from './attributes.ts'
import type { Attribute, MediaDescription } from './sdp.ts'

/** T.38 over UDPTL: ITU-T T.38 annex D, RFC 7345 §4. */
export interface Fax {
  /** 0 to 3. */
  readonly version: number
  /** Bits a second: 14400, 33600. */
  readonly maxBitRate?: number | undefined
  readonly rateManagement: 'localTCF' | 'transferredTCF'
  readonly maxBufferOctets?: number | undefined
  readonly maxDatagramOctets?: number | undefined
  readonly errorCorrection?: 't38UDPFEC' | 't38UDPRedundancy' | undefined
  readonly fillBitRemoval: boolean
  readonly transcodingMmr: boolean
  readonly transcodingJbig: boolean
}

/** What a stream says of T.38; undefined when it is none. */
export function faxOf(media: MediaDescription): Fax | undefined {
  const isT38 = media.formats.some((format) => format.toLowerCase() === 't38')
  if (media.type !== 'image' || media.protocol.toLowerCase() !== 'udptl' || !isT38) return undefined
  const text = (name: string) => valuesOf(media.attributes, name)[0]
  const number = (name: string) => {
    const value = text(name)
    return value !== undefined && /^\d{1,7}$/.test(value) ? Number(value) : undefined
  }
  const correction = text('T38FaxUdpEC')
  return {
    version: Math.min(number('T38FaxVersion') ?? 0, 3),
    maxBitRate: number('T38MaxBitRate'),
    rateManagement: text('T38FaxRateManagement') === 'localTCF' ? 'localTCF' : 'transferredTCF',
    maxBufferOctets: number('T38FaxMaxBuffer'),
    maxDatagramOctets: number('T38FaxMaxDatagram'),
    errorCorrection:
      correction === 't38UDPFEC' || correction === 't38UDPRedundancy' ? correction : undefined,
    fillBitRemoval: flag(text('T38FaxFillBitRemoval')),
    transcodingMmr: flag(text('T38FaxTranscodingMMR')),
    transcodingJbig: flag(text('T38FaxTranscodingJBIG')),
  }
}

/** Said without a value by the standard, with 0 or 1 by many devices. */
function flag(value: string | undefined): boolean {
  return value !== undefined && value !== '0'
}

export function faxAttributes(fax: Fax): Attribute[] {
  const told: [string, string | number | undefined][] = [
    ['T38FaxVersion', fax.version],
    ['T38MaxBitRate', fax.maxBitRate],
    ['T38FaxRateManagement', fax.rateManagement],
    ['T38FaxMaxBuffer', fax.maxBufferOctets],
    ['T38FaxMaxDatagram', fax.maxDatagramOctets],
    ['T38FaxUdpEC', fax.errorCorrection],
  ]
  const flags = [
    ...(fax.fillBitRemoval ? ['T38FaxFillBitRemoval'] : []),
    ...(fax.transcodingMmr ? ['T38FaxTranscodingMMR'] : []),
    ...(fax.transcodingJbig ? ['T38FaxTranscodingJBIG'] : []),
  ]
  return [
    ...told.flatMap(([name, value]) => (value === undefined ? [] : { name, value: String(value) })),
    ...flags.map((name) => ({ name })),
  ]
}
