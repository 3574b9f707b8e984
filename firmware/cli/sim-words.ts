import { resolve } from 'node:path'
import type { SimCommand } from '../gateway/sim-command.ts'
import { checkSimCommand, FAULTS, SIM_ACTIONS } from '../gateway/sim-command.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'

type Action = SimCommand['action']
type Words = readonly string[]

/** What follows an action, and one that works: shown when somebody got it wrong. */
export const USES: { readonly [Name in Action]: readonly [form: string, example: string] } = {
  lift: ['', 'fxs-1 lift'],
  'hang-up': ['', 'fxs-1 hang-up'],
  flash: ['[MS]', 'fxs-1 flash 600'],
  dial: ['KEYS [--pulse]', 'fxs-1 dial 95550100'],
  ring: ['NUMBER [NAME]', 'fxo-1 ring 2025550100 "JOHN SMITH"'],
  end: ['', 'fxo-1 end'],
  say: ['tone HZ [DBM0] | speech | silent | echo', 'fxs-1 say tone 1000'],
  listen: ['[--watch]', 'fxs-1 listen --watch'],
  record: ['FILE | off', 'fxs-1 record heard.wav'],
  fault: [FAULTS.join(' | '), 'fxo-1 fault cut'],
  rule: [
    'NUMBER answer|never|busy|reorder [--rings N] [--talk SECONDS] [--says tone HZ|speech|silent|echo]',
    'fxo-1 rule 5550107 answer --rings 2 --talk 10 --says speech',
  ],
  office: [
    '[--far-end cpc,reversal,busy-tone|none] [--cpc MS] [--dial-tone-after MS] [--answer-reversal]',
    'fxo-1 office --far-end cpc --cpc 600',
  ],
}

/** `LINE ACTION …` of the command line. The error shows the form and an example. @param folder in which FILE is meant */
export function readSimWords(words: Words, folder: string): Result<SimCommand> {
  const [line = '', name, ...rest] = words
  if (name === undefined) return refuse(`what shall ${line} do? One of: ${SIM_ACTIONS.join(', ')}.`)
  const action = SIM_ACTIONS.find((each) => each === name)
  if (!action) return refuse(`there is no action '${name}'. There are: ${SIM_ACTIONS.join(', ')}.`)
  const read = READERS[action](rest, folder)
  if (!read) return refuse(`'${rest.join(' ')}' does not follow ${action}. ${howTo(action)}`)
  const checked = checkSimCommand({ line, action, ...read })
  return checked.ok ? ok(checked.value) : refuse(`${checked.error}. ${howTo(action)}`)
}

function howTo(action: Action): string {
  const [form, example] = USES[action]
  const usage = `usage: strowger sim LINE ${action} ${form}`.trimEnd()
  return `\n${usage}\nas:    strowger sim ${example}`
}

/** Fields of a command from what follows its action; undefined when that cannot be. */
type Reader = (words: Words, folder: string) => object | undefined

const alone: Reader = (words) => (words.length === 0 ? {} : undefined)

const READERS: { readonly [Name in Action]: Reader } = {
  lift: alone,
  'hang-up': alone,
  end: alone,
  listen: alone,
  flash: ([ms = '600', ...more]) => (more.length === 0 ? { ms: Number(ms) } : undefined),
  dial: ([keys, how, ...more]) =>
    more.length === 0 && (how === undefined || how === '--pulse')
      ? { keys, how: how === undefined ? 'dtmf' : 'pulse' }
      : undefined,
  ring: ([number, name = '', ...more]) => (more.length === 0 ? { number, name } : undefined),
  say: (words) => readSaying(words),
  record: ([file, ...more], folder) =>
    more.length === 0 && file !== undefined
      ? { path: file === 'off' ? null : resolve(folder, file) }
      : undefined,
  fault: ([fault, ...more]) => (more.length === 0 ? { fault } : undefined),
  rule: ([number, outcome, ...more]) => {
    const options = readOptions(more, RULE_OPTIONS)
    return options && { number, outcome, ...options }
  },
  office: (words) => {
    const options = readOptions(words, OFFICE_OPTIONS)
    return options && { ...USUAL_OFFICE, ...options }
  },
}

const USUAL_OFFICE = {
  farEnd: ['cpc', 'busy-tone'],
  cpcMs: 600,
  dialToneAfterMs: 200,
  answerReversal: false,
}

function readSaying([voice, hz, level, ...more]: Words): object | undefined {
  if (voice !== 'tone') return hz === undefined ? { voice } : undefined
  if (more.length > 0 || hz === undefined) return undefined
  return { voice, hz: Number(hz), ...(level === undefined ? {} : { levelDbm0: Number(level) }) }
}

type Options = Readonly<Record<string, (values: Words) => object | undefined>>

const one = ([value, ...more]: Words, to: (value: string) => object) =>
  value !== undefined && more.length === 0 ? to(value) : undefined

const RULE_OPTIONS: Options = {
  '--rings': (values) => one(values, (rings) => ({ rings: Number(rings) })),
  '--talk': (values) => one(values, (seconds) => ({ talkMs: Number(seconds) * 1000 })),
  '--says': (values) => {
    const saying = readSaying(values)
    return saying && { saying }
  },
}

const OFFICE_OPTIONS: Options = {
  '--far-end': (values) =>
    one(values, (list) => ({ farEnd: list === 'none' ? [] : list.split(',') })),
  '--cpc': (values) => one(values, (ms) => ({ cpcMs: Number(ms) })),
  '--dial-tone-after': (values) => one(values, (ms) => ({ dialToneAfterMs: Number(ms) })),
  '--answer-reversal': (values) => (values.length === 0 ? { answerReversal: true } : undefined),
}

/** Each option takes the words up to the next one. */
function readOptions(words: Words, options: Options): object | undefined {
  const found = {}
  for (let at = 0; at < words.length; ) {
    const name = words[at] ?? ''
    const next = words.findIndex((word, index) => index > at && word.startsWith('--'))
    const end = next < 0 ? words.length : next
    const fields = Object.hasOwn(options, name) && options[name]?.(words.slice(at + 1, end))
    if (!fields) return undefined
    Object.assign(found, fields)
    at = end
  }
  return found
}
