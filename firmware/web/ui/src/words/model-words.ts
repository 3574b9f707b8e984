import { useQuery } from '@tanstack/react-query'
import { useWords } from './use-words.ts'
import type { Language } from './words.ts'

type Labels = Readonly<Record<string, string>>

const LABELS: Readonly<Record<Language, () => Promise<Labels>>> = {
  en: async () => (await import('./model-en.ts')).modelEnglish,
  es: async () => (await import('./model-es.ts')).modelSpanish,
  fr: async () => (await import('./model-fr.ts')).modelFrench,
}

/**
 * Says texts of the declarations: their English is their message id. English has words only for what are no words, as values of
 * choices. What another language does not know is said in English.
 */
export function useModelWords(): (text: string) => string {
  const { language } = useWords()
  const { data } = useQuery({
    queryKey: ['labels', language],
    queryFn: () => LABELS[language](),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (text) => (data && Object.hasOwn(data, text) ? (data[text] ?? text) : text)
}
