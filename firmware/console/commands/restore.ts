import { goodSnapshots } from '../../store/snapshots.ts'
import { ADMINISTRATORS, type ConsoleCommand } from '../command.ts'

/** The last good snapshot in the place of a damaged configuration, or of one that somebody wants rid of. */
export const restore: ConsoleCommand = {
  name: 'restore',
  usage: '',
  summary: 'configuration of the last good snapshot',
  needs: ADMINISTRATORS,
  async run(_args, desk) {
    const { terminal, log, who, environment } = desk
    const [latest] = goodSnapshots(environment.data)
    if (!latest) return terminal.line('There is no whole snapshot. Import an exported file.')
    const at = new Date(latest.at).toISOString().slice(0, 16).replace('T', ' ')
    terminal.line(`The last good snapshot is of change ${latest.revision}, written ${at} UTC, with`)
    terminal.line(`${latest.objects} objects. What was changed after it is lost. Every call ends.`)
    const answer = await terminal.readLine({ prompt: 'Restore it? (yes/no) ' })
    if (answer !== 'yes') return terminal.line('Nothing was done.')
    log.warn({ by: who?.login, file: latest.file }, 'restore asked for at the console')
    const args = { by: who?.login, from: 'console', file: latest.file }
    const done = await desk.ask('supervisor', 'restore-snapshot', args)
    if (!done.ok) return terminal.line(done.error.text)
    terminal.line('Everything stops now and starts again with it. What it replaces is kept aside.')
  },
}
