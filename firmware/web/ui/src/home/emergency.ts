import type { ShownLine } from '../../../contract.ts'
import type { DialPlan, FxoLine } from '../model.ts'

export interface EmergencyReadiness {
  readonly number: string
  /** Works without the digit for outside calls; United States law demands it. */
  readonly direct: boolean
  /** Outside lines that would carry the call now, of all. */
  readonly ready: number
  readonly lines: number
  /** `simulated`: the lines end within this machine, so that nobody would hear the call. */
  readonly tone: 'good' | 'warn' | 'bad' | 'simulated'
}

/** Whether an emergency call would get out now, as far as lines tell. */
export function emergencyReadiness(
  { emergencyNumber, emergencyDirect }: DialPlan,
  fxoLines: readonly FxoLine[],
  live: readonly ShownLine[],
  simulated = false,
): EmergencyReadiness {
  const inService = new Set(
    fxoLines.filter((line) => line.inService !== false).map(({ port }) => port),
  )
  const outside = live.filter(({ kind }) => kind === 'fxo')
  const ready = outside.filter(
    ({ line, audio, battery }) => audio && battery && inService.has(line),
  ).length
  const direct = emergencyDirect !== false
  const sound = ready > 0 && ready === outside.length && direct
  return {
    number: emergencyNumber || '911',
    direct,
    ready,
    lines: outside.length,
    tone: ready === 0 ? 'bad' : simulated ? 'simulated' : sound ? 'good' : 'warn',
  }
}
