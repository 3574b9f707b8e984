import { User } from '../../model/user.ts'
import type { Reader } from '../../store/reader.ts'
import type { Edit } from '../../store/staging.ts'

/**
 * Sees to it that a change does not leave the unit without a server administrator (ROLE-1): to be called before the change, and the answer
 * within it, when all is done. A unit that has none yet is left alone. Reads all people only where those who were are no more.
 */
export function keepAdministrator(before: Reader): (edit: Edit) => void {
  const known = before.all(User).filter(isOne)
  return (edit) => {
    if (known.length === 0) return
    if (known.some(({ id }) => isOne(edit.get(User, id)))) return
    if (edit.all(User).some(isOne)) return
    edit.refuse({
      object: 'users',
      field: 'roles',
      what: 'nobody would be server administrator any more',
      remedy: 'The server administrator stays: there is one for good.',
    })
  }
}

function isOne(user: User | undefined): boolean {
  return user?.roles.includes('server-admin') ?? false
}
