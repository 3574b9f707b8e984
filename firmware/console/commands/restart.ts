import { processNames } from '../ask-status.ts'
import type { ConsoleCommand, Desk } from '../command.ts'

export const restart: ConsoleCommand = {
  name: 'restart',
  usage: 'PROCESS | all | box',
  summary: 'end it and start it again',
  needs: ['server-admin', 'system-admin', 'phone-admin', 'network-admin', 'support-technician'],
  complete: async (desk) => [...(await processNames(desk)), 'all', 'box'],
  async run([what], desk) {
    const { terminal } = desk
    if (what === undefined) return terminal.line('Say which: restart exchange. See status.')
    if (what === 'box') return restartBox(desk)
    if (what === 'all') return restartAll(desk)
    return restartProcess(what, desk)
  },
}

/** Calls go on, whichever process it is (docs/architecture.md). */
async function restartProcess(name: string, desk: Desk): Promise<void> {
  const { terminal, log, who } = desk
  log.warn({ process: name, by: who?.login }, 'restart asked for at the console')
  const answer = await desk.ask('supervisor', 'restart', { name, by: who?.login })
  terminal.line(answer.ok ? `${name} ended and is started again.` : answer.error.text)
}

async function restartAll(desk: Desk): Promise<void> {
  if (!(await agreed(desk))) return
  const answer = await desk.ask('supervisor', 'restart-all', { by: desk.who?.login })
  desk.terminal.line(
    answer.ok ? 'Everything is started again, this console too.' : answer.error.text,
  )
}

async function restartBox(desk: Desk): Promise<void> {
  if (!(await agreed(desk))) return
  const { terminal, log, who } = desk
  log.warn({ by: who?.login }, 'restart of the machine asked for at the console')
  const answer = await desk.ask('host', 'power', { action: 'restart' })
  terminal.line(answer.ok ? 'The machine starts again.' : answer.error.text)
}

/** RST-2 */
async function agreed({ terminal }: Desk): Promise<boolean> {
  const answer = await terminal.readLine({ prompt: 'This ends every call. Continue? (yes/no) ' })
  if (answer === 'yes') return true
  terminal.line('Nothing was done.')
  return false
}
