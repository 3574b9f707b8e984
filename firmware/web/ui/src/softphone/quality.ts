/** What a browser counts of the audio that it receives. */
export interface Received {
  readonly packets: number
  readonly lost: number
  readonly jitterMs: number
  readonly roundTripMs: number | undefined
}

export interface Quality {
  /** Of the packets since the last look, 0 to 1. */
  readonly loss: number
  readonly jitterMs: number
  /** 1 to 4.5, estimated. */
  readonly mos: number
}

const BUFFER = 2 // jitters that a receiver waits for
const CODEC_MS = 20
const BEST = 93.2 // R of ITU-T G.107 with every parameter at its default
const LOSS_BPL = 25.1 // G.113: robustness of G.711 with concealment

/** The quality between two looks; undefined while nothing has come. */
export function qualityOf(now: Received, before: Received | undefined): Quality | undefined {
  const packets = now.packets - (before?.packets ?? 0)
  const lost = Math.max(0, now.lost - (before?.lost ?? 0))
  if (packets + lost <= 0) return undefined
  const loss = lost / (packets + lost)
  const delayMs = (now.roundTripMs ?? 0) / 2 + BUFFER * now.jitterMs + CODEC_MS
  return { loss, jitterMs: now.jitterMs, mos: mosOf(loss, delayMs) }
}

/** Mean opinion score by the E-model (ITU-T G.107): delay and loss alone, everything else at its default. */
export function mosOf(loss: number, delayMs: number): number {
  const delayed = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0)
  const percent = loss * 100
  const r = BEST - delayed - (95 * percent) / (percent + LOSS_BPL)
  if (r <= 0) return 1
  if (r >= 100) return 4.5
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)
}

/** Out of `RTCPeerConnection.getStats`. */
export function receivedIn(
  stats: Iterable<Readonly<Record<string, unknown>>>,
): Received | undefined {
  let received: Omit<Received, 'roundTripMs'> | undefined
  let roundTripMs: number | undefined
  for (const one of stats) {
    if (one.type === 'inbound-rtp' && one.kind === 'audio') {
      received = {
        packets: Number(one.packetsReceived ?? 0),
        lost: Number(one.packetsLost ?? 0),
        jitterMs: Number(one.jitter ?? 0) * 1000,
      }
    }
    const measured = one.type === 'candidate-pair' && one.state === 'succeeded'
    if (measured && typeof one.currentRoundTripTime === 'number') {
      roundTripMs = one.currentRoundTripTime * 1000
    }
  }
  return received && { ...received, roundTripMs }
}
