import type { Session } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { keepToken } from '../api/queries.ts'
import { wordsFor } from '../api/reasons.ts'
import { toasts } from '../frame/toasts.ts'
import type { Words } from '../words/use-words.ts'

/** Asks who is signed in now. Every way in and out ends with this: the token for changes is another one. */
export async function readSession(): Promise<Session> {
  const session = keepToken(await api.get<Session>('/session'))
  queries.setQueryData(['session'], session)
  return session
}

/** Somebody else may be next at this browser: nothing stays. */
export async function signOut(words: Words): Promise<void> {
  try {
    await api.post('/session/sign-out')
    location.assign('/')
  } catch (error) {
    toasts.show({ text: wordsFor(error, words), tone: 'bad' })
  }
}
