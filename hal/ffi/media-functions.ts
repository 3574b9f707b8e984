import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import koffi from 'koffi'
import { MEDIA_ABI, structs } from './media-structs.ts'

/** Where `make` leaves the library. */
export const builtLibrary = resolve(import.meta.dirname, '../../build/libmedia.so')

export type MediaFunctions = ReturnType<typeof loadMedia>

/** Loads libmedia and compares versions and structure sizes first, so that nothing is called with another layout. */
export function loadMedia(path: string) {
  if (!existsSync(path)) {
    throw new Error(
      `The media library ${path} is missing. Run 'make' in the repository to build it.`,
    )
  }
  const library = koffi.load(path)
  const functions = {
    abi: library.func('media_abi', 'uint32_t', []),
    abiSize: library.func('media_abi_size', 'uint32_t', ['uint32_t']),
    open: library.func('media_open', 'int', [pointer('options'), koffi.out(handle(2))]),
    close: library.func('media_close', 'void', [handle(1)]),
    hasCodec: library.func('media_has_codec', 'int', ['uint8_t']),
    contextAdd: library.func('media_context_add', 'int', [handle(1), outId]),
    contextRemove: library.func('media_context_remove', 'int', [handle(1), 'uint32_t']),
    rtpAdd: library.func('media_rtp_add', 'int', [
      handle(1),
      'uint32_t',
      pointer('rtp'),
      outId,
      koffi.out(koffi.pointer('uint16_t')),
    ]),
    lineAdd: library.func('media_line_add', 'int', [handle(1), 'uint32_t', pointer('line'), outId]),
    rtpSet: library.func('media_rtp_set', 'int', [handle(1), 'uint32_t', pointer('stream')]),
    secureSet: library.func('media_secure_set', 'int', [handle(1), 'uint32_t', pointer('secure')]),
    fingerprint: library.func('media_fingerprint', 'int', [handle(1), koffi.pointer('uint8_t')]),
    keys: library.func('media_keys', 'int', [handle(1), 'uint32_t', koffi.out(pointer('keys'))]),
    move: library.func('media_move', 'int', [handle(1), 'uint32_t', 'uint32_t']),
    remove: library.func('media_remove', 'int', [handle(1), 'uint32_t']),
    topology: library.func('media_topology', 'int', [handle(1), 'uint32_t', 'uint32_t', 'uint8_t']),
    playTone: library.func('media_play_tone', 'int', [
      handle(1),
      'uint32_t',
      'uint8_t',
      pointer('tone'),
      outId,
    ]),
    playTones: library.func('media_play_tones', 'int', [
      handle(1),
      'uint32_t',
      'uint8_t',
      pointer('tone_part'),
      'uint32_t',
      'uint32_t',
      outId,
    ]),
    playFiles: library.func('media_play_files', 'int', [
      handle(1),
      'uint32_t',
      'uint8_t',
      koffi.pointer('uint8_t'),
      'uint32_t',
      'uint32_t',
      'uint32_t',
      outId,
    ]),
    record: library.func('media_record_as', 'int', [
      handle(1),
      'uint32_t',
      'uint8_t',
      'str',
      pointer('recording'),
      outId,
    ]),
    setPlayer: library.func('media_player_set', 'int', [handle(1), 'uint32_t', pointer('player')]),
    pauseRecorder: library.func('media_recorder_pause', 'int', [handle(1), 'uint32_t', 'uint8_t']),
    detectDtmf: library.func('media_detect_dtmf', 'int', [handle(1), 'uint32_t', 'uint8_t', outId]),
    detectProgress: library.func('media_detect_progress', 'int', [
      handle(1),
      'uint32_t',
      'uint8_t',
      outId,
    ]),
    passAdd: library.func('media_pass_add', 'int', [
      handle(1),
      'uint32_t',
      pointer('rtp'),
      outId,
      koffi.out(koffi.pointer('uint16_t')),
    ]),
    passSet: library.func('media_pass_set', 'int', [handle(1), 'uint32_t', pointer('pass')]),
    listenAdd: library.func('media_listen_add', 'int', [
      handle(1),
      'uint32_t',
      pointer('listen'),
      outId,
    ]),
    multicast: library.func('media_multicast', 'int', [
      handle(1),
      'uint32_t',
      'uint8_t',
      'uint8_t',
    ]),
    studioAdd: library.func('media_studio_add', 'int', [handle(1), 'uint32_t', outId]),
    playTermination: library.func('media_play_termination', 'int', [
      handle(1),
      'uint32_t',
      'uint8_t',
      'uint32_t',
      outId,
    ]),
    level: library.func('media_level', 'int', [handle(1), 'uint32_t', 'uint8_t', 'int8_t']),
    detectSignals: library.func('media_detect_signals', 'int', [
      handle(1),
      'uint32_t',
      'uint8_t',
      outId,
    ]),
    detectVoice: library.func('media_detect_voice', 'int', [
      handle(1),
      'uint32_t',
      'uint8_t',
      outId,
    ]),
    stop: library.func('media_stop', 'int', [handle(1), 'uint32_t']),
    sendDigits: library.func('media_send_digits', 'int', [
      handle(1),
      'uint32_t',
      'str',
      'uint32_t',
      'uint32_t',
    ]),
    step: library.func('media_step', 'int', [handle(1), 'uint32_t']),
    eventFd: library.func('media_event_fd', 'int', [handle(1)]),
    stats: library.func('media_stats', 'int', [handle(1), 'uint32_t', koffi.out(pointer('stats'))]),
    totals: library.func('media_totals', 'int', [handle(1), koffi.out(pointer('totals'))]),
  }
  checkAbi(path, functions.abi(), functions.abiSize)
  return functions
}

const media = koffi.opaque()
const outId = koffi.out(koffi.pointer('uint32_t'))

function handle(depth: number) {
  return koffi.pointer(media, depth)
}

function pointer(name: keyof typeof structs) {
  return koffi.pointer(structs[name])
}

function checkAbi(path: string, abi: number, sizeOf: (which: number) => number): void {
  if (abi !== MEDIA_ABI) {
    throw new Error(`${path} has media ABI ${abi}, this program ${MEDIA_ABI}. Run 'make' again.`)
  }
  Object.entries(structs).forEach(([name, type], which) => {
    if (sizeOf(which) !== koffi.sizeof(type)) {
      throw new Error(
        `${path}: struct media_${name} has ${sizeOf(which)} bytes, not ${koffi.sizeof(type)}.`,
      )
    }
  })
}
