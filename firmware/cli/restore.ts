import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { restoreRescue } from '../store/restore.ts'
import { StoreError } from '../store/store-error.ts'
import type { CliCommand, CliIo } from './command.ts'
import { EXIT } from './command.ts'
import { readStatus } from './read-status.ts'

export const restore: CliCommand = {
  name: 'restore',
  summary: 'put the configuration of a rescue file in the place of a damaged one',
  usage: '[FILE]   the latest in the data directory, if left out',
  async run([file, ...more], io) {
    const { environment, clock, stdout, stderr } = io
    if (more.length > 0) {
      stderr('restore: give one file, or none for the latest.\n')
      return EXIT.usage
    }
    if (await readStatus(environment, clock)) {
      stderr('restore: the server is running. Stop it first: strowger stop.\n')
      return EXIT.failed
    }
    const chosen = file ?? latest(io)
    if (chosen === undefined) {
      stderr(`restore: there is no rescue file in ${join(environment.data, 'rescue')}.\n`)
      return EXIT.failed
    }
    try {
      const revision = restoreRescue({ data: environment.data, file: chosen, clock })
      stdout(`restored from ${chosen} as revision ${revision}; the damaged one is kept beside it\n`)
      return EXIT.ok
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      stderr(`restore: ${error.message}\n`)
      return EXIT.failed
    }
  },
}

function latest({ environment }: CliIo): string | undefined {
  const folder = join(environment.data, 'rescue')
  try {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    const last = files.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)
    return last && join(folder, last)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
