import { message } from '../words/say.ts'
import { AUTO_ANSWER_DIGITS } from './auto-answer-digits.ts'
import { entity, type Objection, type Of } from './entity.ts'
import { choice, flag, reference, text, whole } from './fields.ts'
import { PHONE_HOLD_MUSIC } from './hold-music.ts'
import { ownMusic } from './hold-music-source.ts'

const rules = {
  label: 'analog handset',
  section: 'analogHandsets',
  key: 'port',
  change: ['server-admin', 'system-admin', 'phone-admin'],
  restart: 'none',
  check: flashTimesInOrder,
} as const

/** A telephone, fax machine or other device on an FXS port, ANLG rows. */
export const AnalogHandset = entity('analog-handset', rules, {
  port: text('Port', {
    max: 7,
    required: true,
    unique: true,
    spec: 'ANLG-4',
    pattern: /^fxs-[1-9][0-9]{0,2}$/,
    says: 'an FXS port',
    remedy: 'Write it as fxs-1: ports are counted from 1.',
  }),
  description: text('Description', { max: 64, spec: 'ANLG-6' }),
  extension: reference('Extension', 'extension', {
    optional: true,
    onDelete: 'refuse',
    spec: 'ANLG-5',
    help: 'Who this phone is when it calls. To be called, it must be in the call route of an extension.',
  }),
  canPlaceCalls: flag('Can place calls', {
    default: true,
    spec: 'HSF-15',
    help: 'Off: the phone can dial nothing but the emergency number, which always works.',
  }),
  canReceiveCalls: flag('Can receive calls', {
    default: true,
    spec: 'HSF-15',
    help: 'Off: it never rings, also where a call route names it.',
  }),
  holdMusic: choice('Hold music', PHONE_HOLD_MUSIC, {
    default: 'default',
    spec: 'MOH-18',
    help: 'What the other party hears while this phone has it on hold.',
  }),
  ownMusic: ownMusic('If given, the other party hears it instead, whatever is chosen above.'),
  callerId: choice('Caller ID display', ['none', 'sdmf', 'mdmf'], {
    default: 'mdmf',
    spec: 'ANLG-10',
    help: 'How a caller is shown: sdmf sends the number, mdmf number and name. Choose none for a phone that chirps or answers by itself when it rings.',
  }),
  autoDial: text('Auto off-hook dialing', {
    max: 32,
    spec: 'ANLG-11',
    pattern: /^[0-9*#]{1,32}$/,
    says: 'at most 32 digits, * or #',
    remedy: 'Use digits, * and # only.',
    help: 'Dialed every time the phone goes off hook. Nothing else can be dialed then: set it to the emergency number only for a phone that is meant for that.',
  }),
  autoAnswerDigits: text('Auto answer DTMF string', {
    max: 64,
    spec: 'ANLG-12',
    pattern: AUTO_ANSWER_DIGITS,
    says: 'a DTMF string of at most 64 characters',
    remedy: 'Use 0-9, A-D, * and #, P, + and -, and $x or $n with a digit.',
    help: 'Sent to the device when it answers, before it hears the caller. P waits a second, + and - make all tones 50 ms longer or shorter, $x3 is the last three digits of the extension that was dialed, $n3 those of the number that the outside caller dialed; $x0 and $n0 send all of it.',
  }),
  fax: flag('Fax machine', {
    spec: 'ANLG-13',
    help: 'A fax machine is connected: its calls are never compressed.',
  }),
  flashMinMs: whole('Shortest hook flash', {
    min: 80,
    max: 1000,
    default: 300,
    unit: 'ms',
    help: 'A shorter interruption is a dialing pulse or a bad contact.',
  }),
  flashMaxMs: whole('Longest hook flash', {
    min: 200,
    max: 2000,
    default: 1000,
    unit: 'ms',
    help: 'On hook for longer than this ends the call.',
  }),
})
export type AnalogHandset = Of<typeof AnalogHandset>

function flashTimesInOrder(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  const { flashMinMs, flashMaxMs } = object as Record<string, number>
  if (Number(flashMinMs) < Number(flashMaxMs)) return []
  return [
    {
      field: 'flashMinMs',
      what: message('flash-times', { least: Number(flashMinMs), most: Number(flashMaxMs) }),
      remedy: 'Change one of them; 300 and 1000 suit most phones.',
    },
  ]
}
