import { User } from '../../../model/user.ts'
import type { Store } from '../../../store/store.ts'

/** Whether somebody may use a browser as a telephone (USET-24). Asked with every message of it: it can be taken away. */
export function mayUseBrowser(store: Store, user: string): boolean {
  return store.get(User, user)?.browserPhone ?? false
}
