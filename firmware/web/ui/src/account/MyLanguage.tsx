import type { ReactNode } from 'react'
import type { Changed } from '../../../contract.ts'
import { api } from '../api/api.ts'
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
      const changed = await api.patch<Changed>(`/config/users/${user.id}`, { language })
      accepted(changed, words.t('saved'), words)
      await readSession()
    } catch {
      // Not theirs to change in the office: it holds for this visit.
    }
  }
  return <LanguageChoice onChoose={(language) => void choose(language)} />
}
