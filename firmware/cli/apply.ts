import { readFileSync } from 'node:fs'
import { inEnglish, type Problem, sentence } from '../model/problem.ts'
import { plain } from '../plain.ts'
import { applyOffice, type OfficeDiff } from '../store/office.ts'
import { showChanges } from '../store/show-change.ts'
import type { Store } from '../store/store.ts'
import { type CliCommand, type CliIo, EXIT } from './command.ts'
import { caller, failed, misused, withStore } from './with-store.ts'

const FLAGS = ['--dry-run', '--prune']
const usage = '[--dry-run] [--prune] FILE (- reads standard input)'

/** `strowger apply`: makes the configuration agree with a YAML file, or says everything that is wrong with it. */
export const apply: CliCommand = {
  name: 'apply',
  summary: 'make the configuration agree with an office file',
  usage,
  run: async (args, io) => {
    const flags = args.filter((arg) => arg.startsWith('--'))
    const files = args.filter((arg) => !arg.startsWith('--'))
    const [file] = files
    if (file === undefined || files.length > 1 || !flags.every((flag) => FLAGS.includes(flag))) {
      return misused(io, 'apply', usage)
    }
    const text = read(file)
    if (text === undefined) return failed(io, `${file} cannot be read.`, 'Name a YAML file.')
    const dryRun = flags.includes('--dry-run')
    const options = { by: caller(), from: file, dryRun, prune: flags.includes('--prune') }
    return withStore(io, {}, async (store) => {
      const result = applyOffice(store, text, options)
      if (!result.ok) return refused(io, result.error)
      await told(io, store, result.value, dryRun)
      return EXIT.ok
    })
  },
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch {
    return undefined // whatever the reason, the remedy is the same
  }
}

function refused(io: CliIo, problems: readonly Problem[]): number {
  if (io.json) {
    const told = problems.map((problem) => ({ ...inEnglish(problem), text: sentence(problem) }))
    io.stdout(`${JSON.stringify({ problems: told })}\n`)
    return EXIT.failed
  }
  for (const problem of problems) io.stderr(`${plain(sentence(problem))}\n`)
  io.stderr(`Nothing was changed: ${count(problems.length, 'problem')}.\n`)
  return EXIT.failed
}

async function told(
  io: CliIo,
  store: Store,
  { revision, changes }: OfficeDiff,
  dryRun: boolean,
): Promise<void> {
  if (!dryRun && changes.length > 0) await io.changed?.(revision)
  if (io.json) {
    io.stdout(`${JSON.stringify({ revision, dryRun, changes })}\n`)
    return
  }
  for (const line of showChanges(store, changes)) io.stdout(`${plain(line)}\n`)
  const what = changes.length === 0 ? 'Nothing to change' : count(changes.length, 'change')
  io.stdout(`${what}${dryRun ? ', not applied' : ''}; revision ${revision}.\n`)
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
