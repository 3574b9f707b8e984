import type { ReactNode } from 'react'
import { useModel } from '../api/queries.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { SystemTabs } from '../system/SystemTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { Export } from './Export.tsx'
import { Import } from './Import.tsx'

/** The configuration as files: out as a whole or a list, and in again (IMEX rows). */
export function FilesPage(): ReactNode {
  const { t } = useWords()
  const model = useModel()
  return (
    <Page title={t('files.title')} lead={t('files.lead')}>
      <SystemTabs />
      <Loaded query={model}>
        {(sections) => (
          <div className="stack">
            <Export sections={sections} />
            <Import sections={sections} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
