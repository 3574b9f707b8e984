import type { SecureTransport, SrtpKeys, SrtpSuite } from './media-secure.ts'

/** libmedia as TypeScript sees it: `hal/include/strowger/media.h` with names for numbers. Errors are thrown as `MediaError`. */
export interface MediaLibrary {
  addContext(): Handle
  removeContext(context: Handle): void
  addRtp(context: Handle, rtp: RtpOptions): { termination: Handle; port: number }
  /** A termination on an analog line: `path` is the audio segment of the lines process. */
  addLine(context: Handle, line: { readonly path: string; readonly name: string }): Handle
  /** A termination of nobody: what plays on its `from` side all others of the context hear. */
  addStudio(context: Handle): Handle
  /** A termination that hears what is sent to a multicast group; `setRtp` says in which codec. */
  addListener(context: Handle, listener: GroupToHear): Handle
  /** A termination whose datagrams go on as they are: video, or fax by T.38. They go nowhere until `setPass`. */
  addPass(
    context: Handle,
    at: Pick<RtpOptions, 'localAddress' | 'port'>,
  ): { termination: Handle; port: number }
  /** The peer of such a termination; `to` is another one of the context, whose peer gets what this one's sends. */
  setPass(termination: Handle, pass: PassStream, to?: Handle): void
  /** What the termination sends to a group goes so many hops far, and is heard on this machine too if `loop`. */
  setMulticast(
    termination: Handle,
    multicast: { readonly hops: number; readonly loop: boolean },
  ): void
  setRtp(termination: Handle, stream: RtpStream): void
  /** Before `setRtp`, where packets are not to be in the clear. What is the same as before goes on with its counters. */
  setSecure(termination: Handle, transport: SecureTransport): void
  /** Whether this build has it. */
  has(codec: AudioCodec): boolean
  /** Of this instance's certificate for DTLS: SHA-256, as SDP writes it. */
  readonly fingerprint: string
  /** The SRTP keys in use; undefined while there are none. A secret of the call. */
  keys(termination: Handle): SrtpKeys | undefined
  move(termination: Handle, context: Handle): void
  remove(termination: Handle): void
  setTopology(from: Handle, to: Handle, hears: boolean): void
  playTone(termination: Handle, side: Side, tone: Tone): Handle
  playTones(termination: Handle, side: Side, tones: TonesToPlay): Handle
  playFiles(termination: Handle, side: Side, files: FilesToPlay): Handle
  /** What another termination, of any context, says; made and encoded once for all who hear it. Until stopped. */
  playTermination(termination: Handle, side: Side, from: Handle): Handle
  /** How loud a party is for the others (`from`), or what it hears (`to`): -40 to 30 dB, or mute; `automatic` is for `from`: brought to -20 dBm0 by and by. */
  setLevel(termination: Handle, side: Side | 'both', db: number | 'mute' | 'automatic'): void
  record(termination: Handle, side: Side | 'both', file: FileToRecord): Handle
  /** A player of files from now on: paused, faster or slower, somewhere else. */
  setPlayer(attachment: Handle, player: PlayerChange): void
  /** Nothing is recorded while it is paused. */
  pauseRecorder(attachment: Handle, paused: boolean): void
  detectDtmf(termination: Handle, side: Side): Handle
  detectProgress(termination: Handle, side: Side): Handle
  /** Fax machines, modems, special information tones: reported as `progress`. */
  detectSignals(termination: Handle, side: Side): Handle
  /** Whether somebody speaks: reported as `voice`. */
  detectVoice(termination: Handle, side: Side): Handle
  stop(attachment: Handle): void
  sendDigits(termination: Handle, digits: string, onMs: number, gapMs: number): void
  stats(termination: Handle): RtpStats
  totals(): MediaTotals
  /** A stepped instance: `ticks` of 20 ms pass; events come afterwards, in the event loop. */
  step(ticks: number): void
  close(): void
}

