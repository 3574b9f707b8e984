import koffi from 'koffi'

/** Raised with any change of `media.h`; the library refuses another value. */
export const MEDIA_ABI = 7

/** Bytes of the texts of `struct media_line`, with the NUL that ends them. */
export const LINE_PATH = 108
export const LINE_NAME = 16

const address = koffi.array('char', 46, 'String')

const keys = koffi.struct({
  suite: 'uint8_t',
  local: koffi.array('uint8_t', 46, 'Typed'),
  remote: koffi.array('uint8_t', 46, 'Typed'),
  reserved: koffi.array('uint8_t', 3),
})

/** The structures of `hal/include/strowger/media.h`, member for member and in its order. */
export const structs = {
  options: koffi.struct({
    abi: 'uint32_t',
    max_terminations: 'uint32_t',
    port_low: 'uint16_t',
    port_high: 'uint16_t',
    dscp: 'uint8_t',
    stepped: 'uint8_t',
    reserved: koffi.array('uint8_t', 2),
    rtp_lost_ms: 'uint32_t',
  }),
  rtp: koffi.struct({ local_address: address, port: 'uint16_t', ssrc: 'uint32_t' }),
  stream: koffi.struct({
    remote_address: address,
    remote_port: 'uint16_t',
    remote_rtcp_port: 'uint16_t',
    codec: 'uint8_t',
    payload_type: 'uint8_t',
    event_payload_type: 'uint8_t',
    ptime_ms: 'uint8_t',
    send: 'uint8_t',
    receive: 'uint8_t',
    symmetric: 'uint8_t',
    event_khz: 'uint8_t',
    bitrate: 'uint32_t',
    fec: 'uint8_t',
    dtx: 'uint8_t',
    band_khz: 'uint8_t',
    comfort: 'uint8_t',
    pad_events: 'uint8_t',
  }),
  line: koffi.struct({
    path: koffi.array('char', LINE_PATH, 'String'),
    name: koffi.array('char', LINE_NAME, 'String'),
  }),
  tone: koffi.struct({
    hz: koffi.array('uint16_t', 4),
    level_dbm0: 'int8_t',
    reserved: 'uint8_t',
    cadence_ms: koffi.array('uint16_t', 6),
    total_ms: 'uint32_t',
  }),
  event: koffi.struct({
    kind: 'uint32_t',
    termination: 'uint32_t',
    attachment: 'uint32_t',
    error: 'int32_t',
    duration_ms: 'uint32_t',
    digit: 'uint8_t',
    source: 'uint8_t',
    side: 'uint8_t',
    reserved: 'uint8_t',
    monotonic_ns: 'uint64_t',
  }),
  stats: koffi.struct({
    packets_received: 'uint64_t',
    bytes_received: 'uint64_t',
    packets_sent: 'uint64_t',
    bytes_sent: 'uint64_t',
    dropped_source: 'uint64_t',
    dropped_malformed: 'uint64_t',
    dropped_secure: 'uint64_t',
    lost: 'uint64_t',
    late: 'uint64_t',
    jitter_us: 'uint32_t',
    round_trip_us: 'uint32_t',
    remote_lost_permille: 'uint32_t',
    mos_listening: 'uint16_t',
    mos_conversational: 'uint16_t',
    remote_address: address,
    remote_port: 'uint16_t',
    remote_mos: 'uint16_t',
    suite: 'uint8_t',
    reserved: koffi.array('uint8_t', 5),
  }),
  totals: koffi.struct({
    packets_received: 'uint64_t',
    packets_sent: 'uint64_t',
    packets_dropped: 'uint64_t',
    contexts: 'uint32_t',
    terminations: 'uint32_t',
    attachments: 'uint32_t',
    late_ticks: 'uint32_t',
  }),
  keys,
  secure: koffi.struct({
    keying: 'uint8_t',
    mux: 'uint8_t',
    active: 'uint8_t',
    hash: 'uint8_t',
    digest: koffi.array('uint8_t', 64, 'Typed'),
    keys,
    local_ufrag: koffi.array('char', 33, 'String'),
    local_password: koffi.array('char', 65, 'String'),
    remote_ufrag: koffi.array('char', 257, 'String'),
    reserved: koffi.array('char', 1),
  }),
  tone_part: koffi.struct({
    hz: koffi.array('uint16_t', 4),
    level_dbm0: 'int8_t',
    modulated: 'uint8_t',
    ms: 'uint16_t',
  }),
  player: koffi.struct({
    paused: 'uint8_t',
    seek: 'uint8_t',
    speed_percent: 'uint16_t',
    ms: 'int32_t',
  }),
  recording: koffi.struct({
    max_ms: 'uint32_t',
    format: 'uint8_t',
    khz: 'uint8_t',
    trim: 'uint8_t',
    silence_dbm0: 'int8_t',
  }),
  listen: koffi.struct({
    group: address,
    interface: address,
    port: 'uint16_t',
    priority: 'uint8_t',
    reserved: 'uint8_t',
  }),
  pass: koffi.struct({
    remote_address: address,
    remote_port: 'uint16_t',
    remote_rtcp_port: 'uint16_t',
    rtp: 'uint8_t',
    send: 'uint8_t',
    receive: 'uint8_t',
    symmetric: 'uint8_t',
    to: 'uint32_t',
  }),
} as const

/** What `media_stats` fills. 64-bit counts come as bigint only beyond 2**53. */
export interface RawStats {
  packets_received: number
  bytes_received: number
  packets_sent: number
  bytes_sent: number
  dropped_source: number
  dropped_malformed: number
  dropped_secure: number
  lost: number
  late: number
  jitter_us: number
  round_trip_us: number
  remote_lost_permille: number
  mos_listening: number
  mos_conversational: number
  remote_mos: number
  suite: number
  remote_address: string
  remote_port: number
}

/** What `media_totals` fills. */
export interface RawTotals {
  packets_received: number
  packets_sent: number
  packets_dropped: number
  contexts: number
  terminations: number
  attachments: number
  late_ticks: number
}
