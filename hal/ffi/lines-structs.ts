import koffi from 'koffi'

/** Raised with any change of `hal.h`; the library refuses another value. */
export const HAL_ABI = 1

const name = koffi.array('char', 16, 'String')
const caller = koffi.array('char', 24, 'String')

/** The structures of `hal/include/strowger/hal.h`, member for member and in its order. */
export const structs = {
  options: koffi.struct({
    abi: 'uint32_t',
    drive: 'uint32_t',
    seed: 'uint64_t',
    lines: koffi.array('char', 256, 'String'),
    audio_path: koffi.array('char', 108, 'String'),
    lifeline_after_ms: 'uint32_t',
    reserved: 'uint32_t',
  }),
  line_info: koffi.struct({
    name,
    driver: name,
    kind: 'uint8_t',
    can_reversal: 'uint8_t',
    reserved: koffi.array('uint8_t', 2),
  }),
  line_settings: koffi.struct({
    disconnect_ms: 'uint32_t',
    flash_min_ms: 'uint32_t',
    flash_max_ms: 'uint32_t',
    gain_from_tenths_db: 'int32_t',
    gain_to_tenths_db: 'int32_t',
    reserved: 'uint32_t',
  }),
  cadence: koffi.struct({ ms: koffi.array('uint16_t', 8) }),
  emergency: koffi.struct({
    numbers: koffi.array(name, 8),
    sent: name,
    lines: koffi.array('uint8_t', 32),
    pre_dial_ms: 'uint32_t',
  }),
  event: koffi.struct({
    kind: 'uint32_t',
    line: 'uint32_t',
    duration_ms: 'uint32_t',
    digit: 'uint8_t',
    value: 'uint8_t',
    peer: 'uint8_t',
    reserved: 'uint8_t',
    at_ms: 'uint64_t',
    number: caller,
    name: caller,
  }),
  line_state: koffi.struct({
    hook: 'uint8_t',
    ringing: 'uint8_t',
    battery: 'uint8_t',
    served: 'uint8_t',
    lifeline: 'uint8_t',
    audio: 'uint8_t',
    reserved: koffi.array('uint8_t', 2),
    level_from_tenths_dbm0: 'int32_t',
    level_to_tenths_dbm0: 'int32_t',
    slips: 'uint64_t',
    off_hook_ms: 'uint64_t',
  }),
} as const

const saying = koffi.struct({ voice: 'uint32_t', hz: 'uint32_t', level_tenths_dbm0: 'int32_t' })

/** The structures of `drivers/sim/sim.h`. */
export const simStructs = {
  saying,
  hearing: koffi.struct({
    level_tenths_dbm0: 'int32_t',
    hz: koffi.array('uint32_t', 4, 'Array'),
    ringing: 'uint8_t',
    rings: 'uint8_t',
    off_hook: 'uint8_t',
    battery: 'uint8_t',
    last_ring_ms: koffi.array('uint32_t', 8, 'Array'),
    caller_number: caller,
    caller_name: caller,
  }),
  state: koffi.struct({
    state: 'uint32_t',
    dialled: koffi.array('char', 32, 'String'),
    pre_dial_ms: 'uint32_t',
    digit_ms: koffi.array('uint32_t', 2, 'Array'),
  }),
  rule: koffi.struct({ number: caller, rings: 'uint32_t', talk_ms: 'uint32_t', saying }),
  settings: koffi.struct({
    far_end: 'uint32_t',
    cpc_ms: 'uint32_t',
    dial_tone_after_ms: 'uint32_t',
    answer_reversal: 'uint32_t',
  }),
} as const

/** What `hal_line_info` fills. */
export interface RawInfo {
  name: string
  driver: string
  kind: number
  can_reversal: number
}

/** What `hal_line_state` fills. 64-bit counts come as bigint only beyond 2**53. */
export interface RawState {
  hook: number
  ringing: number
  battery: number
  served: number
  lifeline: number
  audio: number
  level_from_tenths_dbm0: number
  level_to_tenths_dbm0: number
  slips: number
  off_hook_ms: number
}

/** What `sim_hear` fills. */
export interface RawHearing {
  level_tenths_dbm0: number
  hz: number[]
  ringing: number
  rings: number
  off_hook: number
  battery: number
  last_ring_ms: number[]
  caller_number: string
  caller_name: string
}

/** What `sim_co_state` fills. */
export interface RawOffice {
  state: number
  dialled: string
  pre_dial_ms: number
  digit_ms: [number, number]
}
