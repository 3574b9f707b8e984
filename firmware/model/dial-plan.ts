import { message } from '../words/say.ts'
import { entity, type Objection, type Of } from './entity.ts'
import { choice, digits, flag, reference, whole } from './fields.ts'
import { outsideRules } from './outside-rules.ts'

const rules = {
  label: 'dial plan',
  section: 'dialPlan',
  singleton: true,
  change: ['server-admin', 'system-admin'],
  restart: 'none',
  check: outsideDigitIsFree,
} as const

/** Dialed by anybody for the operator, FC-21. */
export const OPERATOR_DIGIT = '0'

/** How dialed numbers are understood: Extension Mode (README decision 4), DIAL and EMER rows. */
export const DialPlan = entity('dial-plan', rules, {
  operator: reference('Operator', 'extension', {
    optional: true,
    onDelete: 'refuse',
    spec: 'FC-21',
    help: `The extension that answers ${OPERATOR_DIGIT}.`,
  }),
  outsideDigit: digits('External call access', {
    min: 1,
    max: 1,
    default: '9',
    spec: 'DIAL-23',
    help: 'Dialed before an outside number.',
  }),
  emergencyNumber: digits('Emergency number', {
    min: 3,
    max: 6,
    default: '911',
    spec: 'EMER-1',
    help: 'Recognized before anything else, also after the digit for outside calls. No extension may begin with it.',
  }),
  emergencyDirect: flag('Dial direct', {
    default: true,
    spec: 'EMER-2',
    help: 'The emergency number works without the digit for outside calls. United States law demands it.',
  }),
  emergencyReleasesCalls: flag('Emergency calls take a line', {
    default: true,
    help: 'With all lines in use, an emergency call ends another call to get its line; never another emergency call.',
  }),
  emergencyFromStrangers: flag('Emergency calls from any phone', {
    default: true,
    help: 'A phone in the local network may call the emergency number though it has not registered. Never one outside of it.',
  }),
  firstDigitSeconds: whole('Wait for the first digit', {
    min: 5,
    max: 60,
    default: 15,
    unit: 's',
    help: 'An analog phone that is off hook and dials nothing for so long hears that it should hang up.',
  }),
  interDigitSeconds: whole('Wait between digits', {
    min: 2,
    max: 20,
    default: 4,
    unit: 's',
    help: 'After so long a number that could be longer is taken as complete. # ends it at once.',
  }),
  numbering: choice('Numbering plan', ['nanp'], {
    default: 'nanp',
    spec: 'DIAL-53',
    help: 'What outside numbers look like, so that the end of one is known.',
  }),
  ...outsideRules,
})
export type DialPlan = Of<typeof DialPlan>

function outsideDigitIsFree(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  const remedy = 'Choose another digit; 9 is usual.'
  if (object.outsideDigit === '') {
    return [{ field: 'outsideDigit', what: 'it is missing', remedy }]
  }
  if (object.outsideDigit === OPERATOR_DIGIT) {
    const what = message('digit-calls-operator', { digit: OPERATOR_DIGIT })
    return [{ field: 'outsideDigit', what, remedy }]
  }
  if (object.emergencyNumber === '') {
    return [{ field: 'emergencyNumber', what: 'it is missing', remedy: 'Give it; 911 is usual.' }]
  }
  return []
}
