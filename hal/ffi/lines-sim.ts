import type { SimFunctions } from './lines-functions.ts'
import type {
  Hearing,
  LineFault,
  OfficeRule,
  OfficeSettings,
  OfficeState,
  Saying,
  SimulatedLines,
} from './lines-library.ts'
import { LinesError } from './lines-library.ts'
import type { RawHearing, RawOffice } from './lines-structs.ts'

const voices = ['silent', 'tone', 'echo', 'speech'] as const
const dialling = ['dtmf', 'pulse'] as const
const officeStates = [
  'idle',
  'ringing',
  'dial-tone',
  'dialled',
  'far-ringing',
  'talking',
  'busy',
  'reorder',
  'howler',
  'ended',
] as const
const faults: readonly LineFault[] = [
  'none',
  'cut',
  'no-dial-tone',
  'audio-stops',
  'stuck',
  'glare',
]
const farEnds = ['cpc', 'reversal', 'busy-tone'] as const
const outcomes = { never: 0xffffffff, busy: 0xfffffffe, reorder: 0xfffffffd } as const
const DEFAULT_LEVEL_DBM0 = -13

/** People at simulated telephones, and the central office. `open` gives the instance; `check` throws for a negative errno. */
export function simulatedLines(
  native: SimFunctions | undefined,
  open: () => unknown,
  check: (call: string, result: number) => void,
): SimulatedLines {
  if (!native) return without
  return {
    lift: (line) => check('sim_lift', native.lift(open(), line)),
    hangUp: (line) => check('sim_hang_up', native.hangUp(open(), line)),
    flash: (line, ms) => check('sim_flash', native.flash(open(), line, ms)),
    dial: (line, keys, how, onMs = 0, gapMs = 0) =>
      check('sim_dial', native.dial(open(), line, keys, dialling.indexOf(how), onMs, gapMs)),
    say: (line, saying) => check('sim_say', native.say(open(), line, nativeSaying(saying))),
    hear: (line) => {
      const raw = {} as RawHearing
      check('sim_hear', native.hear(open(), line, raw))
      return hearingOf(raw)
    },
    record: (line, path) => check('sim_record', native.record(open(), line, path ?? null)),
    ring: (line, number, name) => check('sim_co_ring', native.ring(open(), line, number, name)),
    end: (line) => check('sim_co_end', native.end(open(), line)),
    office: (line) => {
      const raw = {} as RawOffice
      check('sim_co_state', native.office(open(), line, raw))
      return officeOf(raw)
    },
    rule: (line, rule) => check('sim_co_rule', native.rule(open(), line, nativeRule(rule))),
    set: (line, settings) => check('sim_co_set', native.set(open(), line, nativeOffice(settings))),
    fault: (line, fault) => check('sim_fault', native.fault(open(), line, faults.indexOf(fault))),
  }
}

function refuse(): never {
  throw new LinesError('sim', 'ENODEV')
}

/** Of a library that was built without the simulated card. */
const without: SimulatedLines = {
  lift: refuse,
  hangUp: refuse,
  flash: refuse,
  dial: refuse,
  say: refuse,
  hear: refuse,
  record: refuse,
  ring: refuse,
  end: refuse,
  office: refuse,
  rule: refuse,
  set: refuse,
  fault: refuse,
}

function nativeSaying(saying: Saying) {
  return {
    voice: voices.indexOf(saying.voice),
    hz: saying.hz ?? 0,
    level_tenths_dbm0: Math.round((saying.levelDbm0 ?? DEFAULT_LEVEL_DBM0) * 10),
  }
}

function nativeRule(rule: OfficeRule) {
  const { number, outcome, rings = 0, talkMs = 0, saying = { voice: 'silent' } } = rule
  if (number.length > 23) throw new LinesError('sim_co_rule', 'EINVAL')
  return {
    number,
    rings: outcome === 'answer' ? rings : outcomes[outcome],
    talk_ms: talkMs,
    saying: nativeSaying(saying),
  }
}

function nativeOffice(settings: OfficeSettings) {
  return {
    far_end: settings.farEnd.reduce((bits, which) => bits | (1 << farEnds.indexOf(which)), 0),
    cpc_ms: settings.cpcMs,
    dial_tone_after_ms: settings.dialToneAfterMs,
    answer_reversal: Number(settings.answerReversal),
  }
}

function hearingOf(raw: RawHearing): Hearing {
  return {
    levelDbm0: raw.level_tenths_dbm0 / 10,
    hz: raw.hz.filter((hz) => hz > 0),
    ringing: raw.ringing === 1,
    rings: raw.rings,
    offHook: raw.off_hook === 1,
    battery: raw.battery === 1,
    lastRingMs: raw.last_ring_ms.filter((ms) => ms > 0),
    callerNumber: raw.caller_number,
    callerName: raw.caller_name,
  }
}

function officeOf(raw: RawOffice): OfficeState {
  return {
    state: officeStates[raw.state] ?? 'idle',
    dialled: raw.dialled,
    preDialMs: raw.pre_dial_ms,
    digitOnMs: raw.digit_ms[0],
    digitGapMs: raw.digit_ms[1],
  }
}
