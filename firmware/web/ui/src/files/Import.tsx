import {
  Button,
  Checkbox,
  FileButton,
  NativeSelect,
  PasswordInput,
  SegmentedControl,
} from '@mantine/core'
import type { ReactNode } from 'react'
import type { ModelSection } from '../../../contract.ts'
import { useSession } from '../api/queries.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { Outcome } from './Outcome.tsx'
import { type Importing, OFFICE, useImport } from './use-import.ts'

/** Looks at a file first; what it would do is shown, and done only then. */
export function Import({ sections }: { sections: readonly ModelSection[] }): ReactNode {
  const { t } = useWords()
  const importing = useImport()
  const { looked, problems, wrong, busy, submit, asked } = importing
  return (
    <section className="panel">
      <h2>{t('files.import')}</h2>
      <form className="stack" onSubmit={submit}>
        <p className="small dim">{t('files.import-text')}</p>
        <What {...importing} sections={sections} />
        <ChosenFile {...importing} />
        <Passphrase {...importing} />
        <How {...importing} />
        <Outcome looked={looked} problems={problems} />
        <Wrong text={problems.length > 0 ? t('files.refused') : wrong} />
        <div className="row">
          <Button type="submit" loading={busy} disabled={!asked.file || looked?.changes === 0}>
            {looked ? t('files.do', { count: looked.changes }) : t('files.look')}
          </Button>
        </div>
      </form>
    </section>
  )
}

/** An office, or one of its lists. */
function What({
  asked,
  ask,
  sections,
}: Importing & { readonly sections: readonly ModelSection[] }): ReactNode {
  const { t } = useWords()
  const lists = sections.filter(({ singleton }) => !singleton)
  return (
    <NativeSelect
      label={t('files.what')}
      value={asked.section}
      onChange={(event) => ask({ section: event.currentTarget.value })}
      data={[
        { value: OFFICE, label: t('files.office') },
        ...lists.map(({ section: name, label }) => ({
          value: name,
          label: t('files.list-of', { name: label }),
        })),
      ]}
    />
  )
}

function ChosenFile({ asked, ask }: Importing): ReactNode {
  const { t } = useWords()
  return (
    <div className="row">
      <FileButton accept=".yaml,.yml,.json,.csv,.txt" onChange={(file) => ask({ file })}>
        {(props) => (
          <Button variant="default" {...props}>
            {t('file.choose')}
          </Button>
        )}
      </FileButton>
      <span className="clamp" aria-live="polite">
        <bdi>{asked.file?.name ?? t('files.none-chosen')}</bdi>
      </span>
    </div>
  )
}

/** Asked for only where the file needs it. */
function Passphrase({ asked, ask, isSealed }: Importing): ReactNode {
  const { t } = useWords()
  if (!isSealed) return null
  return (
    <PasswordInput
      label={t('files.passphrase')}
      description={t('files.passphrase-of-file')}
      autoComplete="off"
      autoFocus
      maxLength={200}
      value={asked.passphrase}
      onChange={(event) => ask({ passphrase: event.currentTarget.value })}
      visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
    />
  )
}

/** What becomes of what is there already, and whether people may get roles by it. */
function How({ asked: { mode, prune, administrators }, ask }: Importing): ReactNode {
  const { t } = useWords()
  const session = useSession()
  const mayGiveRoles = session.data?.user?.roles.includes('server-admin') ?? false
  return (
    <>
      <SegmentedControl
        aria-label={t('files.mode')}
        value={mode}
        onChange={(chosen) => ask({ mode: chosen === 'add' ? 'add' : 'update' })}
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
          onChange={(event) => ask({ prune: event.currentTarget.checked })}
        />
      )}
      {mayGiveRoles && (
        <Checkbox
          size="md"
          label={t('files.administrators')}
          checked={administrators}
          onChange={(event) => ask({ administrators: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
