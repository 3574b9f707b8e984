import { Button, Checkbox, NativeSelect, SegmentedControl } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ModelSection } from '../../../contract.ts'
import { useSession } from '../api/queries.ts'
import { useWords } from '../words/use-words.ts'
import { SealedExport } from './SealedExport.tsx'

/** Download links: the browser fetches the file itself. */
export function Export({ sections }: { sections: readonly ModelSection[] }): ReactNode {
  const { t } = useWords()
  const [format, setFormat] = useState('yaml')
  const [sealed, setSealed] = useState(false)
  const roles = useSession().data?.user?.roles ?? []
  const mayTakeSecrets = roles.includes('server-admin') || roles.includes('system-admin')
  const all = sections.map(({ section }) => section)
  const [chosen, setChosen] = useState<readonly string[]>(all)
  const lists = sections.filter(({ singleton }) => !singleton)
  const [list, setList] = useState(lists[0]?.section ?? '')
  const named = chosen.length === all.length ? '' : `&sections=${chosen.join(',')}`
  return (
    <section className="panel">
      <h2>{t('files.export')}</h2>
      <div className="stack">
        <p className="small dim">{t('files.no-secrets')}</p>
        <Checkbox
          size="md"
          label={t('files.everything')}
          checked={chosen.length === all.length}
          indeterminate={chosen.length > 0 && chosen.length < all.length}
          onChange={(event) => setChosen(event.currentTarget.checked ? all : [])}
        />
        <Checkbox.Group
          label={t('files.types')}
          value={[...chosen]}
          onChange={(value) => setChosen(value)}
        >
          <div className="row">
            {sections.map(({ section, label }) => (
              <Checkbox key={section} size="md" value={section} label={label} />
            ))}
          </div>
        </Checkbox.Group>
        {mayTakeSecrets && (
          <Checkbox
            size="md"
            label={t('files.with-secrets')}
            checked={sealed}
            onChange={(event) => setSealed(event.currentTarget.checked)}
          />
        )}
        <div className="row">
          <SegmentedControl
            aria-label={t('files.format')}
            value={format}
            onChange={setFormat}
            data={[
              { value: 'yaml', label: 'YAML' },
              { value: 'json', label: 'JSON' },
            ]}
          />
          {!sealed && (
            <Button
              component="a"
              href={`/api/v1/export?format=${format}${named}`}
              download={`office.${format}`}
              {...(chosen.length === 0 && { 'data-disabled': true })}
            >
              {t('files.download')}
            </Button>
          )}
        </div>
        {sealed && (
          <SealedExport
            format={format}
            sections={chosen.length === all.length ? undefined : chosen}
          />
        )}
        <div className="row">
          <NativeSelect
            label={t('files.list')}
            value={list}
            onChange={(event) => setList(event.currentTarget.value)}
            data={lists.map(({ section, label }) => ({ value: section, label }))}
          />
          <Button
            className="row-end"
            component="a"
            variant="default"
            href={`/api/v1/export/${list}`}
            download={`${list}.csv`}
          >
            {t('files.download-csv')}
          </Button>
        </div>
      </div>
    </section>
  )
}
