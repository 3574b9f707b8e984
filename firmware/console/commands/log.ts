import { join } from 'node:path'
import { followLogs, logNames } from '../../processes/follow-logs.ts'
import { processNames } from '../ask-status.ts'
import type { ConsoleCommand } from '../command.ts'
import { untilKey } from '../until-key.ts'

const FIRST = 15 // of the newest

export const log: ConsoleCommand = {
  name: 'log',
  usage: '[PROCESS]',
  summary: 'log lines as they come',
  needs: 'sign-in',
  complete: async (desk) => ['supervisor', ...(await processNames(desk))],
  async run([name], desk) {
    const { terminal, environment, clock } = desk
    const known = logNames(join(environment.run, 'log'))
    if (name !== undefined && !known.includes(name)) {
      return terminal.line(`There is no log of '${name}'. There are: ${known.join(', ')}.`)
    }
    let left = 0
    const write = (text: string) => {
      if (terminal.slow) {
        left++ // the line is slower than the log
        return
      }
      if (left > 0) terminal.line(`(${left} lines left out)`)
      left = 0
      for (const row of text.split('\n')) terminal.line(row)
    }
    const names = name === undefined ? [] : [name]
    const surroundings = { environment, clock, json: false }
    await untilKey(desk, (signal) =>
      followLogs(surroundings, { names, lines: FIRST, write, signal }),
    )
  },
}
