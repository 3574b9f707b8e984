import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Entitlements } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { Copied } from '../parts/Copied.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { SystemTabs } from '../system/SystemTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { FeatureList } from './FeatureList.tsx'
import { KeyList } from './KeyList.tsx'
import { LimitTable } from './LimitTable.tsx'
import { NewKey } from './NewKey.tsx'

/** How much this unit takes, what of it is used, and the feature keys that raise it (specs 10 and 52). */
export function EntitlementsPage(): ReactNode {
  const { t } = useWords()
  const query = useQuery({
    queryKey: ['config', 'entitlements'], // with every change of the configuration anew
    queryFn: ({ signal }) => api.get<Entitlements>('/entitlements', signal),
  })
  return (
    <Page title={t('entitlements.title')} lead={t('entitlements.lead')}>
      <SystemTabs />
      <Loaded query={query}>{(known) => <Known entitlements={known} />}</Loaded>
    </Page>
  )
}

function Known({ entitlements }: { entitlements: Entitlements }): ReactNode {
  const { t } = useWords()
  const { unit, profile, profileName, limits, features, keys, clockBehind } = entitlements
  const isOpen = profile === 'community'
  return (
    <div className="stack">
      {clockBehind && (
        <section className="panel">
          <Lamp tone="warn">{t('entitlements.clock')}</Lamp>
          <p className="small">{t('entitlements.clock-text')}</p>
        </section>
      )}
      <section className="panel">
        <h2>{t('entitlements.limits')}</h2>
        <p className="small dim">
          {isOpen ? t('entitlements.open') : t('entitlements.sold', { profile: profileName })}
        </p>
        <LimitTable limits={limits} />
      </section>
      <section className="panel">
        <h2>{t('entitlements.profile')}</h2>
        <ObjectForm section="capacity" id="capacity" />
      </section>
      <section className="panel">
        <h2>{t('entitlements.keys')}</h2>
        <div className="stack">
          <p className="small dim">{t('entitlements.unit-text')}</p>
          <Copied text={unit} name={t('entitlements.unit')} />
          <KeyList keys={keys} />
          <NewKey />
        </div>
      </section>
      <section className="panel">
        <h2>{t('entitlements.features')}</h2>
        {isOpen ? <p>{t('entitlements.all-open')}</p> : <FeatureList features={features} />}
      </section>
    </div>
  )
}
