import type { ReactNode } from 'react'
import type { Changed } from '../../../contract.ts'
import { api, live, queries } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { useSession } from '../api/queries.ts'
import { LanguageChoice } from '../sign-in/LanguageChoice.tsx'
import { readSession } from '../sign-in/session.ts'
import { speak } from '../words/speak.ts'
import { useWords } from '../words/use-words.ts'
import type { Language } from '../words/words.ts'

/** Spoken at once; kept for the next time where this person may change it. */
export function MyLanguage(): ReactNode {
  const words = useWords()
  const user = useSession().data?.user
  const choose = async (language: Language) => {
    await speak(language)
    if (!user) return
    try {
      if (user.roles.length === 0) await api.patch('/me', { language })
      else {
        const changed = await api.patch<Changed>(`/config/users/${user.id}`, { language })
        accepted(changed, words.t('saved'), words)
      }
      await readSession()
      listenAgain()
    } catch {
      // Not theirs to change in the office: it holds for this visit.
    }
  }
  return <LanguageChoice onChoose={(language) => void choose(language)} />
}

/** What the server says is asked anew: it speaks the language that the session had when it was asked. */
function listenAgain(): void {
  live.again()
  void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
}
