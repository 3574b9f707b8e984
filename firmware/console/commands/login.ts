import type { ConsoleCommand } from '../command.ts'

/** The session itself asks for login and password: it only has to end. */
export const login: ConsoleCommand = {
  name: 'login',
  usage: '',
  summary: 'sign in',
  needs: 'nothing',
  leaves: true,
  run: async () => {},
}
