import { join } from 'node:path'
import type { LinesLibrary } from '../../hal/ffi/lines-library.ts'
import { GatewayHost } from '../gateway/host.ts'
import { LineTable } from '../gateway/line-table.ts'
import { runProgram } from '../program.ts'
import { LifelineFile } from './lifeline-file.ts'
import { LineWatch } from './line-watch.ts'
import { openLibrary } from './open-library.ts'
import { shownLine } from './shown-lines.ts'
import { simulate } from './simulation.ts'

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
        open: (hear) => {
          const onEvent: typeof hear = (event) => {
            hear(event)
            watch.happened()
          }
          library = openLibrary({ environment, raise, onEvent })
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
