import { entity, type Of } from './entity.ts'
import { choice, flag, group, reference, text, whole } from './fields.ts'

const rules = {
  label: 'CO line',
  section: 'fxoLines',
  key: 'port',
  change: ['server-admin', 'system-admin', 'phone-admin'],
  restart: 'none',
} as const

/** Where incoming calls go, CO-19. Each further kind of target becomes one more optional reference here. */
const route = group('Call route', {
  extension: reference('Extension', 'extension', {
    optional: true,
    onDelete: 'refuse',
    spec: 'CO-19',
    help: 'It gets the calls of this line; a system extension is best, because several lines can share it. Without one, incoming calls are not answered.',
  }),
})

/** An analog line of the telephone company on an FXO port, CO rows. */
export const FxoLine = entity('fxo-line', rules, {
  port: text('Port', {
    max: 7,
    required: true,
    unique: true,
    spec: 'CO-5',
    pattern: /^fxo-[1-9][0-9]{0,2}$/,
    says: 'an FXO port',
    remedy: 'Write it as fxo-1: ports are counted from 1.',
  }),
  description: text('Description', {
    max: 64,
    spec: 'CO-4',
    help: 'Shown by phones that ring with a call from this line.',
  }),
  notes: text('Notes', { max: 512, spec: 'OUT-6' }),
  inService: flag('In service', {
    default: true,
    help: 'Off: nobody gets this line for a call, and calls on it are not answered. An emergency call still uses it when no other line is left.',
  }),
  callerIdService: flag('Line has caller ID service', {
    default: true,
    spec: 'CO-8',
    help: 'Off: phones ring at the first ring, because nothing has to be waited for.',
  }),
  sendAsDialed: flag('Send digits as dialed', {
    spec: 'CO-12',
    help: 'Off: a number from a call list or a contact is sent in the form that is dialed in North America.',
  }),
  prefixDigits: text('Prefix digits', {
    max: 24,
    spec: 'CO-13',
    pattern: /^[0-9*#]{1,24}$/,
    says: 'at most 24 digits, * or #',
    remedy: 'Use digits, * and # only.',
    help: 'Dialed on the line before the digits of the user, as 9 for a line of another telephone system. Not before an emergency number.',
  }),
  disconnectMs: whole('CPC disconnect timer', {
    min: 100,
    max: 2000,
    default: 350,
    unit: 'ms',
    spec: 'CO-14',
    help: 'The line is without current for so long when the far end has hung up.',
  }),
  preDialMs: whole('Pre-dial delay', {
    min: 100,
    max: 5000,
    default: 500,
    unit: 'ms',
    spec: 'CO-15',
    help: 'From taking the line to the first digit.',
  }),
  dtmfOnMs: whole('DTMF duration', {
    min: 50,
    max: 500,
    default: 100,
    unit: 'ms',
    spec: 'CO-16',
  }),
  dtmfGapMs: whole('DTMF gap', { min: 50, max: 500, default: 100, unit: 'ms', spec: 'CO-17' }),
  answerSupervision: choice('Answer supervision', ['none', 'reversal'], {
    default: 'none',
    help: 'How the line says that the called party has answered. Most lines do not say it; reversal is a change of polarity that some companies provide on request.',
  }),
  busyToneDisconnect: flag('Busy tone ends the call', {
    default: true,
    help: 'Busy or reorder tone from the line means that the far end has hung up. Needed where the line does not interrupt its current.',
  }),
  silenceMinutes: whole('End after silence', {
    min: 1,
    max: 120,
    default: 10,
    unit: 'minutes',
    help: 'A call in which neither side has made a sound for so long is ended; one in which only the far end is silent, after six times as long. It frees a line whose company tells a hang-up neither by its current nor by a tone.',
  }),
  route,
})
export type FxoLine = Of<typeof FxoLine>
