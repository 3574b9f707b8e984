import { join } from 'node:path'
import { followLogs, logNames } from '../processes/follow-logs.ts'
import type { CliCommand } from './command.ts'
import { EXIT } from './command.ts'

const LINES = 50

export const log: CliCommand = {
  name: 'log',
  summary: 'show the newest log lines; -f goes on with those to come',
  usage: '[PROCESS…] [-f] [-n LINES]',
  async run(args, io) {
    const wanted = readArgs(args)
    const known = logNames(join(io.environment.run, 'log'))
    if (!wanted) {
      io.stderr(`usage: strowger ${log.name} ${log.usage}\n`)
      return EXIT.usage
    }
    const unknown = wanted.names.find((name) => !known.includes(name))
    if (unknown !== undefined) {
      const has = known.length ? `There are: ${known.join(', ')}.` : 'There is none yet.'
      io.stderr(`strowger: there is no log of '${unknown}'. ${has}\n`)
      return EXIT.usage
    }
    const forever = wanted.follow ? { signal: new AbortController().signal } : {}
    const write = (line: string) => io.stdout(`${line}\n`)
    await followLogs(io, { names: wanted.names, lines: wanted.lines, write, ...forever })
    return EXIT.ok
  },
}

function readArgs(args: readonly string[]) {
  const names: string[] = []
  let follow = false
  let lines = LINES
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? ''
    if (word === '-f') follow = true
    else if (word === '-n') lines = Number(args[++i])
    else if (word.startsWith('-')) return undefined
    else names.push(word)
  }
  return Number.isInteger(lines) && lines >= 0 ? { names, follow, lines } : undefined
}
