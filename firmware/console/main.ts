import { Unit } from '../access/unit.ts'
import { command } from '../bus/command.ts'
import { runProgram } from '../program.ts'
import { commandSocket } from '../run-directory.ts'
import { SetupError } from '../setup-error.ts'
import { condition } from '../words/condition.ts'
import { type Ears, serveDevice } from './device.ts'
import { type Room, sessions } from './session.ts'
import { Terminal, TerminalEnded, type Wire } from './terminal/terminal.ts'

const ASK_MS = 5000

await runProgram('console', (program) => {
  const { environment, clock, log, bus, stopping } = program
  const path = environment.console
  if (!path) {
    throw new SetupError(
      'There is no console device.',
      'Set STROWGER_CONSOLE to the path of a tty.',
    )
  }
  const unit = new Unit(environment.data, clock)
  const ask: Room['ask'] = (process, verb, args = {}, signal) =>
    command(commandSocket(environment.run, process), verb, args, {
      timeoutMs: ASK_MS,
      clock,
      signal,
    })
  const opened = (wire: Wire): Ears => {
    program.clear('device')
    const terminal = new Terminal(wire, clock)
    void talk({ terminal, environment, clock, log, bus, unit, ask })
    return { data: (bytes) => terminal.receive(bytes), gone: () => terminal.end() }
  }
  const refused = (why: string) => program.raise(condition('console-device', { why, path }))
  const served = serveDevice({ path, clock, log, signal: stopping, opened, refused })
  program.onStop(async () => {
    await served
    await unit.close()
  })
  program.ready()
})

/** Whatever fails in a session is our own defect: the program ends, is started again, and somebody else's session is none. */
async function talk(room: Room): Promise<void> {
  try {
    await sessions(room)
  } catch (error) {
    if (!(error instanceof TerminalEnded)) throw error
  }
}