export type Handle = number
/** What a progress detector hears, `sound` is anything else, voice among it; and what a detector of signals hears. */
export type Progress =
  | 'dial'
  | 'ringback'
  | 'busy'
  | 'reorder'
  | 'silence'
  | 'sound'
  | 'fax-calling'
  | 'fax-answering'
  | 'information'
/** `from`: what the party says; `to`: what the party hears. */
export type Side = 'from' | 'to'
/** G729 only in builds that have it: else `setRtp` throws ENOTSUP. `AAL2-…` packs as I.366.2 says, the other G.726 as RFC 3551 §4.5.4. */
export type AudioCodec =
  | 'PCMU'
  | 'PCMA'
  | 'G722'
  | 'opus'
  | 'GSM'
  | `${'' | 'AAL2-'}G726-${16 | 24 | 32 | 40}`
  | 'L16'
  | 'L16/16000'
  | 'G729'

export interface RtpOptions {
  readonly localAddress: string
  /** An even port to take again after a crash; left out for a random one. */
  readonly port?: number
  readonly ssrc?: number
}

export interface RtpStream {
  readonly remote?: { readonly address: string; readonly port: number; readonly rtcpPort?: number }
  readonly codec: AudioCodec
  readonly payloadType: number
  /** RFC 4733 payload type; left out: digits go in band. */
  readonly eventPayloadType?: number
  /** Clock of telephone-event; left out: that of the codec. */
  readonly eventClockKhz?: 8 | 16 | 48
  readonly opus?: OpusCoding
  /** The peer takes RFC 3389 comfort noise, payload type 13: silence is sent so. */
  readonly comfortNoise?: boolean
  /** Events are sent in 64 octets of RTP, for switches that drop short datagrams (SADV-2). */
  readonly padEvents?: boolean
  readonly ptimeMs: 10 | 20 | 30 | 40 | 60
  readonly send: boolean
  readonly receive: boolean
  readonly symmetric: boolean
}

/** A stream that is not looked into. */
export interface PassStream {
  readonly remote?: { readonly address: string; readonly port: number; readonly rtcpPort?: number }
  /** With RTCP; false: UDPTL (T.38). */
  readonly rtp: boolean
  readonly send: boolean
  readonly receive: boolean
  readonly symmetric: boolean
}

/** What RFC 7587 §6.1 lets a peer ask for. */
export interface OpusCoding {
  /** bits/s, 6000 to 510000; left out: by the bandwidth in use. */
  readonly bitrate?: number
  /** Each packet holds the one before once more. */
  readonly fec?: boolean
  /** Less is sent while the party is silent. */
  readonly dtx?: boolean
  /** The highest sampling rate that the peer plays. */
  readonly bandKhz?: 8 | 12 | 16 | 24 | 48
}

export interface Tone {
  readonly hz: readonly number[]
  readonly levelDbm0: number
  /** On, off, on, off … in milliseconds; empty: steady. At most six. */
  readonly cadenceMs: readonly number[]
  /** 0: until stopped. */
  readonly totalMs: number
}

/** One tone after the other. */
export interface TonesToPlay {
  /** 1 to 64. */
  readonly parts: readonly TonePart[]
  /** The part from which all is played again; the number of parts: it ends. */
  readonly again: number
}

export interface TonePart {
  /** Mixed; none: silence. */
  readonly hz: readonly number[]
  readonly levelDbm0: number
  /** Hz that modulates the one frequency in amplitude, to 90 %. */
  readonly modulatedHz?: number
  /** 0: until stopped, of the last part. */
  readonly ms: number
}

export interface FilesToPlay {
  readonly paths: readonly string[]
  /** 0: until stopped. */
  readonly times: number
  readonly fromMs: number
}

export interface GroupToHear {
  /** IPv4. */
  readonly group: string
  readonly port: number
  /** Address of the interface on which the group is joined. */
  readonly localAddress: string
  /** 1 to 255: of several in a context the highest on which somebody speaks is heard. */
  readonly priority: number
}

