/** One arrow, as verb `ladder` of the exchange answers it. */
export interface Rung {
  /** UTC, ms. */
  readonly at: number
  /** `exchange`, or the address of a telephone. */
  readonly from: string
  readonly to: string
  readonly text: string
}

export interface LadderParty {
  /** As the exchange names it: `127.0.0.1:40512`. */
  readonly address: string
  readonly name: string
}

const SPAN = 30 // columns from one line of the ladder to the next
const MARGIN = 9 // for the time

/** The signalling of a call between two telephones as a picture: the caller left, the exchange in the middle. */
export function drawLadder(
  rungs: readonly Rung[],
  caller: LadderParty,
  called: LadderParty,
): string {
  const start = rungs[0]?.at ?? 0
  const lines = rungs.map((rung) => {
    const left = rung.from === caller.address || rung.to === caller.address
    const right = left ? rung.to !== caller.address : rung.from === 'exchange'
    const drawn = arrow(rung.text, right)
    const row = left ? `│${drawn}│${' '.repeat(SPAN)}│` : `│${' '.repeat(SPAN)}│${drawn}│`
    return `${String(rung.at - start).padStart(MARGIN - 4)} ms ${row}`
  })
  return [heading(caller.name, called.name), ...lines, ''].join('\n')
}

function heading(caller: string, called: string): string {
  const places = [caller, 'exchange', called]
  let line = ''
  for (const [index, place] of places.entries()) {
    const middle = MARGIN + index * (SPAN + 1)
    line = `${line.padEnd(Math.max(0, middle - Math.floor(place.length / 2)))}${place}`
  }
  return line
}

/** `─ 180 Ringing ──────▶`; a text too long for the space is cut. */
function arrow(text: string, right: boolean): string {
  const shown = ` ${text.slice(0, SPAN - 6)} `
  const rest = '─'.repeat(SPAN - 2 - shown.length)
  return right ? `─${shown}${rest}▶` : `◀─${shown}${rest}`
}
