import type { SecureTransport } from '../../gateway/transport.ts'
import type { Transport } from '../../sip/contract.ts'
import { LegSecrets } from './secrets.ts'

/** How a telephone or trunk is set. */
export interface EncryptionSettings {
  /** `optional`: taken where it is offered, and offered so that it can be declined. */
  readonly encryption: 'off' | 'optional' | 'required'
  /** `avp`: keys beside a plain offer; `savp`: nothing but SRTP with keys (RFC 4568); `dtls`: nothing but DTLS-SRTP (RFC 5763). */
  readonly encryptionOffer: 'avp' | 'savp' | 'dtls'
  /** Keys may stand in descriptions that anybody on the way can read. */
  readonly keysInClear: boolean
}

/** Out of the settings of a telephone or trunk, which hold more. */
export function encryptionOf(settings: EncryptionSettings): EncryptionSettings {
  const { encryption, encryptionOffer, keysInClear } = settings
  return { encryption, encryptionOffer, keysInClear }
}

/** No setting keeps anybody from help (SECURITY row 22): whatever the telephone can is taken. */
export function forEmergencies(settings?: EncryptionSettings): EncryptionSettings {
  const encryptionOffer = settings?.encryptionOffer ?? 'avp'
  return { encryption: 'optional', encryptionOffer, keysInClear: true }
}

/** What holds for one leg. */
export interface Protection {
  readonly accepts: 'plain' | 'both' | 'secure'
  readonly offers: 'plain' | 'avp' | 'savp' | 'dtls' | 'webrtc'
  /** SDES: the signalling hides the keys, or need not. */
  readonly mayTellKeys: boolean
}

export const PLAIN: Protection = { accepts: 'plain', offers: 'plain', mayTellKeys: false }

/** For looking at an offer before there is a leg; what it agrees on is thrown away. */
export function judging(settings: EncryptionSettings | undefined, transport: Transport) {
  return { protection: protectionOf(settings, transport), secrets: new LegSecrets() }
}

/** How a new offer in a call that is up stands: as its packets travel, where they are protected already. */
export function offersNow({ offers }: Protection, inUse?: SecureTransport): Protection['offers'] {
  if (inUse?.keying === 'sdes') return 'savp'
  if (inUse?.keying === 'dtls') return inUse.ice ? 'webrtc' : 'dtls'
  return offers
}

/**
 * For who has refused what `protectionOf` offers (488) and may well take nothing unprotected: RTP/SAVP, where keys may be told.
 * Undefined: nothing else may be offered.
 */
export function insistingOn(
  settings: EncryptionSettings = USUAL,
  transport: Transport = 'udp',
): Protection | undefined {
  const usual = protectionOf(settings, transport)
  const mayInsist = usual.accepts === 'both' && usual.offers === 'avp'
  return mayInsist ? { ...usual, offers: 'savp' } : undefined
}

const USUAL: EncryptionSettings = {
  encryption: 'optional',
  encryptionOffer: 'avp',
  keysInClear: false,
}

/** By the settings of the party, and what its signalling goes over: whoever comes by WebSocket is a browser, which knows nothing but WebRTC. */
export function protectionOf(
  settings: EncryptionSettings = USUAL,
  transport: Transport = 'udp',
): Protection {
  if (transport === 'ws' || transport === 'wss') {
    return { accepts: 'secure', offers: 'webrtc', mayTellKeys: transport === 'wss' }
  }
  const { encryption, encryptionOffer, keysInClear } = settings
  const mayTellKeys = transport === 'tls' || keysInClear
  if (encryption === 'off') return PLAIN
  if (encryption === 'optional') return { accepts: 'both', offers: optional(), mayTellKeys }
  return { accepts: 'secure', offers: required(), mayTellKeys }

  function optional() {
    return encryptionOffer === 'dtls' || mayTellKeys ? encryptionOffer : 'plain'
  }

  /** Where no key may be told, both must agree on one where nobody else hears it. */
  function required() {
    return encryptionOffer === 'dtls' || !mayTellKeys ? 'dtls' : 'savp'
  }
}
