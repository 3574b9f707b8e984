import { short } from './terminal/inert.ts'
import { WIDTH } from './terminal/layout.ts'
import { timeOfDay } from './words.ts'

/** One message of a call, as verb `ladder` of the exchange answers it. */
export interface Rung {
  /** UTC, ms. */
  readonly at: number
  /** `exchange`, or the address of a telephone. */
  readonly from: string
  readonly to: string
  readonly text: string
}

const MARGIN = 13 // columns, for the time
const HALF_A_NAME = 11 // columns, right of the last party's
const WIDEST = 30 // columns from one party to the next
const MOST = 5 // parties that can stand side by side, the exchange among them

/** The messages of a call as a picture of VT100 characters: who began it left, the exchange beside. */
export function ladderRows(rungs: readonly Rung[]): string[] {
  const parties = partiesOf(rungs)
  if (parties.length > MOST) return rungs.map(asLine)
  const between = Math.max(1, parties.length - 1)
  const span = Math.min(WIDEST, Math.floor((WIDTH - MARGIN - HALF_A_NAME) / between))
  return [heading(parties, span), ...rungs.map((rung) => drawn(rung, parties, span))]
}

/** An arrow for itself, where a picture has no room. */
export function asLine({ at, from, to, text }: Rung): string {
  const arrow = from === 'exchange' ? `${to} <-` : `${from} ->`
  return `${timeOfDay(at)}  ${short(arrow, 50)} ${short(text, 40)}`
}

function partiesOf(rungs: readonly Rung[]): readonly string[] {
  const [first = 'exchange', ...others] = new Set(rungs.flatMap(({ from, to }) => [from, to]))
  return [...new Set([first, 'exchange', ...others])]
}

/** Each over its line; a name that is too long for its place is cut. */
function heading(parties: readonly string[], span: number): string {
  let row = ''
  for (const [index, party] of parties.entries()) {
    const name = short(party, span - 1)
    const start = MARGIN + index * span - Math.floor(name.length / 2)
    row = `${row.padEnd(Math.max(0, Math.min(start, WIDTH - name.length)))}${name}`
  }
  return row
}

function drawn({ at, from, to, text }: Rung, parties: readonly string[], span: number): string {
  const [a, b] = [parties.indexOf(from), parties.indexOf(to)]
  const [left, right] = [Math.min(a, b), Math.max(a, b)]
  const lines = Array.from({ length: parties.length - 1 }, () => `|${' '.repeat(span - 1)}`)
  const row = [...`${lines.join('')}|`]
  const room = (right - left) * span - 1
  row.splice(left * span + 1, room, ...arrow(text, room, a < b))
  return `${timeOfDay(at)} ${row.join('')}`
}

/** `-- 180 Ringing ------->` of so many characters. */
function arrow(text: string, room: number, isToRight: boolean): string {
  const shown = ` ${short(text, Math.max(1, room - 4))} `
  const rest = '-'.repeat(Math.max(0, room - shown.length - 2))
  return isToRight ? `-${shown}${rest}>` : `<-${shown}${rest}`
}
