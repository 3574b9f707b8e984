import { api, queries } from '../api/api.ts'
import { wordsFor } from '../api/reasons.ts'
import { toasts } from '../frame/toasts.ts'
import { useWords } from '../words/use-words.ts'

/** Sends a command to the far end of one simulated line; what is refused is said in a toast. */
export function useActing(line: string): (command: Readonly<Record<string, unknown>>) => void {
  const words = useWords()
  return (command) => {
    api
      .post('/sim', { line, ...command })
      .then(() => queries.invalidateQueries({ queryKey: ['sim'] }))
      .catch((error: unknown) => toasts.show({ text: wordsFor(error, words), tone: 'bad' }))
  }
}
