import { choice, flag, text, whole } from './fields.ts'

/** What may be called outside, each with all that stands before it. Emergency calls always may. */
export const OUTSIDE_LEVELS = ['none', 'national', 'international', 'premium'] as const
export type OutsideLevel = (typeof OUTSIDE_LEVELS)[number]

const TIME_OF_DAY = {
  max: 5,
  pattern: /^(?:[01]\d|2[0-3]):[0-5]\d$/,
  says: 'a time of day from 00:00 to 23:59',
  remedy: 'Write hours and minutes, as 18:30.',
} as const

/** Of the office: what keeps somebody with a stolen password from calling at its cost. SECURITY row 10. */
export const outsideRules = {
  outsideCalls: choice('Outside calls', OUTSIDE_LEVELS, {
    default: 'national',
    help: 'What extensions may call that have no setting of their own. Premium-rate numbers are charged by who is called. Emergency calls are always possible.',
  }),
  nightCalls: choice('Outside calls at night', ['as-by-day', 'national', 'none'], {
    default: 'as-by-day',
    help: 'What may be called between the two times below, whatever the extension may by day. Stolen passwords are used when nobody looks.',
  }),
  nightBegins: text('Night begins', { ...TIME_OF_DAY, default: '20:00' }),
  nightEnds: text('Night ends', { ...TIME_OF_DAY, default: '06:00' }),
  nightWeekends: flag('Saturday and Sunday are night', {}),
  outsideAtOnce: whole('Outside calls at once', {
    min: 1,
    max: 60,
    default: 4,
    help: 'So many outside calls one extension may have at the same time, also those that its phones have sent on.',
  }),
  outsideMinutes: whole('Outside minutes a day', {
    min: 0,
    max: 100_000,
    default: 600,
    unit: 'min',
    help: 'So many minutes one extension may call outside on one day; toll-free numbers are not counted. 0: no limit. You are told at 80 %.',
  }),
  distantNumbers: whole('Numbers abroad a day', {
    min: 0,
    max: 1000,
    default: 20,
    help: 'So many different international and premium-rate numbers one extension may call on one day. 0: no limit.',
  }),
} as const
