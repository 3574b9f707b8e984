import type { ConsoleCommand } from '../command.ts'
import { columns } from '../terminal/layout.ts'

export const help: ConsoleCommand = {
  name: 'help',
  usage: '[COMMAND]',
  summary: 'this list',
  needs: 'nothing',
  async run([name], { terminal, commands }) {
    const one = commands.find((command) => command.name === name)
    if (name !== undefined && one) {
      terminal.line(`${one.name} ${one.usage}`.trimEnd())
      return terminal.line(`  ${one.summary}`)
    }
    const rows = commands.map((command) => [
      `  ${`${command.name} ${command.usage}`.trimEnd()}`,
      command.summary,
    ])
    await terminal.page([
      ...columns(rows),
      'Tab completes, the arrow keys bring back earlier lines, Ctrl-C stops what is running.',
    ])
  },
}
