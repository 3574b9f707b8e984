import { type CliCommand, EXIT } from './command.ts'
import { readSetUp } from './read-set-up.ts'
import { misused } from './with-store.ts'

/** `strowger first-password`: how to sign in for the first time, to whoever can read the unit's key file. */
export const firstPassword: CliCommand = {
  name: 'first-password',
  summary: 'login, first password and set-up code, while nobody has set a password',
  usage: '',
  run: async (args, io) => {
    if (args.length > 0) return misused(io, 'first-password', '')
    const state = (await readSetUp(io.environment, io.clock)) ?? { state: 'preparing' as const }
    if (io.json) {
      const { state: claimed, ...rest } = state
      io.stdout(`${JSON.stringify({ claimed: claimed === 'claimed', ...rest })}\n`)
    } else if (state.state === 'unclaimed') {
      io.stdout(`login           ${state.login}\nfirst password  ${state.firstPassword}\n`)
      io.stdout(`set-up code     ${state.code}\n`)
    } else if (state.state === 'claimed') {
      io.stderr(`Somebody has set a password: sign in as ${state.login} with that one.\n`)
    } else {
      io.stderr('The unit has no password yet. Start the server once: strowger run.\n')
    }
    return state.state === 'unclaimed' ? EXIT.ok : EXIT.failed
  },
}
