import { systemClock } from '../clock/system-clock.ts'
import { runCli } from './run-cli.ts'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (process.argv[2] === 'run') return // telephones go on when the terminal has gone
  if (error.code === 'EPIPE') process.exit(0) // `strowger log | head` has seen enough
  throw error
})
process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  variables: process.env,
  clock: systemClock,
})
