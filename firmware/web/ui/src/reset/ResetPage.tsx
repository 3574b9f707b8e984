import { NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useModel } from '../api/queries.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { SystemTabs } from '../system/SystemTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { EraseAll } from './EraseAll.tsx'
import { ResetPanel } from './ResetPanel.tsx'
import { SnapshotPanel } from './SnapshotPanel.tsx'

/** The three resets (file 54 of the specification), the mildest first. */
export function ResetPage(): ReactNode {
  const { t } = useWords()
  const model = useModel()
  const [section, setSection] = useState('')
  return (
    <Page title={t('reset.title')} lead={t('reset.lead')}>
      <SystemTabs />
      <div className="stack">
        <ResetPanel title={t('reset.settings')} text={t('reset.settings-text')} what="settings" />
        <Loaded query={model}>
          {(sections) => {
            const groups = sections.filter(({ singleton }) => singleton)
            const chosen = section || groups[0]?.section || ''
            return (
              <ResetPanel
                key={chosen}
                title={t('reset.group')}
                text={t('reset.group-text')}
                what="section"
                section={chosen}
              >
                <NativeSelect
                  label={t('reset.which')}
                  value={chosen}
                  onChange={(event) => setSection(event.currentTarget.value)}
                  data={groups.map(({ section: value, label }) => ({ value, label }))}
                />
              </ResetPanel>
            )
          }}
        </Loaded>
        <SnapshotPanel />
        <EraseAll />
      </div>
    </Page>
  )
}