export interface PlayerChange {
  readonly paused: boolean
  /** 50 to 200, at the same pitch; left out: as it is. */
  readonly speedPercent?: number
  /** ms from the beginning of the first file, or from where it is. */
  readonly seek?: { readonly toMs: number } | { readonly byMs: number }
}

/** `wav-mu-law` and `raw-mu-law` (.snd) at 8 kHz; `wav` PCM 16 at 8 or 16. */
export type RecordingFormat = 'wav' | 'wav-mu-law' | 'raw-mu-law'

export interface FileToRecord {
  readonly path: string
  /** 0: no limit. */
  readonly maxMs: number
  /** `wav` when left out. */
  readonly format?: RecordingFormat
  /** 8 when left out. */
  readonly khz?: 8 | 16
  /** Without the silence at both ends: what is below so many dBm0. */
  readonly trimBelowDbm0?: number
}

export interface MediaTotals {
  readonly packetsReceived: number
  readonly packetsSent: number
  readonly packetsDropped: number
  readonly contexts: number
  readonly terminations: number
  readonly attachments: number
  readonly lateTicks: number
}

export interface RtpStats {
  readonly packetsReceived: number
  readonly bytesReceived: number
  readonly packetsSent: number
  readonly bytesSent: number
  readonly droppedSource: number
  readonly droppedMalformed: number
  /** Not SRTP where it must be, a wrong tag, a replay. */
  readonly droppedSecure: number
  readonly lost: number
  readonly late: number
  readonly jitterMs: number
  readonly roundTripMs: number | undefined
  readonly remoteLostPermille: number | undefined
  /** Mean opinion score of listening, 1 to 4.5, by the E-model from what was really received; undefined where nobody knows. */
  readonly mosListening: number | undefined
  /** With the delay. */
  readonly mosConversational: number | undefined
  /** Of listening, as the peer's RTCP XR says. */
  readonly remoteMos: number | undefined
  /** In use; undefined for packets in the clear. */
  readonly suite: SrtpSuite | undefined
  readonly remote: { readonly address: string; readonly port: number } | undefined
}

export type MediaEvent =
  | {
      readonly kind: 'digit'
      readonly termination: Handle
      readonly digit: string
      readonly source: 'rfc4733' | 'in-band'
      readonly side: Side
      readonly durationMs: number
    }
  | {
      readonly kind: 'played'
      readonly termination: Handle
      readonly attachment: Handle
      readonly error: number
    }
  | {
      readonly kind: 'recorded'
      readonly termination: Handle
      readonly attachment: Handle
      readonly durationMs: number
      readonly error: number
    }
  | {
      readonly kind: 'progress'
      readonly termination: Handle
      readonly attachment: Handle
      readonly side: Side
      readonly heard: Progress
    }
  /** Somebody begins to speak, or has ended. */
  | {
      readonly kind: 'voice'
      readonly termination: Handle
      readonly attachment: Handle
      readonly side: Side
      readonly speaks: boolean
    }
  /** A DTLS handshake has given keys, or failed with that errno. */
  | { readonly kind: 'secured'; readonly termination: Handle; readonly error: number }
  | { readonly kind: 'rtp-lost' | 'rtp-back' | 'learned'; readonly termination: Handle }
  | { readonly kind: 'overflow' }

export interface MediaOptions {
  readonly maxTerminations: number
  readonly ports: { readonly low: number; readonly high: number }
  readonly dscp: number
  readonly rtpLostMs: number
  /** Time passes only by `step`: for tests. */
  readonly stepped?: boolean
}

/** A negative errno of the library, with its name (`ENOSPC`) as `code`. */
export class MediaError extends Error {
  readonly code: string
  constructor(call: string, code: string) {
    super(`${call}: ${code}`)
    this.code = code
  }
}
