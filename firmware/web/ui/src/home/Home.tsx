import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useLive } from '../api/queries.ts'
import { useMay } from '../api/use-may.ts'
import { ConditionList } from '../frame/ConditionList.tsx'
import { pagePath } from '../frame/page-path.ts'
import { LampShape } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { AtAGlance } from './AtAGlance.tsx'
import { SetUpSteps } from './SetUpSteps.tsx'
import { byWeight, verdict } from './verdict.ts'

/** Whether everything works, at a glance. */
export function Home(): ReactNode {
  const { t } = useWords()
  const conditions = useLive('conditions')
  const maySetUp = useMay('PERM-2')
  return (
    <Page title={t('nav.home')}>
      <div className="stack">
        <Loaded query={conditions}>
          {(list) => {
            const { tone, worst, others } = verdict(list)
            const path = worst && pagePath(worst.link)
            return (
              <>
                <section className="verdict" data-tone={tone} aria-label={t('home.verdict')}>
                  <LampShape tone={tone} size={34} />
                  <div>
                    <p>{worst ? worst.effect : t('home.works')}</p>
                    {worst && <span>{worst.remedy}</span>}
                    {others > 0 && (
                      <div className="small">{t('home.others', { count: others })}</div>
                    )}
                  </div>
                  {path && (
                    <Button className="row-end" component={Link} href={path}>
                      {t('condition.look')}
                    </Button>
                  )}
                </section>
                {list.length > (worst ? 1 : 0) && (
                  <section className="panel">
                    <h2>{t(worst ? 'home.conditions' : 'home.notices')}</h2>
                    <ConditionList conditions={byWeight(list)} />
                  </section>
                )}
              </>
            )
          }}
        </Loaded>
        <AtAGlance />
        {maySetUp && <SetUpSteps />}
      </div>
    </Page>
  )
}
