import type { LinesLibrary } from '../../hal/ffi/lines-library.ts'
import { LinesError } from '../../hal/ffi/lines-library.ts'
import { CommandError } from '../bus/command-error.ts'
import type { SimCommand, SimulatedLine } from '../gateway/sim-command.ts'
import { checkSimCommand, unfit } from '../gateway/sim-command.ts'

/**
 * Verb `sim`: what a person at a simulated telephone or the office behind a simulated line does. Without a line it lists them.
 * @throws {CommandError} bad-request, no-such-line, not-simulated, refused
 */
export function simulate(library: LinesLibrary, args: unknown): unknown {
  if (isEmpty(args)) return simulatedLines(library)
  const checked = checkSimCommand(args)
  if (!checked.ok) throw new CommandError('bad-request', `${checked.error}.`)
  const number = lineOf(library, checked.value)
  try {
    return act(library, number, checked.value) ?? {}
  } catch (error) {
    if (!(error instanceof LinesError)) throw error
    throw new CommandError(...refusalOf(error, checked.value), { cause: error })
  }
}

function isEmpty(args: unknown): boolean {
  return typeof args === 'object' && args !== null && Object.keys(args).length === 0
}

function simulatedLines(library: LinesLibrary): SimulatedLine[] {
  return library.lines.flatMap(({ driver }, number) =>
    driver === 'sim' ? [farEnd(library, number)] : [],
  )
}

function farEnd(library: LinesLibrary, number: number): SimulatedLine {
  const { name = '', kind = 'fxs' } = library.lines[number] ?? {}
  const hearing = library.sim.hear(number)
  const office = kind === 'fxo' ? { office: library.sim.office(number) } : {}
  return { line: name, kind, hearing, ...office }
}

function lineOf(library: LinesLibrary, { line, action }: SimCommand): number {
  const number = library.lines.findIndex(({ name }) => name === line)
  const facts = library.lines[number]
  const names = library.lines.map(({ name }) => name).join(', ') || 'none'
  if (!facts) throw new CommandError('no-such-line', `There is no line ${line}. Lines: ${names}.`)
  if (facts.driver !== 'sim') {
    throw new CommandError(
      'not-simulated',
      `${line} is a real line: nobody can be simulated there.`,
    )
  }
  const wrong = unfit(action, facts.kind)
  if (wrong) throw new CommandError('bad-request', `${line}: ${wrong}.`)
  return number
}

function act(library: LinesLibrary, number: number, command: SimCommand): unknown {
  const { sim } = library
  switch (command.action) {
    case 'lift':
      return sim.lift(number)
    case 'hang-up':
      return sim.hangUp(number)
    case 'flash':
      return sim.flash(number, command.ms)
    case 'dial':
      return sim.dial(number, command.keys, command.how, command.onMs, command.gapMs)
    case 'ring':
      return sim.ring(number, command.number, command.name)
    case 'end':
      return sim.end(number)
    case 'say':
      return sim.say(number, command)
    case 'record':
      return sim.record(number, command.path ?? undefined)
    case 'fault':
      return sim.fault(number, command.fault)
    case 'rule':
      return sim.rule(number, command)
    case 'office':
      return sim.set(number, command)
    case 'listen':
      return farEnd(library, number)
  }
}

function refusalOf(error: LinesError, { line, action }: SimCommand): [code: string, text: string] {
  if (error.code === 'EINVAL' && action === 'flash')
    return ['refused', `The telephone on ${line} is on hook: lift it first.`]
  if (error.code === 'ENOTSUP') return ['refused', `A line like ${line} knows no such ${action}.`]
  if (action === 'record') return ['refused', `The recording cannot be written: ${error.code}.`]
  return ['refused', `${line} cannot ${action} now: ${error.message}.`]
}
