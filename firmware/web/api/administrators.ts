import { User } from '../../model/user.ts'
import type { Reader } from '../../store/reader.ts'
import type { Edit } from '../../store/staging.ts'

/**
 * Sees to it that a change does not leave the unit without a server administrator (ROLE-1): to be called before the change, and the answer
 * after it. A unit that has none yet is left alone.
 */
export function keepAdministrator(before: Reader): (edit: Edit) => void {
  const hadOne = hasOne(before)
  return (edit) => {
    if (!hadOne || hasOne(edit)) return
    edit.refuse({
      object: 'users',
      field: 'roles',
      what: 'nobody would be server administrator any more',
      remedy: 'Make somebody else server administrator first.',
    })
  }
}

function hasOne(reader: Reader): boolean {
  return reader.all(User).some(({ roles }) => roles.includes('server-admin'))
}
