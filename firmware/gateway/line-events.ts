import type { LinesEvent } from '../../hal/ffi/lines-library.ts'
import type { LineEvent, LineName, TerminationId } from './contract.ts'
import type { EventBody } from './event-log.ts'

export type OneLineEvent = Exclude<LinesEvent, { kind: 'overflow' }>

/**
 * An event of libhal in the words of the controller. A pulse digit on a line that has no termination concerns nobody: undefined.
 * @param nameOf a line by its number
 */
export function lineEventOf(
  event: OneLineEvent,
  nameOf: (line: number) => LineName | undefined,
  termination: TerminationId | undefined,
): EventBody | undefined {
  const line = nameOf(event.line)
  if (line === undefined) return undefined
  if (event.kind === 'digit') {
    const { digit } = event
    const pulse = { kind: 'digit', digit, source: 'pulse', side: 'from', durationMs: 0 } as const
    return termination === undefined ? undefined : { ...pulse, termination }
  }
  const what = whatOf(event, nameOf)
  return { kind: 'line', line, ...(termination === undefined ? {} : { termination }), what }
}

function whatOf(
  event: Exclude<OneLineEvent, { kind: 'digit' }>,
  nameOf: (line: number) => LineName | undefined,
): LineEvent {
  switch (event.kind) {
    case 'caller':
      return callerOf(event)
    case 'lifeline': {
      const peer = event.peer === undefined ? undefined : nameOf(event.peer)
      return { kind: 'lifeline', state: event.state, ...(peer === undefined ? {} : { peer }) }
    }
    default:
      return { kind: event.kind }
  }
}

/** GR-30 has a letter in the place of a number or name that is not told: P, it is withheld; O, nobody knows it. */
function callerOf({ number, name }: Extract<LinesEvent, { kind: 'caller' }>): LineEvent {
  const told = (text: string) => (text === 'P' || text === 'O' ? '' : text)
  return { kind: 'caller', number: told(number), name: told(name), private: number === 'P' }
}
