import { fileURLToPath } from 'node:url'
import type { CliCommand } from './command.ts'
import { runServer } from './run/run-server.ts'
import { terminal } from './run/terminal.ts'

export const run: CliCommand = {
  name: 'run',
  summary: 'start the telephone server here and keep it running; Ctrl-C stops it',
  usage: '',
  run: (_args, io) => {
    const supervisor = fileURLToPath(new URL('../supervisor/main.ts', import.meta.url))
    return runServer(io, { supervisor, terminal: terminal(process.stdin, process.stdout) })
  },
}
