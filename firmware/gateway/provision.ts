import type { EmergencyLines, LineFacts, LineTiming } from '../../hal/ffi/lines-library.ts'
import type { EmergencyTable, LineSettings } from './contract.ts'
import type { OperationOf } from './holding.ts'

/** Settings of lines and the emergency table, as a controller has said them last. */
export type Provision = Pick<OperationOf<'provision'>, 'lines' | 'emergency'>

/** hal.h's own defaults. */
const USUAL = { disconnectMs: 350, flashMinMs: 300, flashMaxMs: 1000 } as const

/** What holds until a controller has said something: emergency calls go out over any outside line that there is. */
export function usualProvision(lines: readonly LineFacts[]): Provision {
  return {
    lines: [],
    emergency: {
      numbers: ['911', '9911'],
      sent: '911',
      lines: fxoOf(lines).slice(0, 32),
      preDialMs: 500,
    },
  }
}

/** How a line is timed; what the controller does not name is as usual. */
export function timingOf(settings: LineSettings | undefined): LineTiming {
  const { disconnectMs, flashMinMs, flashMaxMs } = settings ?? USUAL
  return { disconnectMs, flashMinMs, flashMaxMs, gainFromDb: 0, gainToDb: 0 }
}

/**
 * The table for this machine. Lines that it does not have are left out; if none of them is here, a card was changed, and any outside
 * line is better than none.
 */
export function emergencyOf(table: EmergencyTable, lines: readonly LineFacts[]): EmergencyLines {
  const isHere = (name: string) => lines.some((line) => line.name === name && line.kind === 'fxo')
  const here = table.lines.filter(isHere)
  const used = here.length === 0 && table.lines.length > 0 ? fxoOf(lines).slice(0, 32) : here
  return {
    numbers: table.numbers,
    sent: table.sent,
    lines: used.map((name) => lines.findIndex((line) => line.name === name)),
    preDialMs: table.preDialMs,
  }
}

function fxoOf(lines: readonly LineFacts[]): string[] {
  return lines.filter(({ kind }) => kind === 'fxo').map(({ name }) => name)
}
