import { plain } from '../plain.ts'
import { checkStore } from '../store/check-store.ts'
import type { CliCommand } from './command.ts'
import { EXIT } from './command.ts'

export const check: CliCommand = {
  name: 'check',
  summary: 'read everything stored and verify checksums, revisions and records',
  usage: '',
  async run(_args, { environment, json, stdout }) {
    const verdict = await checkStore(environment.data)
    if (json) stdout(`${JSON.stringify(verdict, null, 2)}\n`)
    else if (verdict.damage.length === 0) stdout(`${verdict.values} values, all sound\n`)
    else stdout(verdict.damage.map((what) => `${plain(what)}\n`).join(''))
    return verdict.damage.length === 0 ? EXIT.ok : EXIT.failed
  },
}
