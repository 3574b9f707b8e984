import { Handset } from '../model/handset.ts'
import { sentence } from '../model/problem.ts'
import { ok, type Result, refuse } from '../result.ts'
import { inventSecret } from '../store/invent.ts'
import type { Store } from '../store/store.ts'
import { type CliCommand, EXIT } from './command.ts'
import { caller, failed, misused, withStore } from './with-store.ts'

const usage = 'handset USER-ID [--new]'

/** `strowger secret`: prints the SIP password of a handset, to whoever can read the unit's key file. */
export const secret: CliCommand = {
  name: 'secret',
  summary: 'print the SIP password of a handset, or make a new one',
  usage,
  run: async (args, io) => {
    const renew = args.includes('--new')
    const [what, sipUser, ...more] = args.filter((arg) => arg !== '--new')
    if (what !== 'handset' || sipUser === undefined || more.length > 0) {
      return misused(io, 'secret', usage)
    }
    return withStore(io, { readOnly: !renew }, async (store) => {
      const handset = store.find(Handset, 'sipUser', sipUser)
      if (!handset) {
        return failed(io, `There is no handset with User ID '${sipUser}'.`, 'See: strowger export')
      }
      const made = renew ? newSecret(store, handset.id) : ok(store.revision())
      if (!made.ok) return failed(io, made.error, '')
      if (renew) await io.changed?.(made.value)
      const { loginId } = handset
      const password = store.reveal(Handset, handset.id, 'secret') ?? ''
      io.stdout(
        io.json ? `${JSON.stringify({ sipUser, loginId, secret: password })}\n` : `${password}\n`,
      )
      return EXIT.ok
    })
  },
}

function newSecret(store: Store, id: string): Result<number, string> {
  const made = store.change({ by: caller(), from: 'secret --new' }, (edit) => {
    edit.update(Handset, id, { secret: inventSecret() })
  })
  return made.ok ? ok(made.value.number) : refuse(made.error.map(sentence).join(' '))
}
