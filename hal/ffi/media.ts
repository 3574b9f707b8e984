import type { Socket } from 'node:net'
import { getSystemErrorName } from 'node:util'
import { readEvents } from './media-events.ts'
import { builtLibrary, loadMedia, type MediaFunctions } from './media-functions.ts'
import type {
  AudioCodec,
  FilesToPlay,
  FileToRecord,
  GroupToHear,
  Handle,
  MediaEvent,
  MediaLibrary,
  MediaOptions,
  MediaTotals,
  PassStream,
  PlayerChange,
  RtpOptions,
  RtpStats,
  RtpStream,
  Side,
  Tone,
  TonePart,
  TonesToPlay,
} from './media-library.ts'
import { MediaError } from './media-library.ts'
import type { RawKeys, SecureTransport, SrtpKeys } from './media-secure.ts'
import { fingerprintText, keysOf, nativeSecure, suiteOf } from './media-secure.ts'
import { LINE_NAME, LINE_PATH, MEDIA_ABI, type RawStats, type RawTotals } from './media-structs.ts'

const UNKNOWN = 0xffffffff
const MUTE = -128
const AUTOMATIC = 127
const sideNumbers: Readonly<Record<Side | 'both', number>> = { from: 1, to: 2, both: 3 }
const codecNumbers: Readonly<Record<AudioCodec, number>> = {
  PCMU: 1,
  PCMA: 2,
  G722: 3,
  opus: 4,
  GSM: 5,
  'G726-16': 6,
  'G726-24': 7,
  'G726-32': 8,
  'G726-40': 9,
  'AAL2-G726-16': 10,
  'AAL2-G726-24': 11,
  'AAL2-G726-32': 12,
  'AAL2-G726-40': 13,
  L16: 14,
  'L16/16000': 15,
  G729: 16,
}

/**
 * Opens libmedia: its threads run from here to `close()`. Events arrive in the event loop, never within a call.
 * Throws an Error that names `make` when the library is missing or of another version, MediaError when it refuses.
 */
export function openMedia(
  options: MediaOptions & { readonly library?: string },
  onEvent: (event: MediaEvent) => void,
): MediaLibrary {
  const functions = loadMedia(options.library ?? builtLibrary)
  const media = [null]
  check('media_open', functions.open(nativeOptions(options), media))
  const events = readEvents(functions.eventFd(media[0]), onEvent)
  return new KoffiMedia(functions, media[0], events)
}

class KoffiMedia implements MediaLibrary {
  readonly #native: MediaFunctions
  readonly #events: Socket
  #media: unknown

  constructor(native: MediaFunctions, media: unknown, events: Socket) {
    this.#native = native
    this.#media = media
    this.#events = events
  }

  addContext(): Handle {
    return this.#added('media_context_add', (id) => this.#native.contextAdd(this.#open, id))
  }

  removeContext(context: Handle): void {
    check('media_context_remove', this.#native.contextRemove(this.#open, context))
  }

  addRtp(context: Handle, rtp: RtpOptions): { termination: Handle; port: number } {
    const asked = { local_address: rtp.localAddress, port: rtp.port ?? 0, ssrc: rtp.ssrc ?? 0 }
    const port = [0]
    const termination = this.#added('media_rtp_add', (id) =>
      this.#native.rtpAdd(this.#open, context, asked, id, port),
    )
    return { termination, port: port[0] ?? 0 }
  }

