import type {
  Hearing,
  LineFault,
  OfficeRule,
  OfficeSettings,
  OfficeState,
  Saying,
} from '../../hal/ffi/lines-library.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { LineName } from './contract.ts'
import type { Check, Shape } from './shapes.ts'
import { complaintAbout, isObject, list, object, oneOf, optional, whole } from './shapes.ts'

/** What a person at a simulated telephone, or the central office behind a simulated line, does: argument of verb `sim`. */
export type SimCommand = { readonly line: LineName } & (
  | { readonly action: 'lift' | 'hang-up' | 'end' | 'listen' }
  | { readonly action: 'flash'; readonly ms: number }
  | {
      readonly action: 'dial'
      readonly keys: string
      readonly how: 'dtmf' | 'pulse'
      readonly onMs?: number
      readonly gapMs?: number
    }
  | { readonly action: 'ring'; readonly number: string; readonly name: string }
  | ({ readonly action: 'say' } & Saying)
  | { readonly action: 'record'; readonly path: string | null }
  | { readonly action: 'fault'; readonly fault: LineFault }
  | ({ readonly action: 'rule' } & OfficeRule)
  | ({ readonly action: 'office' } & OfficeSettings)
)

/** A simulated line and what goes on at its far end; `office` is behind an FXO line. */
export interface SimulatedLine {
  readonly line: LineName
  readonly kind: 'fxs' | 'fxo'
  readonly hearing: Hearing
  readonly office?: OfficeState
}

export const FAULTS = ['none', 'cut', 'no-dial-tone', 'audio-stops', 'stuck', 'glare'] as const
export const VOICES = ['silent', 'tone', 'echo', 'speech'] as const
export const OUTCOMES = ['answer', 'never', 'busy', 'reorder'] as const
export const FAR_ENDS = ['cpc', 'reversal', 'busy-tone'] as const

const FXS_ONLY = ['lift', 'hang-up', 'flash', 'dial']
const FXO_ONLY = ['ring', 'end', 'rule', 'office']

function matching(form: RegExp, complaint: string): Check {
  return (value) => (typeof value === 'string' && form.test(value) ? undefined : complaint)
}

const printable = (most: number) =>
  matching(new RegExp(`^[\\x20-\\x7e]{0,${most}}$`), `is not at most ${most} ASCII characters`)

const saying: Shape = {
  voice: oneOf(...VOICES),
  hz: optional(whole(100, 3900)),
  levelDbm0: optional(whole(-60, 0)),
}
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'is not true or false')
const path = matching(/^\/[^\0]{1,1023}$/, 'is not an absolute path')
const keys = matching(/^[0-9*#A-D,!]{1,64}$/, 'are not 1 to 64 of 0-9 * # A-D , !')
const number = printable(23)

const SHAPES: { readonly [Action in SimCommand['action']]: Shape } = {
  lift: {},
  'hang-up': {},
  end: {},
  listen: {},
  flash: { ms: whole(100, 2000) },
  dial: {
    keys,
    how: oneOf('dtmf', 'pulse'),
    onMs: optional(whole(20, 6000)),
    gapMs: optional(whole(20, 6000)),
  },
  ring: { number, name: printable(23) },
  say: saying,
  record: { path: (value) => (value === null ? undefined : path(value)) },
  fault: { fault: oneOf(...FAULTS) },
  rule: {
    number: matching(/^[0-9*#]{1,23}$/, 'is not 1 to 23 digits'),
    outcome: oneOf(...OUTCOMES),
    rings: optional(whole(0, 100)),
    talkMs: optional(whole(1, 24 * 3600 * 1000)),
    saying: optional(object(saying)),
  },
  office: {
    farEnd: list(oneOf(...FAR_ENDS), FAR_ENDS.length),
    cpcMs: whole(10, 10_000),
    dialToneAfterMs: whole(0, 60_000),
    answerReversal: flag,
  },
}

const NAME = matching(/^[a-z][a-z0-9-]{0,14}$/, 'is not the name of a line, as fxs-1')

/** A command as somebody sent it: one of the closed list of actions, each argument within its bounds, fit for that kind of line. */
export function checkSimCommand(value: unknown): Result<SimCommand> {
  if (!isObject(value)) return refuse('not an object with line and action')
  const { line, action } = value
  const complaint = NAME(line)
  if (complaint) return refuse(`line ${complaint}`)
  const name = typeof action === 'string' ? action : ''
  if (!Object.hasOwn(SHAPES, name)) return refuse(`action is none of ${SIM_ACTIONS.join(', ')}`)
  const wrong = complaintAbout(value, SHAPES[name as SimCommand['action']])
  if (wrong) return refuse(`${name}: ${wrong}`)
  const command = value as unknown as SimCommand
  const senseless = contradiction(command)
  return senseless ? refuse(`${name}: ${senseless}`) : ok(command)
}

function contradiction(command: SimCommand): string | undefined {
  if (command.action === 'dial' && command.how === 'pulse' && /[^0-9,!]/.test(command.keys))
    return 'keys are not digits, which is all that pulses can say'
  if (command.action === 'say' && command.voice === 'tone' && command.hz === undefined)
    return 'hz is missing'
  return undefined
}

export const SIM_ACTIONS = Object.keys(SHAPES) as readonly SimCommand['action'][]

/** Why an action is not for such a line; undefined when it is. */
export function unfit(action: SimCommand['action'], kind: 'fxs' | 'fxo'): string | undefined {
  if (kind === 'fxo' && FXS_ONLY.includes(action)) {
    return `'${action}' is for a telephone, as fxs-1; this is a line to the central office`
  }
  if (kind === 'fxs' && FXO_ONLY.includes(action)) {
    return `'${action}' is for a line to the central office, as fxo-1; this is a telephone`
  }
  return undefined
}
