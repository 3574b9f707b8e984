import type { ConsoleCommand, Desk } from '../command.ts'
import { columns } from '../terminal/layout.ts'
import { untilKey } from '../until-key.ts'

const EVERY_MS = 500

/** What verb `lines` of the lines gateway answers, as far as it is shown; an older one may lack some of it. */
interface Line {
  readonly line: string
  readonly kind?: string
  readonly driver?: string
  readonly hook?: string
  readonly ringing?: boolean
  readonly battery?: boolean
  readonly lifeline?: string
  /** dBm0 */
  readonly levelFrom?: number
  readonly levelTo?: number
  readonly served?: boolean
}

export const lines: ConsoleCommand = {
  name: 'lines',
  usage: '',
  summary: 'analog phones and outside lines, live',
  needs: 'nothing',
  async run(_args, desk) {
    const { terminal, clock } = desk
    const first = await askLines(desk)
    if (typeof first === 'string') return terminal.line(first)
    if (first.length === 0) return terminal.line('This unit has no line cards.')
    let drawn = false
    await untilKey(desk, async (signal) => {
      while (!signal.aborted) {
        const now = await askLines(desk)
        const rows = typeof now === 'string' ? [now] : picture(now)
        if (!signal.aborted) terminal.picture([...rows, '', 'Any key ends this.'], !drawn)
        drawn = true
        await clock.sleep(EVERY_MS, signal).catch(() => {}) // a key: the loop sees it
      }
    })
  },
}

async function askLines({ ask, environment }: Desk): Promise<readonly Line[] | string> {
  const answer = await ask('lines', 'lines')
  if (answer.ok) return Array.isArray(answer.value) ? (answer.value as Line[]) : []
  if (environment.lines === 'none') return 'This unit has no line cards.'
  return `The line cards do not answer: ${answer.error.text}`
}

function picture(found: readonly Line[]): string[] {
  const head = ['line', 'hook', '', 'it says', '', 'it hears', '']
  return columns([head, ...found.map(row)])
}

function row({ line, kind, hook, ringing, battery, lifeline, levelFrom, levelTo }: Line): string[] {
  const state = [
    ringing ? 'ringing' : '',
    kind === 'fxo' && battery === false ? 'NOT CONNECTED' : '',
    lifeline && lifeline !== 'off' ? `lifeline: ${lifeline}` : '',
  ]
  return [
    line,
    hook === 'off' ? 'OFF' : 'on',
    state.filter(Boolean).join(' '),
    ...[levelFrom, levelTo].flatMap((level) => [bar(level), decibels(level)]),
  ]
}

const SILENCE = -60 // dBm0
const BAR = 12

/** `####........`, full at 0 dBm0. */
function bar(level: number | undefined): string {
  const share =
    level === undefined ? 0 : (Math.max(SILENCE, Math.min(0, level)) - SILENCE) / -SILENCE
  const full = Number.isFinite(share) ? Math.round(share * BAR) : 0
  return '#'.repeat(full).padEnd(BAR, '.')
}

function decibels(level: number | undefined): string {
  if (level === undefined || !(level > SILENCE)) return 'silent'
  return `${level.toFixed(0).padStart(3)} dBm0`
}

/** Names of lines, for completion. */
export async function lineNames({ ask }: Pick<Desk, 'ask'>): Promise<string[]> {
  const answer = await ask('lines', 'lines')
  const found = answer.ok && Array.isArray(answer.value) ? (answer.value as Line[]) : []
  return found.map(({ line }) => line)
}
