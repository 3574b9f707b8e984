import { sentence } from '../model/problem.ts'
import { SetUp } from '../model/set-up.ts'
import { User } from '../model/user.ts'
import type { Edit } from '../store/staging.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { inventCode, inventFirstPassword } from './invent.ts'
import { Hasher } from './passwords.ts'

/** The administrator that every unit makes for itself (spec decision 3). */
export const FIRST_LOGIN = 'admin'

/** What whoever stands before the unit may know. */
export type SetUpState =
  /** `prepareAccess` has not run yet. */
  | { readonly state: 'preparing'; readonly login: string }
  /** Nobody has set a password of their own. */
  | {
      readonly state: 'unclaimed'
      readonly login: string
      readonly firstPassword: string
      /** Six digits: with it the first password is set without knowing the one above. */
      readonly code: string
    }
  | { readonly state: 'claimed'; readonly login: string }

/** @throws StoreError `key` without the unit's key file */
export function setUpState(store: Store): SetUpState {
  const { id, claimed } = store.only(SetUp)
  if (claimed) return { state: 'claimed', login: FIRST_LOGIN }
  const firstPassword = store.reveal(SetUp, id, 'firstPassword')
  const code = store.reveal(SetUp, id, 'code')
  if (!firstPassword || !code) return { state: 'preparing', login: FIRST_LOGIN }
  return { state: 'unclaimed', login: FIRST_LOGIN, firstPassword, code }
}

/**
 * Makes the unit's own administrator with a first password and a set-up code, once in the life of a store. To be called at every start,
 * after the opening office: a store that was changed gets none.
 */
export async function prepareAccess(store: Store): Promise<void> {
  if (setUpState(store).state !== 'preparing') return
  const firstPassword = inventFirstPassword()
  const passwordHash = await new Hasher().hash(firstPassword)
  const made = store.change({ by: 'unit', from: 'first start' }, (edit) => {
    if (edit.only(SetUp).claimed) return
    makeAdministrator(edit, passwordHash)
    edit.update(SetUp, edit.only(SetUp).id, { firstPassword, code: inventCode() })
  })
  if (made.ok) return
  const text = `The unit's administrator cannot be made: ${made.error.map(sentence).join(' ')}`
  throw new StoreError('io', text, `Rename the user '${FIRST_LOGIN}' of the opening office.`)
}

/** An office may have somebody of that login already, who then is the administrator. */
function makeAdministrator(edit: Edit, passwordHash: string): void {
  const values = { roles: ['server-admin'], passwordHash, mustChangePassword: true } as const
  const known = edit.find(User, 'login', FIRST_LOGIN)
  if (known) {
    edit.update(User, known.id, values)
    return
  }
  const named = edit.all(User).some(({ firstName, middleName, lastName }) => {
    return !firstName && !middleName && lastName === 'Administrator'
  })
  const firstName = named ? 'Unit' : ''
  edit.create(User, { ...values, login: FIRST_LOGIN, firstName, lastName: 'Administrator' })
}
