import { CommandError } from '../bus/command-error.ts'
import type { Log } from '../log.ts'
import type { HostBackend, HostVerb } from './verbs.ts'

/** All of `verbs.ts`. The schemas there are loaded with the first request: hardly one comes in a day, and they take 20 MB. */
const NAMES: Readonly<Record<HostVerb, true>> = {
  'network-set': true,
  'firewall-set': true,
  'source-ban': true,
  'time-set': true,
  'update-install': true,
  'update-mark': true,
  power: true,
  'low-port-open': true,
}

type Answer = (args: unknown) => Promise<unknown>

/** The verbs as a command socket wants them: every request is logged, its arguments are checked before anything is done. */
export function answerHostVerbs(backend: HostBackend, log: Log): Record<HostVerb, Answer> {
  const names = Object.keys(NAMES) as HostVerb[]
  const answers = names.map((verb) => [verb, answer(verb, backend, log)] as const)
  return Object.fromEntries(answers) as Record<HostVerb, Answer>
}

function answer(verb: HostVerb, backend: HostBackend, log: Log): Answer {
  return async (args) => {
    log.info({ verb, args }, 'asked')
    const { fitsVerb } = await import('./verbs.ts')
    if (!fitsVerb(verb, args)) {
      log.warn({ verb }, 'refused: wrong arguments')
      throw new CommandError('bad-arguments', `The arguments do not fit '${verb}'.`)
    }
    const run = backend[verb] as ((args: unknown) => unknown) | undefined
    if (!run) {
      log.info({ verb }, 'refused: not here')
      const text = `'${verb}' is not here: this is not the appliance image. Set it up with this machine's own tools.`
      throw new CommandError('not-here', text)
    }
    const result = await run(args)
    log.info({ verb }, 'done')
    return result
  }
}