  addPass(
    context: Handle,
    { localAddress, port: asked = 0 }: Pick<RtpOptions, 'localAddress' | 'port'>,
  ): { termination: Handle; port: number } {
    const at = { local_address: localAddress, port: asked, ssrc: 0 }
    const port = [0]
    const termination = this.#added('media_pass_add', (id) =>
      this.#native.passAdd(this.#open, context, at, id, port),
    )
    return { termination, port: port[0] ?? 0 }
  }

  setPass(termination: Handle, pass: PassStream, to: Handle = 0): void {
    const native = nativePass(pass, to)
    check('media_pass_set', this.#native.passSet(this.#open, termination, native))
  }

  addLine(context: Handle, line: { readonly path: string; readonly name: string }): Handle {
    const native = nativeLine(line)
    return this.#added('media_line_add', (id) =>
      this.#native.lineAdd(this.#open, context, native, id),
    )
  }

  addStudio(context: Handle): Handle {
    return this.#added('media_studio_add', (id) => this.#native.studioAdd(this.#open, context, id))
  }

  addListener(context: Handle, { group, port, localAddress, priority }: GroupToHear): Handle {
    const native = { group, interface: localAddress, port, priority, reserved: 0 }
    return this.#added('media_listen_add', (id) =>
      this.#native.listenAdd(this.#open, context, native, id),
    )
  }

  setMulticast(termination: Handle, { hops, loop }: { hops: number; loop: boolean }): void {
    check('media_multicast', this.#native.multicast(this.#open, termination, hops, Number(loop)))
  }

  setRtp(termination: Handle, stream: RtpStream): void {
    check('media_rtp_set', this.#native.rtpSet(this.#open, termination, nativeStream(stream)))
  }

  setSecure(termination: Handle, transport: SecureTransport): void {
    check(
      'media_secure_set',
      this.#native.secureSet(this.#open, termination, nativeSecure(transport)),
    )
  }

  has(codec: AudioCodec): boolean {
    return this.#native.hasCodec(codecNumbers[codec]) === 1
  }

  get fingerprint(): string {
    const text = Buffer.alloc(65)
    check('media_fingerprint', this.#native.fingerprint(this.#open, text))
    return fingerprintText(text.toString('latin1', 0, 64))
  }

  keys(termination: Handle): SrtpKeys | undefined {
    const raw = {} as RawKeys
    check('media_keys', this.#native.keys(this.#open, termination, raw))
    return keysOf(raw)
  }

  move(termination: Handle, context: Handle): void {
    check('media_move', this.#native.move(this.#open, termination, context))
  }

  remove(termination: Handle): void {
    check('media_remove', this.#native.remove(this.#open, termination))
  }

  setTopology(from: Handle, to: Handle, hears: boolean): void {
    check('media_topology', this.#native.topology(this.#open, from, to, hears ? 1 : 0))
  }

  playTone(termination: Handle, side: Side, tone: Tone): Handle {
    return this.#added('media_play_tone', (id) =>
      this.#native.playTone(this.#open, termination, sideNumbers[side], nativeTone(tone), id),
    )
  }

  playTones(termination: Handle, side: Side, { parts, again }: TonesToPlay): Handle {
    const native = parts.map(nativePart)
    return this.#added('media_play_tones', (id) =>
      this.#native.playTones(
        this.#open,
        termination,
        sideNumbers[side],
        native,
        parts.length,
        again,
        id,
      ),
    )
  }

  playFiles(termination: Handle, side: Side, files: FilesToPlay): Handle {
    const { paths, times, fromMs } = files
    const joined = Buffer.from(paths.map((path) => `${path}\0`).join(''))
    return this.#added('media_play_files', (id) =>
      this.#native.playFiles(
        this.#open,
        termination,
        sideNumbers[side],
        joined,
        paths.length,
        times,
        fromMs,
        id,
      ),
    )
  }

  playTermination(termination: Handle, side: Side, from: Handle): Handle {
    return this.#added('media_play_termination', (id) =>
      this.#native.playTermination(this.#open, termination, sideNumbers[side], from, id),
    )
  }

  setLevel(termination: Handle, side: Side | 'both', db: number | 'mute' | 'automatic'): void {
    const level = db === 'mute' ? MUTE : db === 'automatic' ? AUTOMATIC : db
    check('media_level', this.#native.level(this.#open, termination, sideNumbers[side], level))
  }

  record(termination: Handle, side: Side | 'both', file: FileToRecord): Handle {
    return this.#added('media_record', (id) =>
      this.#native.record(
        this.#open,
        termination,
        sideNumbers[side],
        file.path,
        nativeRecording(file),
        id,
      ),
    )
  }

  setPlayer(attachment: Handle, player: PlayerChange): void {
    check('media_player_set', this.#native.setPlayer(this.#open, attachment, nativePlayer(player)))
  }

  pauseRecorder(attachment: Handle, paused: boolean): void {
    check(
      'media_recorder_pause',
      this.#native.pauseRecorder(this.#open, attachment, Number(paused)),
    )
  }

  detectDtmf(termination: Handle, side: Side): Handle {
    return this.#added('media_detect_dtmf', (id) =>
      this.#native.detectDtmf(this.#open, termination, sideNumbers[side], id),
    )
  }

  detectProgress(termination: Handle, side: Side): Handle {
    return this.#added('media_detect_progress', (id) =>
      this.#native.detectProgress(this.#open, termination, sideNumbers[side], id),
    )
  }

  detectSignals(termination: Handle, side: Side): Handle {
    return this.#added('media_detect_signals', (id) =>
      this.#native.detectSignals(this.#open, termination, sideNumbers[side], id),
    )
  }

  detectVoice(termination: Handle, side: Side): Handle {
    return this.#added('media_detect_voice', (id) =>
      this.#native.detectVoice(this.#open, termination, sideNumbers[side], id),
    )
  }

  stop(attachment: Handle): void {
    check('media_stop', this.#native.stop(this.#open, attachment))
  }

  sendDigits(termination: Handle, digits: string, onMs: number, gapMs: number): void {
    check(
      'media_send_digits',
      this.#native.sendDigits(this.#open, termination, digits, onMs, gapMs),
    )
  }

  stats(termination: Handle): RtpStats {
    const raw = {} as RawStats
    check('media_stats', this.#native.stats(this.#open, termination, raw))
    return statsOf(raw)
  }

  totals(): MediaTotals {
    const raw = {} as RawTotals
    check('media_totals', this.#native.totals(this.#open, raw))
    return {
      packetsReceived: Number(raw.packets_received),
      packetsSent: Number(raw.packets_sent),
      packetsDropped: Number(raw.packets_dropped),
      contexts: raw.contexts,
      terminations: raw.terminations,
      attachments: raw.attachments,
      lateTicks: raw.late_ticks,
    }
  }

  step(ticks: number): void {
    check('media_step', this.#native.step(this.#open, ticks))
  }

  /** Ends threads, sockets and files; recordings are complete when this returns. A second call is harmless. */
  close(): void {
    if (this.#media === undefined) return
    this.#events.destroy()
    this.#native.close(this.#media)
    this.#media = undefined
  }

  /** The instance; a call after `close()` must not reach C. */
  get #open(): unknown {
    if (this.#media === undefined) throw new MediaError('libmedia', 'EBADF')
    return this.#media
  }

  #added(call: string, add: (id: [number]) => number): Handle {
    const id: [number] = [0]
    check(call, add(id))
    return id[0]
  }
}

function check(call: string, result: number): void {
  if (result < 0) throw new MediaError(call, getSystemErrorName(result))
}

function nativeOptions(options: MediaOptions) {
  return {
    abi: MEDIA_ABI,
    max_terminations: options.maxTerminations,
    port_low: options.ports.low,
    port_high: options.ports.high,
    dscp: options.dscp,
    stepped: Number(options.stepped ?? false),
    reserved: [0, 0],
    rtp_lost_ms: options.rtpLostMs,
  }
}

/** Texts that do not fit must not be cut off: they would name something else. */
function nativeLine(line: { readonly path: string; readonly name: string }) {
  const fits = (text: string, size: number) =>
    Buffer.byteLength(text) < size && !text.includes('\0')
  if (!fits(line.path, LINE_PATH) || !fits(line.name, LINE_NAME)) {
    throw new MediaError('media_line_add', 'EINVAL')
  }
  return { path: line.path, name: line.name }
}

function nativeStream(stream: RtpStream) {
  return {
    remote_address: stream.remote?.address ?? '',
    remote_port: stream.remote?.port ?? 0,
    remote_rtcp_port: stream.remote?.rtcpPort ?? 0,
    codec: codecNumbers[stream.codec],
    payload_type: stream.payloadType,
    event_payload_type: stream.eventPayloadType ?? 0,
    ptime_ms: stream.ptimeMs,
    send: Number(stream.send),
    receive: Number(stream.receive),
    symmetric: Number(stream.symmetric),
    event_khz: stream.eventClockKhz ?? 0,
    bitrate: stream.opus?.bitrate ?? 0,
    fec: Number(stream.opus?.fec ?? false),
    dtx: Number(stream.opus?.dtx ?? false),
    band_khz: stream.opus?.bandKhz ?? 0,
    comfort: Number(stream.comfortNoise ?? false),
    pad_events: Number(stream.padEvents ?? false),
  }
}

function nativeTone(tone: Tone) {
  return {
    hz: padded(tone.hz, 4),
    level_dbm0: tone.levelDbm0,
    reserved: 0,
    cadence_ms: padded(tone.cadenceMs, 6),
    total_ms: tone.totalMs,
  }
}

function nativeRecording({ maxMs, format = 'wav', khz = 8, trimBelowDbm0 }: FileToRecord) {
  return {
    max_ms: maxMs,
    format: ['wav', 'wav-mu-law', 'raw-mu-law'].indexOf(format),
    khz,
    trim: Number(trimBelowDbm0 !== undefined),
    silence_dbm0: trimBelowDbm0 ?? 0,
  }
}

function nativePass({ remote, rtp, send, receive, symmetric }: PassStream, to: Handle) {
  return {
    remote_address: remote?.address ?? '',
    remote_port: remote?.port ?? 0,
    remote_rtcp_port: remote?.rtcpPort ?? 0,
    rtp: Number(rtp),
    send: Number(send),
    receive: Number(receive),
    symmetric: Number(symmetric),
    to,
  }
}

function nativePlayer({ paused, speedPercent = 0, seek }: PlayerChange) {
  const [how, ms] = !seek ? [0, 0] : 'toMs' in seek ? [1, seek.toMs] : [2, seek.byMs]
  return { paused: Number(paused), seek: how, speed_percent: speedPercent, ms }
}

function nativePart({ hz, levelDbm0, modulatedHz, ms }: TonePart) {
  return {
    hz: padded(modulatedHz === undefined ? hz : [...hz, modulatedHz], 4),
    level_dbm0: levelDbm0,
    modulated: Number(modulatedHz !== undefined),
    ms,
  }
}

function padded(values: readonly number[], length: number): number[] {
  if (values.length > length) throw new MediaError('media_play_tone', 'EINVAL')
  return Array.from({ length }, (_, i) => values[i] ?? 0)
}

function scoreOf(hundredths: number): number | undefined {
  return hundredths === 0 ? undefined : hundredths / 100
}

function statsOf(raw: RawStats): RtpStats {
  return {
    packetsReceived: Number(raw.packets_received),
    bytesReceived: Number(raw.bytes_received),
    packetsSent: Number(raw.packets_sent),
    bytesSent: Number(raw.bytes_sent),
    droppedSource: Number(raw.dropped_source),
    droppedMalformed: Number(raw.dropped_malformed),
    droppedSecure: Number(raw.dropped_secure),
    lost: Number(raw.lost),
    late: Number(raw.late),
    jitterMs: raw.jitter_us / 1000,
    roundTripMs: raw.round_trip_us === 0 ? undefined : raw.round_trip_us / 1000,
    remoteLostPermille: raw.remote_lost_permille === UNKNOWN ? undefined : raw.remote_lost_permille,
    mosListening: scoreOf(raw.mos_listening),
    mosConversational: scoreOf(raw.mos_conversational),
    remoteMos: scoreOf(raw.remote_mos),
    suite: suiteOf(raw.suite),
    remote:
      raw.remote_port === 0 ? undefined : { address: raw.remote_address, port: raw.remote_port },
  }
}
