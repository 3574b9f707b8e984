import type { ReactNode } from 'react'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { Softphone } from './Softphone.tsx'

/** The telephone as a page of its own. */
export function PhoneHere(): ReactNode {
  const { t } = useWords()
  return (
    <Page title={t('dial.title')} lead={t('dial.lead')}>
      <div className="softphone-page panel">
        <Softphone />
      </div>
    </Page>
  )
}
