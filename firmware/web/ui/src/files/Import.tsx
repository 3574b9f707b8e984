import { Button, Checkbox, FileButton, NativeSelect, SegmentedControl } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Imported, ModelSection } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { Refused } from '../api/client.ts'
import { useSession } from '../api/queries.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { Outcome } from './Outcome.tsx'

const OFFICE = ''

/** Looks at a file first; what it would do is shown, and done only then. */
export function Import({ sections }: { sections: readonly ModelSection[] }): ReactNode {
  const words = useWords()
  const { t } = words
  const session = useSession()
  const mayGiveRoles = session.data?.user?.roles.includes('server-admin') ?? false
  const [file, setFile] = useState<File | null>(null)
  const [section, setSection] = useState(OFFICE)
  const [mode, setMode] = useState('update')
  const [prune, setPrune] = useState(false)
  const [administrators, setAdministrators] = useState(false)
  const [looked, setLooked] = useState<Imported>()
  const [refused, setRefused] = useState<Refused>()

  const choose = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      set(value)
      setLooked(undefined)
      setRefused(undefined)
    }
  }
  const send = async (dry: boolean): Promise<Imported> => {
    const asked = new URLSearchParams({ mode })
    if (dry) asked.set('dry', 'yes')
    if (prune && mode === 'update') asked.set('prune', 'yes')
    if (administrators) asked.set('administrators', 'yes')
    const path = section === OFFICE ? '/import' : `/import/${section}`
    try {
      setRefused(undefined)
      return await api.upload<Imported>(`${path}?${asked}`, file ?? new Blob())
    } catch (error) {
      setLooked(undefined)
      if (error instanceof Refused) setRefused(error)
      throw error
    }
  }
  const { busy, wrong, submit } = useAsking(async () => {
    if (!looked) return setLooked(await send(true))
    const done = await send(false)
    setLooked(undefined)
    setFile(null)
    const said = t('files.imported', { count: done.changes })
    accepted({ revision: done.revision, ids: {} }, said, words)
  })
  const lists = sections.filter(({ singleton }) => !singleton)
  return (
    <section className="panel">
      <h2>{t('files.import')}</h2>
      <form className="stack" onSubmit={submit}>
        <p className="small dim">{t('files.import-text')}</p>
        <NativeSelect
          label={t('files.what')}
          value={section}
          onChange={(event) => choose(setSection)(event.currentTarget.value)}
          data={[
            { value: OFFICE, label: t('files.office') },
            ...lists.map(({ section: name, label }) => ({
              value: name,
              label: t('files.list-of', { name: label }),
            })),
          ]}
        />
        <div className="row">
          <FileButton accept=".yaml,.yml,.json,.csv,.txt" onChange={choose(setFile)}>
            {(props) => (
              <Button variant="default" {...props}>
                {t('file.choose')}
              </Button>
            )}
          </FileButton>
          <span className="clamp" aria-live="polite">
            <bdi>{file?.name ?? t('files.none-chosen')}</bdi>
          </span>
        </div>
        <SegmentedControl
          aria-label={t('files.mode')}
          value={mode}
          onChange={choose(setMode)}
          data={[
            { value: 'update', label: t('files.update') },
            { value: 'add', label: t('files.add') },
          ]}
        />
        <p className="small dim">{t(mode === 'add' ? 'files.add-help' : 'files.update-help')}</p>
        {mode === 'update' && (
          <Checkbox
            size="md"
            label={t('files.prune')}
            checked={prune}
            onChange={(event) => choose(setPrune)(event.currentTarget.checked)}
          />
        )}
        {mayGiveRoles && (
          <Checkbox
            size="md"
            label={t('files.administrators')}
            checked={administrators}
            onChange={(event) => choose(setAdministrators)(event.currentTarget.checked)}
          />
        )}
        <Outcome looked={looked} problems={refused?.problems ?? []} />
        <Wrong text={refused && refused.problems.length > 0 ? t('files.refused') : wrong} />
        <div className="row">
          <Button type="submit" loading={busy} disabled={!file || looked?.changes === 0}>
            {looked ? t('files.do', { count: looked.changes }) : t('files.look')}
          </Button>
        </div>
      </form>
    </section>
  )
}
