import type { Changed } from '../../../contract.ts'
import { toasts } from '../frame/toasts.ts'
import type { Words } from '../words/use-words.ts'
import { api, queries } from './api.ts'
import { wordsFor } from './reasons.ts'

/** After an accepted change: what pages show is read again, and a toast offers to undo it. */
export function accepted(changed: Changed, said: string, words: Words): void {
  refreshed()
  if (changed.collected) {
    void queries.invalidateQueries({ queryKey: ['change-sets'] })
    toasts.show({ text: words.t('sets.collected'), tone: 'good' })
    return
  }
  toasts.show({
    text: said,
    tone: 'good',
    action: { label: words.t('undo'), run: () => void undo(changed.revision, words) },
  })
}

/** Undoes one revision and says how it went. */
export async function undo(revision: number, words: Words): Promise<void> {
  try {
    await api.post<Changed>(`/history/${revision}/undo`)
    refreshed()
    toasts.show({ text: words.t('undone'), tone: 'good' })
  } catch (error) {
    toasts.show({ text: wordsFor(error, words), tone: 'bad' })
  }
}

function refreshed(): void {
  void queries.invalidateQueries({ queryKey: ['config'] })
  void queries.invalidateQueries({ queryKey: ['history'] })
}
