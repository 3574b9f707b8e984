import type { ConsoleCommand } from '../command.ts'

export const logout: ConsoleCommand = {
  name: 'logout',
  usage: '',
  summary: 'leave; so does Ctrl-D',
  needs: 'sign-in',
  leaves: true,
  run: async () => {},
}
