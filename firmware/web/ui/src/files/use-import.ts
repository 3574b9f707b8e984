import { useState } from 'react'
import type { FieldProblem, Imported } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { Refused } from '../api/client.ts'
import { type Asking, useAsking } from '../sign-in/use-asking.ts'
import { useWords } from '../words/use-words.ts'

/** Chosen where the file is no list but an office. */
export const OFFICE = ''

interface Asked {
  readonly file: File | null
  readonly section: string
  readonly mode: 'update' | 'add'
  readonly prune: boolean
  readonly administrators: boolean
  readonly passphrase: string
}

export interface Importing extends Asking {
  readonly asked: Asked
  /** Chooses; what was looked at before is looked at again. */
  readonly ask: (chosen: Partial<Asked>) => void
  /** What it would do, once that has been looked at. */
  readonly looked: Imported | undefined
  readonly problems: readonly FieldProblem[]
  /** Whether the file has passwords that only a passphrase opens. */
  readonly isSealed: boolean
}

/** A file on its way in: looked at first, then done. */
export function useImport(): Importing {
  const words = useWords()
  const [asked, setAsked] = useState<Asked>({
    ...{ file: null, section: OFFICE, mode: 'update', prune: false, administrators: false },
    passphrase: '',
  })
  const [looked, setLooked] = useState<Imported>()
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const [isSealed, setSealed] = useState(false)

  const send = async (dry: boolean): Promise<Imported> => {
    setProblems([])
    try {
      const file = asked.file ?? new Blob()
      const path = pathOf(asked, dry)
      if (!isSealed || asked.passphrase === '') return await api.upload<Imported>(path, file)
      const { passphrase } = asked
      return await api.post<Imported>(path, { file: await file.text(), passphrase })
    } catch (error) {
      setLooked(undefined)
      if (error instanceof Refused) setProblems(error.problems)
      if (error instanceof Refused && error.code === 'passphrase') setSealed(true)
      throw error
    }
  }
  const asking = useAsking(async () => {
    if (!looked) return setLooked(await send(true))
    const done = await send(false)
    setLooked(undefined)
    setAsked((before) => ({ ...before, file: null, passphrase: '' }))
    setSealed(false)
    const said = words.t('files.imported', { count: done.changes })
    accepted({ revision: done.revision, ids: {} }, said, words)
  })
  const ask = (chosen: Partial<Asked>) => {
    setAsked((before) => ({ ...before, ...chosen }))
    if (chosen.file !== undefined) setSealed(false)
    asking.say(undefined)
    setLooked(undefined)
    setProblems([])
  }
  return { ...asking, asked, ask, looked, problems, isSealed }
}

function pathOf({ section, mode, prune, administrators }: Asked, dry: boolean): string {
  const query = new URLSearchParams({ mode })
  if (dry) query.set('dry', 'yes')
  if (prune && mode === 'update') query.set('prune', 'yes')
  if (administrators) query.set('administrators', 'yes')
  return `${section === OFFICE ? '/import' : `/import/${section}`}?${query}`
}
