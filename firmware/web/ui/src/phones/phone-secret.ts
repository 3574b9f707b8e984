import type { Changed, Revealed } from '../../../contract.ts'
import { api } from '../api/api.ts'
import type { Handset } from '../model.ts'
import type { PhoneSecret } from '../people/PhonePassword.tsx'

/** Letters and digits that nobody confuses on paper or on a telephone's small screen. */
const CLEAR = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
const LENGTH = 24 // 139 bits; SECURITY row 2 asks for 20 characters

/** What is entered in a handset; who looks at it is noted by the server. @throws Refused */
export async function secretOf(handset: string): Promise<PhoneSecret> {
  const path = `/config/handsets/${handset}`
  const { sipUser } = await api.get<Handset>(path)
  const { value } = await api.post<Revealed>(`${path}/secret/secret`)
  return { sipUser, password: value }
}

/** Gives a handset another password: the old one opens nothing any more. @throws Refused */
export async function renewSecret(handset: string): Promise<PhoneSecret> {
  const path = `/config/handsets/${handset}`
  const { sipUser } = await api.get<Handset>(path)
  const password = invented()
  await api.patch<Changed>(path, { secret: password })
  return { sipUser, password }
}

/** Even over all characters: those of a byte beyond the last whole turn are thrown away. */
function invented(): string {
  const even = 256 - (256 % CLEAR.length)
  let made = ''
  while (made.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (byte < even && made.length < LENGTH) made += CLEAR[byte % CLEAR.length]
    }
  }
  return made
}
