import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useLive, useSection } from '../api/queries.ts'
import type { DialPlan, FxoLine, Person, SiteObject } from '../model.ts'
import { isMissing } from '../phones/phone-state.ts'
import { useWords } from '../words/use-words.ts'
import { STEP_PATHS, stepsLeft } from './set-up-steps.ts'

/** What is left to do in a new office; nothing once it is done. */
export function SetUpSteps(): ReactNode {
  const { t } = useWords()
  const people = useSection<Person>('users').data
  const sites = useSection<SiteObject>('sites').data
  const fxoLines = useSection<FxoLine>('fxoLines').data
  const dialPlan = useSection<DialPlan>('dialPlan').data
  const phones = useLive('phones').data
  if (!people || !sites || !fxoLines || !dialPlan || !phones) return null
  const left = stepsLeft({
    people: people.length,
    phones: phones.length,
    phonesHere: phones.filter((phone) => !isMissing(phone)).length,
    lines: fxoLines.length,
    linesRouted: fxoLines.filter(({ route }) => route?.extension).length,
    timeZone: sites[0]?.timeZone ?? '',
    operator: Boolean(dialPlan[0]?.operator),
  })
  if (left.length === 0) return null
  return (
    <section className="panel">
      <h2>{t('steps.title', { count: left.length })}</h2>
      <ol className="steps">
        {left.map((step) => (
          <li key={step}>
            <Anchor component={Link} href={STEP_PATHS[step]} fw={600}>
              {t(`steps.${step}`)}
            </Anchor>
            <div className="small dim">{t(`steps.${step}-why`)}</div>
          </li>
        ))}
      </ol>
    </section>
  )
}
