import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { CallsNow } from './CallsNow.tsx'
import { Records } from './Records.tsx'

/** Calls that are on, and calls that were. */
export function Activity({ tab }: { tab: 'now' | 'records' }): ReactNode {
  const { t } = useWords()
  const [, go] = useLocation()
  return (
    <Page title={t('nav.activity')}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => go(value === 'records' ? '/activity/records' : '/activity')}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="now">{t('calls.now')}</Tabs.Tab>
          <Tabs.Tab value="records">{t('calls.before')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="now">
          <CallsNow />
        </Tabs.Panel>
        <Tabs.Panel value="records">
          <Records />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
