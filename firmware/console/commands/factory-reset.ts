import { ADMINISTRATORS, type ConsoleCommand } from '../command.ts'

const WORDS = 'erase everything'

/** FDEF-3: a clean server with the installed software, and nothing of before. */
export const factoryReset: ConsoleCommand = {
  name: 'factory-reset',
  usage: '',
  summary: 'erase everything and begin anew',
  needs: ADMINISTRATORS,
  async run(_args, desk) {
    const { terminal, log, who, environment } = desk
    terminal.line(
      'This ends every call and erases all that the unit knows: settings, users, passwords,',
    )
    terminal.line(`messages, recordings and records, in ${environment.data}. It cannot be undone.`)
    const answer = await terminal.readLine({ prompt: `Type '${WORDS}' to go on: ` })
    if (answer !== WORDS) return terminal.line('Nothing was erased.')
    log.warn({ by: who?.login }, 'factory reset asked for at the console')
    const reset = await desk.ask('supervisor', 'factory-reset', { by: who?.login, from: 'console' })
    if (!reset.ok) return terminal.line(reset.error.text)
    terminal.line('Everything stops now, is erased, and starts anew with another first password.')
  },
}
