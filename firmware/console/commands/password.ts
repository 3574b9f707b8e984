import { choosePassword } from '../choose-password.ts'
import type { ConsoleCommand } from '../command.ts'

export const password: ConsoleCommand = {
  name: 'password',
  usage: '',
  summary: 'change your password',
  needs: 'sign-in',
  async run(_args, desk) {
    const { terminal, who } = desk
    const current = await terminal.readLine({ prompt: 'Your password now: ', secret: true })
    if (!current || !who) return terminal.line('The password stays as it is.')
    await choosePassword(desk, { login: who.login, password: current })
  },
}
