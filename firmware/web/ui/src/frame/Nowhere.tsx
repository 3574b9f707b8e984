import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'

export function Nowhere(): ReactNode {
  const { t } = useWords()
  return (
    <Page title={t('nowhere.title')} lead={t('nowhere.text')}>
      <Anchor component={Link} href="/">
        {t('nowhere.home')}
      </Anchor>
    </Page>
  )
}
