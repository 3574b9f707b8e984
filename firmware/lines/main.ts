import { join } from 'node:path'
import { openLines } from '../../hal/ffi/lines.ts'
import type { LinesLibrary } from '../../hal/ffi/lines-library.ts'
import { LinesError } from '../../hal/ffi/lines-library.ts'
import type { Environment } from '../environment.ts'
import { LINE_CARDS } from '../environment.ts'
import { GatewayHost } from '../gateway/host.ts'
import { LineTable } from '../gateway/line-table.ts'
import { runProgram } from '../program.ts'
import { SetupError } from '../setup-error.ts'
import { LifelineFile } from './lifeline-file.ts'
import { LineWatch } from './line-watch.ts'
import { shownLine } from './shown-lines.ts'
import { simulate } from './simulation.ts'

const LIFELINE_AFTER_MS = 2000 // DESIGN §1

await runProgram('lines', async (program) => {
  const { environment, clock, log, bus, stopping, raise, clear } = program
  const tell = { clock, raise, clear }
  const path = join(environment.data, 'lifeline.json')
  const file = new LifelineFile({ ...tell, log, path })
  const provision = file.load()
  let library: LinesLibrary
  let table: LineTable
  const read = () => table.lines.map(shownLine)
  const watch = new LineWatch({ ...tell, bus, read })
  const host = new GatewayHost({
    clock,
    log,
    kind: 'lines',
    path: join(environment.run, 'lines-gateway.sock'),
    open: (report) => {
      table = new LineTable({
        clock,
        report,
        keep: (wanted) => file.keep(wanted),
        ...(provision ? { provision } : {}),
        open: (onEvent) => {
          library = open(environment, (event) => {
            onEvent(event)
            watch.happened()
          })
          return library
        },
      })
      return table
    },
  })
  program.onStop(() => host.stop())
  program.onStop(() => file.stop())
  program.verbs({
    lines: read,
    sim: (args) => simulate(library, args),
    totals: () => ({ gateway: host.totals, lines: library.lines.length }),
  })
  watch.start(stopping)
  await host.start()
  program.ready()
})

function open({ lines, run }: Environment, onEvent: Parameters<typeof openLines>[1]): LinesLibrary {
  const audioPath = join(run, 'line-audio')
  try {
    return openLines({ lines, audioPath, lifelineAfterMs: LIFELINE_AFTER_MS }, onEvent)
  } catch (error) {
    throw setupErrorOf(error, lines)
  }
}

/** Starting again would not help where a person must mend something: wrong cards named, a library that is missing or another. */
function setupErrorOf(error: unknown, lines: string): unknown {
  if (!(error instanceof Error)) return error
  const cause = { cause: error }
  if (!(error instanceof LinesError))
    return new SetupError(error.message, "Run 'make' and start again.", cause)
  if (error.code !== 'EINVAL' && error.code !== 'ENODEV') return error
  return new SetupError(`STROWGER_LINES: '${lines}': ${error.message}.`, LINE_CARDS, cause)
}
